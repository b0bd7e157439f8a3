import { expect, test } from "vitest";
import { nextStop, progressOf, sumProgress } from "./progress.ts";
import type { TimedStop } from "./timeline.ts";

const at = (time: string): string => `2026-03-03T${time}:00Z`;
const base = { position: 0, planned_arrival: at("09:00"), planned_departure: at("09:03") };
const stops: TimedStop[] = [
  { ...base, id: "hub", kind: "start", state: "closed" },
  { ...base, id: "a", kind: "delivery", state: "closed", orders: [{ outcome: "succeeded" }] },
  { ...base, id: "b", kind: "delivery", state: "closed", orders: [{ outcome: "failed" }] },
  { ...base, id: "c", kind: "delivery", window: { end: at("10:00") }, eta: at("10:05") },
  { ...base, id: "end", kind: "end" },
];

test("only stops with a hand-over count", () => {
  expect(progressOf(stops)).toEqual({ stops: 3, done: 2, failed: 1, late: 1 });
});

test("progress of several routes adds up", () => {
  expect(sumProgress([progressOf(stops), progressOf(stops)])).toEqual({
    stops: 6,
    done: 4,
    failed: 2,
    late: 2,
  });
});

test("the next stop is the first one not closed", () => {
  expect(nextStop(stops)?.id).toBe("c");
});
