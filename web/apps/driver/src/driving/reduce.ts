/** What an event changes on the screen, at once and without network. Pure: day in, day out. */
import type { RiderEvent, RiderOrder, RiderParcel, RiderRoute, RiderStop, RiderToday } from "@pannier/api";
import { isDoor } from "@pannier/core";
import { happenedAt } from "./events.ts";

export { isDoor };

export const isBehind = (stop: RiderStop): boolean => stop.state === "done" || stop.state === "skipped";

/** True at a sender's door: the order is taken there and delivered on the same trip. */
export const isCollection = (order: RiderOrder): boolean => order.kind === "collection";

/** Orders that come aboard on the way and never lie in the hub. */
export const collectedOn = (route: RiderRoute | null): ReadonlySet<string> =>
  new Set(route?.stops.flatMap((stop) => stop.orders.filter(isCollection).map((order) => order.order_id)));

/** Where an order is still to be collected before it can be handed over; null where nothing is in the way. */
export const toCollectFirst = (route: RiderRoute | null, order: RiderOrder): RiderStop | null =>
  route?.stops.find((stop) =>
    stop.orders.some(
      (one) =>
        isCollection(one) &&
        !isCollection(order) &&
        one.order_id === order.order_id &&
        one.outcome !== "succeeded",
    ),
  ) ?? null;

/** Whether nothing can be handed over at a door before something is collected elsewhere. */
export const allWait = (route: RiderRoute | null, stop: RiderStop): boolean =>
  stop.orders.every((order) => order.outcome !== null || toCollectFirst(route, order) !== null);

type Change<T> = (before: T) => T;

const onRoute = (day: RiderToday, change: Change<RiderRoute>): RiderToday =>
  day.route ? { ...day, route: change(day.route) } : day;

const onStops = (
  day: RiderToday,
  wanted: (stop: RiderStop) => boolean,
  change: Change<RiderStop>,
): RiderToday =>
  onRoute(day, (route) => ({
    ...route,
    stops: route.stops.map((stop) => (wanted(stop) ? change(stop) : stop)),
  }));

const onParcels = (
  day: RiderToday,
  change: (parcel: RiderParcel, order: RiderOrder) => RiderParcel,
): RiderToday =>
  onStops(day, isDoor, (stop) => ({
    ...stop,
    orders: stop.orders.map((order) => ({
      ...order,
      parcels: order.parcels.map((parcel) => change(parcel, order)),
    })),
  }));

const listOf = (value: unknown): string[] | null => (Array.isArray(value) ? value.map(String) : null);

function arrive(day: RiderToday, event: RiderEvent): RiderToday {
  return onStops(
    day,
    (stop) => stop.id === event.stop_id,
    (stop) => ({
      ...stop,
      arrived_at: stop.arrived_at ?? happenedAt(event),
      state: isBehind(stop) ? stop.state : isDoor(stop) ? "arrived" : "done",
    }),
  );
}

/** Change an order at the doors where it is; their stops are done when all their orders are told. */
function change(day: RiderToday, event: RiderEvent, how: Change<RiderOrder>, here: Door): RiderToday {
  return onStops(
    day,
    (stop) => stop.orders.some((order) => order.order_id === event.order_id),
    (stop) => {
      const orders = stop.orders.map((order) => (order.order_id === event.order_id ? how(order) : order));
      const touched = stop.orders.some((order) => order.order_id === event.order_id && here(order));
      const done = orders.every((order) => order.outcome !== null);
      const arrived_at = touched ? (stop.arrived_at ?? happenedAt(event)) : stop.arrived_at;
      const open = arrived_at ? "arrived" : "pending";
      return { ...stop, orders, arrived_at, state: done ? (arrived_at ? "done" : "skipped") : open };
    },
  );
}

type Door = (order: RiderOrder) => boolean;
const atRecipient: Door = (order) => !isCollection(order);

/** Close or open an order at its recipient's door. */
const settle = (day: RiderToday, event: RiderEvent, how: Change<RiderOrder>): RiderToday =>
  change(day, event, (order) => (isCollection(order) ? order : how(order)), atRecipient);

/** Close or open a collection; what becomes of it decides over the delivery that waits for it. */
const collect = (day: RiderToday, event: RiderEvent, outcome: string | null, custody: string): RiderToday =>
  change(
    day,
    event,
    (order) => {
      const tries = Math.max(0, order.attempts + (outcome ? 1 : -1));
      const waits = order.outcome === null || order.outcome === OFF;
      const parcels = order.parcels.map((parcel) => ({ ...parcel, custody }));
      if (isCollection(order)) return { ...order, attempts: tries, outcome, parcels };
      return waits ? { ...order, outcome: outcome === "failed" ? OFF : null, parcels } : order;
    },
    isCollection,
  );

