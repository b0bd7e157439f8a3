import type { Position, Route } from "@pannier/api";
import { expect, test } from "vitest";
import { newsOf, patchPositions, patchRoutes } from "./live.ts";

const stop = (id: string) => ({
  id,
  position: 1,
  trip: 1,
  kind: "delivery",
  lon: 7.4,
  lat: 43.7,
  label: id,
  window: null,
  charge_pct: null,
  load_g: null,
  planned_arrival: "2026-03-03T08:00:00Z",
  planned_departure: "2026-03-03T08:03:00Z",
  eta: null,
  state: "assigned",
  orders: [
    { order_id: `o-${id}`, reference: "R", outcome: null },
    { order_id: `p-${id}`, reference: "S", outcome: null },
  ],
});
const route = (id: string, ...stops: string[]) =>
  ({ id, state: "released", stops: stops.map(stop) }) as unknown as Route;
const news = (type: string, body: unknown) =>
  newsOf(type, JSON.stringify(body)) ?? { type: "reload" as const };

test("an estimate changes one stop and leaves the other routes untouched", () => {
  const before = [route("r1", "a", "b"), route("r2", "c")];
  const after = patchRoutes(before, [news("eta", { stop_id: "b", eta: "2026-03-03T08:20:00Z" })]);
  expect(after[0]?.stops[1]?.eta).toBe("2026-03-03T08:20:00Z");
  expect(after[0]?.stops[0]).toBe(before[0]?.stops[0]);
  expect(after[1]).toBe(before[1]);
});

test("an outcome for one order leaves the other order of the stop open", () => {
  const after = patchRoutes(
    [route("r1", "a")],
    [news("stop", { stop_id: "a", order_id: "o-a", outcome: "failed" })],
  );
  expect(after[0]?.stops[0]?.orders.map((order) => order.outcome)).toEqual(["failed", null]);
});

test("a closed stop without order closes all of its orders alike", () => {
  const after = patchRoutes(
    [route("r1", "a")],
    [news("stop", { stop_id: "a", state: "closed", outcome: "succeeded" })],
  );
  expect(after[0]?.stops[0]).toMatchObject({ state: "closed", eta: null });
  expect(after[0]?.stops[0]?.orders.map((order) => order.outcome)).toEqual(["succeeded", "succeeded"]);
});

test("a route's state is taken over", () => {
  expect(
    patchRoutes([route("r1", "a")], [news("route", { route_id: "r1", state: "in_progress" })])[0]?.state,
  ).toBe("in_progress");
});

test("a late report never moves a rider back", () => {
  const at = (device_time: string, lon: number) => ({ rider_id: "ana", device_time, lon }) as Position;
  const now = [at("2026-03-03T08:01:00Z", 7.42)];
  const late = news("position", at("2026-03-03T08:00:00Z", 7.41));
  const next = news("position", at("2026-03-03T08:02:00Z", 7.43));
  expect(patchPositions(now, [late])[0]?.lon).toBe(7.42);
  expect(patchPositions(now, [next, late])[0]?.lon).toBe(7.43);
});

test("garbage in the stream is left out", () => {
  expect(newsOf("position", "{not json")).toBeNull();
  expect(newsOf("weather", "{}")).toBeNull();
});
