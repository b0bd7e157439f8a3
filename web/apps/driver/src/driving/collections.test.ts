import type { RiderEvent, RiderToday } from "@pannier/api";
import { describe, expect, it } from "vitest";
import { loadList } from "../hub/load.ts";
import { changesOf } from "./changes.ts";
import { mustLoad, NO_NOTES, nextStop, stillAboard } from "./day.ts";
import { order, today } from "./fixture.ts";
import { findOrder } from "./groups.ts";
import { codesFor, reasonsFor } from "./proof.ts";
import { applyEvent, dayOf, toCollectFirst } from "./reduce.ts";

const parcels = [{ barcode: "340060000000000001", weight_g: 1000, custody: "expected" }];

/** Order 1 is collected at a shop in the first stop and delivered in the second. */
function shopDay(): RiderToday {
  const day = today();
  const [start, shop, door, ...rest] = day.route?.stops ?? [];
  if (!day.route || !start || !shop || !door) throw new Error("the fixture has a route");
  const taken = order(1, { kind: "collection", recipient_name: "Pharmacy", parcels });
  const given = order(1, { parcels });
  const stops = [
    start,
    { ...shop, kind: "collect", label: "7 Rue Caroline, Monaco", orders: [taken] },
    { ...door, orders: [given] },
    ...rest,
  ];
  return { ...day, duty: { ...day.duty, on: true }, route: { ...day.route, stops } };
}

let count = 0;
const event = (type: string, data: Record<string, unknown> = {}): RiderEvent => {
  count += 1;
  return {
    id: `event-${count}`,
    type,
    counter: count,
    offset_s: 0,
    device_time: "2026-03-03T01:00:00Z",
    order_id: "order-1",
    data,
  };
};

const after = (...types: string[]) =>
  dayOf(
    shopDay(),
    types.map((type) => event(type, type.endsWith("fail") ? { reason: "not_ready" } : {})),
  ).route?.stops ?? [];

const told = (stops: ReturnType<typeof after>) =>
  stops.slice(1, 3).map((stop) => [stop.state, stop.orders[0]?.outcome, stop.orders[0]?.parcels[0]?.custody]);

describe("an order that is collected on the way", () => {
  it("comes aboard at its sender's door and not at its recipient's", () => {
    expect(told(after("collection.succeed"))).toEqual([
      ["done", "succeeded", "loaded"],
      ["pending", null, "loaded"],
    ]);
  });

  it("is handed over afterwards like any other", () => {
    expect(told(after("collection.succeed", "attempt.succeed"))).toEqual([
      ["done", "succeeded", "loaded"],
      ["done", "succeeded", "delivered"],
    ]);
  });

  it("takes its delivery off the route when it could not be collected", () => {
    const stops = after("collection.fail");
    expect(told(stops)).toEqual([
      ["done", "failed", "expected"],
      ["skipped", "cancelled", "expected"],
    ]);
    expect(nextStop({ ...shopDay().route, stops } as never, null)?.id).toBe("stop-0");
  });

  it("waits again when that is taken back", () => {
    const stops = after("collection.fail", "collection.reopen");
    expect(told(stops)).toEqual([
      ["arrived", null, "expected"],
      ["pending", null, "expected"],
    ]);
    expect(stops[1]?.orders[0]?.attempts).toBe(0);
  });

  it("cannot be handed over before", () => {
    const { route } = shopDay();
    const [, shop, door] = route?.stops ?? [];
    expect(toCollectFirst(route, door?.orders[0] as never)?.id).toBe(shop?.id);
    expect(toCollectFirst(route, shop?.orders[0] as never)).toBeNull();
    const collected = applyEvent(shopDay(), event("collection.succeed")).route;
    expect(toCollectFirst(collected, door?.orders[0] as never)).toBeNull();
  });

  it("is not loaded at the hub, whatever is told there", () => {
    const day = shopDay();
    if (!day.route) throw new Error("the fixture has a route");
    const first = { ...day.route, stops: day.route.stops.slice(0, 3) };
    expect(loadList(first, 1, new Set())).toEqual([]);
    expect(mustLoad(first, 1, NO_NOTES)).toBe(false);
    const loaded = applyEvent(day, event("route.load")).route?.stops[2];
    expect(loaded?.orders[0]?.parcels[0]?.custody).toBe("expected");
  });

  it("is no parcel that came back while it is on its way", () => {
    const { route } = applyEvent(shopDay(), event("collection.succeed"));
    expect(route && stillAboard(route)).toEqual([]);
  });

  it("is found where it is open", () => {
    expect(findOrder(shopDay().route, "order-1")?.stop.kind).toBe("collect");
    const { route } = applyEvent(shopDay(), event("collection.succeed"));
    expect(findOrder(route, "order-1")?.stop.kind).toBe("delivery");
  });

  it("is no change by the dispatcher when it was collected", () => {
    const day = shopDay();
    const { route } = applyEvent(day, event("collection.succeed"));
    expect(changesOf(day.route, route)).toBeNull();
  });

  it("has reasons and a way of its own", () => {
    const first = order(1, { kind: "collection" });
    const reasons = reasonsFor(today(), first);
    expect(reasons.fitting.map((one) => one.code)).toEqual(["closed", "missing_item"]);
    expect(reasons.rest.map((one) => one.code)).toEqual(["other"]);
    expect(codesFor(today(), first)).toEqual([]);
  });
});
