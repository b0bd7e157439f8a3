import type { RiderEvent, RiderRoute, RiderStop, RiderToday } from "@pannier/api";
import { describe, expect, test } from "vitest";
import { changesOf } from "./changes.ts";
import {
  chargeOnArrival,
  leftOf,
  type NextAct,
  NO_NOTES,
  type Notes,
  nextAct,
  progressOfDay,
  stillAboard,
} from "./day.ts";
import { order, today } from "./fixture.ts";
import { recordOf } from "./record.ts";
import { applyEvent, dayOf, takeOver } from "./reduce.ts";

let count = 0;
const event = (type: string, more: Partial<RiderEvent> = {}): RiderEvent => {
  count += 1;
  return {
    id: String(count),
    type,
    device_time: `2026-03-03T01:${String(count % 60).padStart(2, "0")}:00Z`,
    counter: count,
    offset_s: 0,
    data: {},
    ...more,
  };
};
const after = (...events: RiderEvent[]): RiderToday => dayOf(today(), events);
const START = event("duty.start", { data: { battery_pct: 80 } });
const AT_HUB = event("stop.arrive", { stop_id: "stop-0" });
const LOAD = event("route.load", {
  data: { barcodes: ["340060000000000001", "340060000000000002", "340060000000000003"] },
});
const succeed = (n: number, data = {}) => event("attempt.succeed", { order_id: `order-${n}`, data });
const fail = (n: number) => event("attempt.fail", { order_id: `order-${n}`, data: { reason: "closed" } });
const doing = (day: RiderToday, notes: Partial<Notes> = {}): string => {
  const act: NextAct = nextAct(day, { ...NO_NOTES, ...notes });
  return "stop" in act && act.stop ? `${act.kind} ${act.stop.id}` : act.kind;
};
const outcomes = (day: RiderToday) =>
  day.route?.stops.flatMap((stop) => stop.orders.map((one) => one.outcome));

describe("the day", () => {
  test("begins with the duty, then the load, then the first door", () => {
    expect(doing(today())).toBe("start");
    expect(doing(after(START))).toBe("load stop-0");
    expect(after(START).vehicle?.charge_pct).toBe(80);
    expect(doing(after(START, AT_HUB))).toBe("load");
    expect(doing(after(START, AT_HUB, LOAD))).toBe("drive stop-1");
  });

  test("asks for the load of the next trip after the reload, not before", () => {
    const first = [START, AT_HUB, LOAD, succeed(1), succeed(2), succeed(3)];
    expect(doing(after(...first))).toBe("drive stop-3");
    const back = event("stop.arrive", { stop_id: "stop-3" });
    expect(doing(after(...first, back), { atHub: "stop-3" })).toBe("hub stop-3");
    expect(doing(after(...first, back))).toBe("load");
    expect(doing(after(...first, back), { leftBehind: ["340060000000000004"] })).toBe("drive stop-4");
    expect(doing(after(...first, back), { loadedTrips: [2] })).toBe("drive stop-4");
  });

  test("stays at a door until all its orders are told", () => {
    const day = after(START, AT_HUB, LOAD, succeed(1), succeed(2));
    expect(day.route?.stops[2]?.state).toBe("arrived");
    expect(doing(day)).toBe("drive stop-2");
    expect(progressOfDay(day.route)).toEqual({ stops: 4, done: 1, failed: 0 });
  });

  test("serves a pinned stop first and ends when nothing lies ahead", () => {
    expect(doing(after(START, AT_HUB, LOAD), { pinned: "stop-2" })).toBe("drive stop-2");
    const all = [1, 2, 3, 4, 5].map((n) => succeed(n));
    const hubs = ["stop-0", "stop-3", "stop-6"].map((id) => event("stop.arrive", { stop_id: id }));
    expect(doing(after(START, LOAD, ...all, ...hubs))).toBe("finish");
  });

  test("a break stands before everything else", () => {
    expect(doing(after(START, event("break.start")))).toBe("break");
    expect(doing(after(START, event("break.start"), event("break.end")))).toBe("load stop-0");
  });

  test("a taken back outcome opens the order and its parcel is aboard again", () => {
    const day = after(START, LOAD, succeed(1), event("attempt.reopen", { order_id: "order-1" }));
    expect(outcomes(day)?.[0]).toBeNull();
    expect(day.route?.stops[1]?.orders[0]?.parcels[0]?.custody).toBe("loaded");
    expect(day.route?.stops[1]?.state).toBe("arrived");
  });

  test("fewer parcels than all is a partial hand-over; the rest stays aboard", () => {
    const start = today();
    const two = order(1, {
      parcels: ["a", "b"].map((barcode) => ({ barcode, weight_g: 1, custody: "loaded" })),
    });
    const stops = start.route?.stops.map((stop) =>
      stop.id === "stop-1" ? { ...stop, orders: [two] } : stop,
    );
    const day = applyEvent(
      { ...start, route: start.route && { ...start.route, stops: stops ?? [] } },
      succeed(1, { delivered_parcels: ["a"], reason: "damaged" }),
    );
    expect(outcomes(day)?.[0]).toBe("partial");
    expect(day.route && stillAboard(day.route).map((one) => one.barcode)).toEqual(["b"]);
  });

  test("what failed and what was collected comes back to the hub; what waits for its door does not", () => {
    const day = after(START, LOAD, fail(1), succeed(5));
    expect(day.route && stillAboard(day.route).map((one) => one.order.order_id)).toEqual([
      "order-1",
      "order-5",
    ]);
    const back = applyEvent(day, event("hub.return", { data: { battery_pct: 41 } }));
    expect(back.route && stillAboard(back.route)).toEqual([]);
    expect(back.route?.stops[2]?.orders[0]?.parcels[0]?.custody).toBe("loaded");
    expect(back.vehicle?.charge_pct).toBe(41);
  });

  test("shows times by the server's clock, also from a phone whose own is wrong", () => {
    const late = event("stop.arrive", {
      stop_id: "stop-1",
      device_time: "2019-01-01T00:00:00Z",
      offset_s: 3600,
    });
    expect(after(late).route?.stops[1]?.arrived_at).toBe("2019-01-01T01:00:00.000Z");
  });

  test("telling the same again changes nothing", () => {
    const once = after(START, AT_HUB, LOAD);
    expect(dayOf(once, [START, AT_HUB, LOAD])).toEqual(once);
    expect(applyEvent(once, event("unknown.type"))).toBe(once);
  });

  test("keeps the finished route until the duty ends", () => {
    const before = after(START);
    const fresh = { ...today(), route: null, duty: { ...today().duty, on: true } };
    expect(takeOver(before, fresh).route?.id).toBe("route");
    expect(takeOver(before, { ...fresh, duty: { ...fresh.duty, on: false } }).route).toBeNull();
    expect(takeOver(before, { ...fresh, service_date: "2026-03-04" }).route).toBeNull();
  });

  test("sums the duty up for its rider", () => {
    const day = after(START, LOAD, succeed(1), fail(2), succeed(5));
    expect(recordOf(day, "2026-03-03T08:00:00Z", { distanceM: 4200, breakMs: 60_000 })).toMatchObject({
      stops: 2,
      delivered: 1,
      collected: 1,
      failed: 1,
      open: 2,
      distanceM: 4200,
    });
  });
});

