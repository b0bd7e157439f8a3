/** What a dispatcher says in the form of a change → what is asked of the server. */
import type { NewBlockedStreet, NewProposal, Order, Route } from "@pannier/api";
import { instantIn, readTime } from "@pannier/core";
import { placeIn } from "../fleet/stationDraft.ts";
import { cornersIn } from "../fleet/zoneDraft.ts";

export type Operation = NewProposal["operation"];

/** In the order of the menu. */
export const OPERATIONS: readonly Operation[] = [
  "urgent_order",
  "orders_inserted",
  "rider_away",
  "vehicle_broken",
  "street_blocked",
  "low_battery",
  "order_cancelled",
  "replanned",
];

export interface ChangeDraft {
  orderIds: ReadonlySet<string>;
  routeId: string;
  /** Where others take over what is aboard: latitude, longitude; empty for where the vehicle stands. */
  meetAt: string;
  chargeWh: string;
  /** The order that is called off with this change; empty when that was done before. */
  callOff: string;
  /** What is blocked, in words; empty when nothing new is. */
  blocked: string;
  /** Where: latitude, longitude of each point. */
  line: string;
  withinM: string;
  /** Hour and minute of the day at which it begins; empty for now. */
  from: string;
  hours: string;
  /** Kinds of vehicles that cannot pass; none means all. */
  kinds: readonly string[];
}

export const EMPTY: ChangeDraft = {
  orderIds: new Set(),
  routeId: "",
  meetAt: "",
  chargeWh: "",
  callOff: "",
  blocked: "",
  line: "",
  withinM: "20",
  from: "",
  hours: "4",
  kinds: [],
};

const charge = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));

/** Whether all is said that the operation needs. */
export function isWhole(operation: Operation, draft: ChangeDraft, when: When): boolean {
  if (operation === "orders_inserted" || operation === "urgent_order") return draft.orderIds.size > 0;
  if (leavesOut(operation))
    return draft.routeId !== "" && (!draft.meetAt.trim() || meetingIn(draft) !== null);
  if (operation === "street_blocked") return draft.blocked.trim() === "" || blockedIn(draft, when) !== null;
  if (operation === "low_battery") return draft.routeId !== "" && charge(draft.chargeWh) >= 0;
  return true;
}

/** The part of the request that the operation needs; ids of routes become those of shifts and vehicles. */
export function wantedOf(
  operation: Operation,
  draft: ChangeDraft,
  routes: readonly Route[],
): Pick<NewProposal, "operation" | "order_ids" | "shift_ids" | "batteries" | "meet_at"> {
  const route = routes.find((one) => one.id === draft.routeId);
  const meets = leavesOut(operation) && handsOver(route);
  const inserts = operation === "orders_inserted" || operation === "urgent_order";
  return {
    operation,
    order_ids: inserts ? [...draft.orderIds] : [],
    shift_ids: leavesOut(operation) && route ? [route.shift_id] : [],
    meet_at: meets ? meetingIn(draft) : null,
    batteries:
      operation === "low_battery" && route
        ? [{ vehicle_id: route.vehicle_id, charge_wh: charge(draft.chargeWh) }]
        : [],
  };
}

/** Whether somebody does not go on: others take over what is aboard of who has left. */
export const leavesOut = (operation: Operation): boolean =>
  operation === "rider_away" || operation === "vehicle_broken";

/** Whether something is aboard that others would take over: who has not left has nothing yet. */
export const handsOver = (route: Route | undefined): boolean => route?.state === "in_progress";

/** Where others take over, null while nothing or no place is said. */
export function meetingIn(draft: ChangeDraft): { lon: number; lat: number } | null {
  const at = placeIn(draft.meetAt);
  return at ? { lon: at[0], lat: at[1] } : null;
}

const HOUR_MS = 3_600_000;

/** The server's time, and the service day of the hub whose hours are typed. */
export interface When {
  nowMs: number;
  date: string;
  zone: string;
}

/** When it begins, in milliseconds since 1970; null while that is no time. */
export function beginOf(from: string, { nowMs, date, zone }: When): number | null {
  if (!from.trim()) return nowMs;
  const time = readTime(from);
  return time ? Date.parse(instantIn(zone, date, time)) : null;
}

/** The street that the form says is blocked, null while something is missing. */
export function blockedIn(draft: ChangeDraft, when: When): NewBlockedStreet | null {
  const begins = beginOf(draft.from, when);
  const [line, within, hours] = [cornersIn(draft.line), charge(draft.withinM), charge(draft.hours)];
  if (
    !draft.blocked.trim() ||
    !line?.length ||
    begins === null ||
    !(within >= 2 && within <= 2000) ||
    !(hours > 0 && hours <= 240)
  )
    return null;
  return {
    name: draft.blocked.trim(),
    line: line.map(([lon, lat]) => ({ lon, lat })),
    within_m: within,
    kinds: [...draft.kinds],
    starts_at: new Date(begins).toISOString(),
    ends_at: new Date(begins + hours * HOUR_MS).toISOString(),
  };
}

/** Routes that the operation can be about. */
export function routesFor(operation: Operation, routes: readonly Route[]): Route[] {
  const out = routes.filter((route) => route.state === "released" || route.state === "in_progress");
  if (operation === "vehicle_broken") return out.filter((route) => route.state === "in_progress");
  if (operation === "low_battery") return out.filter((route) => route.energy_wh > 0);
  return out;
}

/** Orders that are still to be served, with the name of their rider. */
export function ordersAhead(routes: readonly Route[]): { id: string; label: string }[] {
  return routesFor("replanned", routes).flatMap((route) =>
    route.stops.flatMap((stop) =>
      stop.orders
        .filter((task) => task.state !== "closed")
        .map((task) => ({ id: task.order_id, label: `${task.reference} · ${route.rider_name}` })),
    ),
  );
}

/** Orders of the own fleet that have a place and are on no route. */
export function ordersWaiting(orders: readonly Order[], routes: readonly Route[]): Order[] {
  const ahead = new Set(ordersAhead(routes).map((one) => one.id));
  return orders.filter((order) => order.carrier === "own" && order.lon !== null && !ahead.has(order.id));
}
