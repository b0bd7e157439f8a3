import { expect, test } from "vitest";
import { ServerClock } from "./clock.ts";

function clockAt(steady: { ms: number }): ServerClock {
  return new ServerClock(() => steady.ms, 0);
}

test("a demo clock runs at its factor", () => {
  const steady = { ms: 1000 };
  const clock = clockAt(steady);
  clock.sync({ now: "2026-03-03T08:00:00Z", factor: 60, running: true });
  steady.ms += 2000;
  expect(new Date(clock.nowMs()).toISOString()).toBe("2026-03-03T08:02:00.000Z");
});

test("a clock that stands still keeps its time", () => {
  const steady = { ms: 0 };
  const clock = clockAt(steady);
  clock.sync({ now: "2026-03-03T08:00:00Z", factor: 60, running: false });
  steady.ms += 5000;
  expect(new Date(clock.nowMs()).toISOString()).toBe("2026-03-03T08:00:00.000Z");
});

test("half the round trip counts as the age of the answer", () => {
  const steady = { ms: 0 };
  const clock = clockAt(steady);
  clock.sync({ now: "2026-03-03T08:00:00Z", factor: 1, running: true }, 400);
  expect(clock.nowMs() - Date.parse("2026-03-03T08:00:00Z")).toBe(200);
});
