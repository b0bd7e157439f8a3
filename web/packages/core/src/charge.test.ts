import { expect, test } from "vitest";
import { chargeOutlook } from "./charge.ts";
import type { TimedStop } from "./timeline.ts";

const at = (time: string): string => `2026-03-03T${time}:00Z`;
const stop = (id: string, time: string, pct: number | null, more: Partial<TimedStop> = {}): TimedStop => ({
  id,
  kind: "delivery",
  position: 0,
  planned_arrival: at(time),
  planned_departure: at(time),
  charge_pct: pct,
  ...more,
});

test("without a battery there is no outlook", () => {
  expect(chargeOutlook([stop("a", "09:00", null)], null)).toBeNull();
});

test("the prediction alone decides while nothing was measured", () => {
  const stops = [
    stop("start", "08:00", 100, { state: "closed" }),
    stop("a", "09:00", 40),
    stop("b", "10:00", 30),
  ];
  expect(chargeOutlook(stops, null)).toMatchObject({ verdict: "enough", endPct: 30 });
});

test("a lower measurement moves what is still to come", () => {
  const stops = [
    stop("start", "08:00", 100),
    stop("a", "09:00", 60, { state: "closed" }),
    stop("b", "10:00", 30),
  ];
  expect(chargeOutlook(stops, 48)).toMatchObject({ verdict: "tight", endPct: 18 });
  expect(chargeOutlook(stops, 40)).toMatchObject({ verdict: "not_enough", endPct: 10 });
});

test("after a swap the measurement of the old battery says nothing", () => {
  const stops = [
    stop("a", "09:00", 60, { state: "closed" }),
    stop("b", "10:00", 40),
    stop("swap", "10:30", 100, { kind: "swap" }),
    stop("c", "11:00", 70),
  ];
  expect(chargeOutlook(stops, 50)).toMatchObject({
    low: { pct: 30 },
    endPct: 70,
    refill: { atMs: Date.parse(at("10:30")), kind: "swap" },
  });
});

test("an old measurement is compared with the prediction of its own time", () => {
  const stops = [
    stop("swap", "08:00", 100, { state: "done", kind: "swap" }),
    stop("a", "09:00", 70, { state: "done" }),
    stop("b", "10:00", 40),
  ];
  expect(chargeOutlook(stops, 98, Date.parse(at("08:10")))).toMatchObject({ endPct: 38 });
  expect(chargeOutlook(stops, 98)).toMatchObject({ endPct: 68 });
});

test("a battery swapped a little before its planned time is compared with the fresh one", () => {
  const stops = [
    stop("a", "12:58", 20, { state: "done" }),
    stop("swap", "13:11", 100, { state: "done", kind: "swap" }),
    stop("b", "14:00", 74),
  ];
  expect(chargeOutlook(stops, 100, Date.parse(at("13:06")))).toMatchObject({ endPct: 74 });
});

test("no measurement lifts a battery above full", () => {
  const stops = [stop("start", "08:00", 50, { state: "done" }), stop("a", "09:00", 45)];
  expect(chargeOutlook(stops, 120)).toMatchObject({ endPct: 100 });
});

test("a charge read at the swap belongs to the swap, not to the reload that ended then", () => {
  const stops = [
    stop("reload", "12:58", 18, { state: "done", kind: "reload", planned_departure: at("13:06") }),
    stop("swap", "13:06", 100, { state: "done", kind: "swap", planned_departure: at("13:08") }),
    stop("b", "14:00", 72),
  ];
  expect(chargeOutlook(stops, 100, Date.parse(at("13:06")))).toMatchObject({ endPct: 72 });
});

test("a planned charge ends at its own goal, whatever was measured before it", () => {
  const stops = [
    stop("a", "09:00", 60, { state: "closed" }),
    stop("b", "10:00", 50),
    stop("charge", "10:30", 80, { kind: "charge" }),
    stop("c", "11:00", 40),
  ];
  expect(chargeOutlook(stops, 45)).toMatchObject({
    low: { pct: 35 },
    endPct: 40,
    refill: { atMs: Date.parse(at("10:30")), kind: "charge" },
  });
});
