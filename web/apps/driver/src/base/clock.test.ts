import { describe, expect, test } from "vitest";
import { RiderClock } from "./clock.ts";
import { screenOf } from "./router.ts";

const NOON = Date.parse("2026-03-03T12:00:00Z");
const reading = (now: string, factor = 1, running = true) => ({ now, factor, running });

describe("the rider's clock", () => {
  test("leaves the phone's time untouched and tells its distance to the server's", () => {
    const clock = new RiderClock(() => NOON);
    clock.sync(reading("2026-03-03T12:03:00Z"));
    expect(clock.stamp()).toEqual({ device_time: "2026-03-03T12:00:00.000Z", offset_s: 180 });
    expect(clock.isWrong).toBe(true);
  });

  test("takes half of the way of the answer into account", () => {
    const clock = new RiderClock(() => NOON);
    clock.sync(reading("2026-03-03T12:00:00Z"), 4000);
    expect(clock.stamp().offset_s).toBe(2);
    expect(clock.isWrong).toBe(false);
  });

  test("lives in the server's time while the demo's clock runs fast", () => {
    let device = NOON;
    const clock = new RiderClock(() => device);
    clock.sync(reading("2026-11-24T08:00:00Z", 60));
    device += 10_000;
    expect(clock.stamp()).toEqual({ device_time: "2026-11-24T08:10:00.000Z", offset_s: 0 });
    expect(clock.isWrong).toBe(false);
  });

  test("goes on over a restart without network", () => {
    const first = new RiderClock(() => NOON);
    first.sync(reading("2026-11-24T08:00:00Z", 60));
    const kept = first.kept;
    if (!kept) throw new Error("A reading was taken.");
    const second = new RiderClock(() => NOON + 60_000);
    second.restore(kept);
    expect(new Date(second.nowMs()).toISOString()).toBe("2026-11-24T09:00:00.000Z");
  });
});

describe("the address of a screen", () => {
  test("names it, and anything unknown is the day", () => {
    expect(screenOf("#/stop/abc")).toEqual({ name: "stop", id: "abc" });
    expect(screenOf("#/outbox")).toEqual({ name: "outbox" });
    expect(screenOf("#/stop/")).toEqual({ name: "today" });
    expect(screenOf("#code=x")).toEqual({ name: "today" });
  });
});
