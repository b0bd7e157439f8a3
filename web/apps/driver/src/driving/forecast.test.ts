import type { RiderRoute, RiderStop } from "@pannier/api";
import { expect, test } from "vitest";
import { today } from "./fixture.ts";
import { expectedAt, isLate } from "./forecast.ts";

const at = (time: string): number => Date.parse(`2026-03-03T${time}:00Z`);
const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);

// Ten minutes at each stop, fifty minutes between two of them.
function routeWith(changes: Record<number, Partial<RiderStop>>): RiderRoute {
  const { route } = today();
  if (!route) throw new Error("The day has a route.");
  return { ...route, stops: route.stops.map((stop, n) => ({ ...stop, ...changes[n] })) };
}

const expected = (route: RiderRoute, n: number, now: string): string =>
  clock(expectedAt(route, route.stops[n] as RiderStop, at(now)));

const LEFT_EARLY = { 0: { state: "done", arrived_at: "2026-03-02T23:00:00Z" } };

test("who leaves early is early everywhere while no window says otherwise", () => {
  const route = routeWith(LEFT_EARLY);
  expect([1, 2].map((n) => expected(route, n, "00:00"))).toEqual(["00:00", "01:00"]);
});

test("a window that is not open yet is waited for, and all that follows waits with it", () => {
  const window = { start: "2026-03-03T02:30:00Z", end: "2026-03-03T04:00:00Z" };
  const route = routeWith({ ...LEFT_EARLY, 2: { window, planned_departure: "2026-03-03T02:40:00Z" } });
  expect([2, 3].map((n) => expected(route, n, "00:00"))).toEqual(["02:30", "03:00"]);
});

test("a delay moves what lies ahead", () => {
  const route = routeWith({
    0: { state: "done", arrived_at: "2026-03-03T00:30:00Z" },
    1: { state: "arrived", arrived_at: "2026-03-03T01:30:00Z" },
  });
  expect([1, 2].map((n) => expected(route, n, "01:35"))).toEqual(["01:30", "02:30"]);
  expect(expected(route, 6, "01:35")).toBe("06:30");
});

test("nothing is expected in the past, and who stays longer arrives later", () => {
  const route = routeWith({
    0: { state: "done" },
    1: { state: "arrived", arrived_at: "2026-03-03T01:00:00Z" },
  });
  expect(expected(route, 2, "01:40")).toBe("02:30");
});

test("late is what begins after its window, never what has none", () => {
  const window = { start: "2026-03-03T02:00:00Z", end: "2026-03-03T02:30:00Z" };
  const [promised, free] = routeWith({ 0: { window }, 1: { window: null } }).stops as [RiderStop, RiderStop];
  expect([at("02:30"), at("02:31")].map((ms) => isLate(promised, ms))).toEqual([false, true]);
  expect(isLate(free, at("23:00"))).toBe(false);
});
