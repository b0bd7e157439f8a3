import type { Position, Route } from "@pannier/api";
import { expect, test } from "vitest";
import {
  type LiveNews,
  type LiveStop,
  newsOf,
  patchPositions,
  patchRoutes,
  readRoutes,
  withEtas,
} from "./live.ts";

const order = (id: string) => ({ order_id: id, reference: id, kind: "dropoff", outcome: null });
const stop = (id: string, ...orders: string[]) => ({
  id,
  kind: orders.length > 0 ? "delivery" : "reload",
  state: "pending",
  arrived_at: null,
  planned_arrival: "2026-03-03T08:00:00Z",
  planned_departure: "2026-03-03T08:03:00Z",
  orders: orders.map(order),
});
const route = (id: string, ...stops: ReturnType<typeof stop>[]) =>
  ({ id, state: "released", stops }) as unknown as Route;
const at = "2026-03-03T08:20:00Z";

function news(type: string, body: object): LiveNews {
  const read = newsOf(type, JSON.stringify(body));
  if (!read) throw new Error("not understood");
  return read;
}

test("expected times change their stops and leave the other routes untouched", () => {
  const before = [route("r1", stop("a", "o1"), stop("b", "o2")), route("r2", stop("c", "o3"))];
  const etas = [{ stop_id: "b", eta: at, early: "2026-03-03T08:15:00Z", late: "2026-03-03T08:30:00Z" }];
  const after = patchRoutes(before, [news("eta", { route_id: "r1", etas })]);
  expect(after[0]?.stops[1] as LiveStop).toMatchObject({ eta: at, early: "2026-03-03T08:15:00Z" });
  expect(after[0]?.stops[0] as LiveStop).not.toHaveProperty("eta");
  expect(after[1]).toBe(before[1]);
});

test("expected times that are loaded stand at their stops as if the stream had told them", () => {
  const eta = { stop_id: "b", eta: at, early: at, late: at } as Parameters<typeof withEtas>[1][number];
  const after = withEtas([route("r1", stop("a", "o1"), stop("b", "o2"))], [eta]);
  expect(after[0]?.stops[1] as LiveStop).toMatchObject({ eta: at, early: at, late: at });
  expect(after[0]?.stops[0]).not.toHaveProperty("eta");
});

test("a stop is done when each of its orders has an outcome", () => {
  const tell = (order_id: string, state: string) =>
    news("stop", { route_id: "r1", stop_id: "a", order_id, state, at });
  const once = patchRoutes([route("r1", stop("a", "o1", "o2"))], [tell("o1", "failed")]);
  expect(once[0]?.stops[0]).toMatchObject({ state: "arrived", arrived_at: at });
  const twice = patchRoutes(once, [tell("o2", "succeeded")]);
  expect(twice[0]?.stops[0]?.state).toBe("done");
  expect(twice[0]?.stops[0]?.orders.map((one) => one.outcome)).toEqual(["failed", "succeeded"]);
});

test("an outcome that is taken back opens the stop again", () => {
  const tell = (state: string) => news("stop", { route_id: "r1", stop_id: "a", order_id: "o1", state, at });
  const after = patchRoutes([route("r1", stop("a", "o1"))], [tell("failed"), tell("reopened")]);
  expect(after[0]?.stops[0]).toMatchObject({ state: "arrived", orders: [{ outcome: null }] });
});

test("arriving closes the reload before", () => {
  const arrived = news("stop", { route_id: "r1", stop_id: "a", order_id: null, state: "arrived", at });
  const after = patchRoutes([route("r1", stop("hub"), stop("a", "o1"))], [arrived]);
  expect(after[0]?.stops.map((one) => one.state)).toEqual(["done", "arrived"]);
});

test("a route's state is taken over, and a finished one has nothing left to report", () => {
  const after = patchRoutes(
    [route("r1", stop("a", "o1"), stop("end"))],
    [news("route", { route_id: "r1", state: "completed" })],
  );
  expect(after[0]?.state).toBe("completed");
  expect(after[0]?.stops[1]?.state).toBe("done");
  expect(readRoutes(after)[0]?.stops[1]?.state).toBe("done");
});

test("a late report never moves a rider back", () => {
  const seen = (when: string, lon: number) => ({ rider_id: "ana", at: when, lon }) as Position;
  const now = [seen("2026-03-03T08:01:00Z", 7.42)];
  // Sent with the hub's offset: an hour ahead on the clock, a minute before in time.
  const late = news("position", seen("2026-03-03T09:00:00+01:00", 7.41));
  const next = news("position", seen("2026-03-03T08:02:00Z", 7.43));
  expect(patchPositions(now, [late])[0]?.lon).toBe(7.42);
  expect(patchPositions(now, [next, late])[0]?.lon).toBe(7.43);
});

test("garbage in the stream is left out", () => {
  expect(newsOf("position", "{not json")).toBeNull();
  expect(newsOf("weather", "{}")).toBeNull();
});

test("what is collected is not delivered yet, and what is not collected is off the route", () => {
  const at_shop = { ...stop("shop", "o1"), kind: "collect" };
  const orders = at_shop.orders.map((one) => ({ ...one, kind: "collect" }));
  const before = [route("r1", { ...at_shop, orders }, stop("door", "o1"))];
  const tell = (state: string) =>
    news("stop", { route_id: "r1", stop_id: "shop", order_id: "o1", state, at });
  const outcomes = (routes: Route[]) => routes[0]?.stops.map((one) => one.orders[0]?.outcome);
  const collected = patchRoutes(before, [tell("collected")]);
  expect(outcomes(collected)).toEqual(["succeeded", null]);
  expect(collected[0]?.stops.map((one) => one.state)).toEqual(["done", "pending"]);
  const missed = patchRoutes(before, [tell("not_collected")]);
  expect(outcomes(missed)).toEqual(["failed", "cancelled"]);
  expect(missed[0]?.stops[1]?.state).toBe("skipped");
});