describe("the dispatcher's changes", () => {
  const route = () => today().route;
  test("are silent when only the rider did something", () => {
    expect(changesOf(route(), after(START, LOAD, succeed(1)).route)).toBeNull();
  });

  test("name what came, what went, and another order of stops", () => {
    const before = route();
    if (!before) throw new Error("The fixture has a route.");
    const gone = { ...before, stops: before.stops.filter((stop) => stop.id !== "stop-1") };
    expect(changesOf(before, gone)).toEqual({
      added: [],
      removed: ["1 Rue Grimaldi, 98000 Monaco"],
      reordered: false,
    });
    expect(changesOf(gone, before)?.added).toEqual(["1 Rue Grimaldi, 98000 Monaco"]);
    const turned = { ...before, stops: [...before.stops].reverse() };
    expect(changesOf(before, turned)?.reordered).toBe(true);
    expect(changesOf(before, { ...turned, id: "another" })).toBeNull();
  });
});

describe("the battery", () => {
  const charging = (): RiderToday => {
    const day = today();
    const stops = day.route?.stops.map((stop) => (stop.position === 3 ? { ...stop, kind: "charge" } : stop));
    return { ...day, route: { ...day.route, stops } as RiderRoute };
  };

  test("needs energy only for the way to the next charge, while the whole way is still to be ridden", () => {
    // Legs of 0, 100 … 600 m take 0, 10 … 60 Wh; the charge is stop 3.
    expect(leftOf(charging().route as RiderRoute)).toEqual({ distanceM: 2100, energyWh: 60 });
    expect(leftOf(today().route as RiderRoute)).toEqual({ distanceM: 2100, energyWh: 210 });
  });

  test("is expected at a charger with what the way there leaves", () => {
    const day = charging();
    // 80 % at the stop before, 30 of 1,000 Wh on the way.
    expect(chargeOnArrival(day, day.route?.stops[3] as RiderStop)).toBe(77);
    expect(chargeOnArrival(day, day.route?.stops[0] as RiderStop)).toBeNull();
  });
});