/** The delivery of what could not be collected is off the route. */
const OFF = "cancelled";

function succeed(day: RiderToday, event: RiderEvent): RiderToday {
  const handed = listOf(event.data.delivered_parcels);
  return settle(day, event, (order) => ({
    ...order,
    attempts: order.attempts + 1,
    outcome: handed !== null && handed.length < order.parcels.length ? "partial" : "succeeded",
    parcels: order.parcels.map((parcel) =>
      handed !== null && !handed.includes(parcel.barcode)
        ? parcel
        : { ...parcel, custody: order.kind === "return" ? "loaded" : "delivered" },
    ),
  }));
}

const fail = (day: RiderToday, event: RiderEvent): RiderToday =>
  settle(day, event, (order) => ({ ...order, attempts: order.attempts + 1, outcome: "failed" }));

const reopen = (day: RiderToday, event: RiderEvent): RiderToday =>
  settle(day, event, (order) => ({
    ...order,
    attempts: Math.max(0, order.attempts - 1),
    outcome: null,
    parcels: order.parcels.map((parcel) =>
      parcel.custody === "delivered" || order.kind === "return"
        ? { ...parcel, custody: order.kind === "return" ? "expected" : "loaded" }
        : parcel,
    ),
  }));

function load(day: RiderToday, event: RiderEvent): RiderToday {
  const named = listOf(event.data.barcodes);
  const elsewhere = collectedOn(day.route);
  const loaded = onParcels(day, (parcel, order) =>
    order.kind === "delivery" &&
    order.outcome === null &&
    !elsewhere.has(order.order_id) &&
    (named === null || named.includes(parcel.barcode))
      ? { ...parcel, custody: "loaded" }
      : parcel,
  );
  return onRoute(loaded, (route) => ({ ...route, state: "in_progress" }));
}

function bringBack(day: RiderToday, event: RiderEvent): RiderToday {
  const named = listOf(event.data.barcodes);
  return onParcels(charge(day, event.data.battery_pct), (parcel, order) => {
    const meant = named === null ? order.outcome !== null : named.includes(parcel.barcode);
    return meant && !isCollection(order) && parcel.custody === "loaded"
      ? { ...parcel, custody: "back" }
      : parcel;
  });
}

function charge(day: RiderToday, pct: unknown): RiderToday {
  if (typeof pct !== "number" || !day.vehicle) return day;
  return { ...day, vehicle: { ...day.vehicle, charge_pct: pct } };
}

const duty = (day: RiderToday, change: Partial<RiderToday["duty"]>): RiderToday => ({
  ...day,
  duty: { ...day.duty, ...change },
});

const CHANGES: Readonly<Record<string, (day: RiderToday, event: RiderEvent) => RiderToday>> = {
  "duty.start": (day, event) =>
    charge(duty(day, { on: true, on_break: false, started_at: happenedAt(event) }), event.data.battery_pct),
  "duty.end": (day, event) => charge(duty(day, { on: false, on_break: false }), event.data.battery_pct),
  "break.start": (day) => duty(day, { on_break: true }),
  "break.end": (day) => duty(day, { on_break: false }),
  "route.load": load,
  "stop.arrive": arrive,
  "collection.succeed": (day, event) => collect(day, event, "succeeded", "loaded"),
  "collection.fail": (day, event) => collect(day, event, "failed", "expected"),
  "collection.reopen": (day, event) => collect(day, event, null, "expected"),
  "attempt.succeed": succeed,
  "attempt.fail": fail,
  "attempt.reopen": reopen,
  "hub.return": bringBack,
  "battery.swap": (day) => charge(day, 100),
  "charge.report": (day, event) => charge(day, event.data.charge_pct),
};

/** Apply one event; an unknown type changes nothing. */
export const applyEvent = (day: RiderToday, event: RiderEvent): RiderToday =>
  CHANGES[event.type]?.(day, event) ?? day;

/** What the server said last, and on top of it what it has not seen yet. */
export const dayOf = (snapshot: RiderToday, events: readonly RiderEvent[]): RiderToday =>
  events.reduce(applyEvent, snapshot);

/**
 * Take over a new snapshot. A route that is finished is no longer told by the server, but the rider
 * still has to end the duty on it, so the phone keeps the one it drives.
 */
export function takeOver(before: RiderToday | null, fresh: RiderToday): RiderToday {
  const same = before?.service_date === fresh.service_date && before.rider.id === fresh.rider.id;
  if (!fresh.route && same && before.route && fresh.duty.on) return { ...fresh, route: before.route };
  return fresh;
}
