/** What the live stream says, applied to what is on the screen. Pure; the pages hold the state. */
import type { Eta, Position, Route, RouteStop } from "@pannier/api";
import { settled } from "@pannier/core";

/** A stop with its expected arrival and the interval of that, which tracking tells and not the plan. */
export type LiveStop = RouteStop & Partial<Pick<Eta, "eta" | "early" | "late">>;

interface StopNews {
  stop_id: string;
  order_id: string | null;
  /** arrived, succeeded, partial, failed or reopened; at a sender's door collected or not_collected. */
  state: string;
  at: string;
}

interface EtaNews {
  route_id: string;
  etas: { stop_id: string; eta: string; early: string; late: string }[];
}

interface RouteNews {
  route_id: string;
  state: string;
}

export type LiveNews =
  | ({ type: "position" } & Position)
  | ({ type: "stop" } & StopNews)
  | ({ type: "eta" } & EtaNews)
  | ({ type: "route" } & RouteNews);

const TYPES = new Set(["position", "stop", "eta", "route"]);

/** Understand one event of the stream; null for what the page does not show. */
export function newsOf(type: string, data: string): LiveNews | null {
  if (!TYPES.has(type)) return null;
  try {
    return { type, ...(JSON.parse(data) as object) } as LiveNews;
  } catch {
    return null;
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  succeeded: "succeeded",
  partial: "partial",
  failed: "failed",
  collected: "succeeded",
  not_collected: "failed",
};
const COLLECTS = new Set(["collected", "not_collected"]);

/** What could not be collected is not delivered on this route either. */
function withoutDelivery(stop: LiveStop, news: StopNews): LiveStop {
  const isOff = (order: LiveStop["orders"][number]) =>
    order.order_id === news.order_id && order.kind !== "collect" && order.outcome === null;
  if (news.state !== "not_collected" || !stop.orders.some(isOff)) return stop;
  const orders = stop.orders.map((order) => (isOff(order) ? { ...order, outcome: "cancelled" } : order));
  return { ...stop, orders, state: orders.every((order) => order.outcome !== null) ? "skipped" : stop.state };
}

function withOutcome(stop: LiveStop, news: StopNews): LiveStop {
  const outcome = OUTCOMES[news.state] ?? null;
  const isMeant = (kind: string) =>
    news.state === "reopened" || COLLECTS.has(news.state) === (kind === "collect");
  const orders = stop.orders.map((order) =>
    order.order_id === news.order_id && isMeant(order.kind) ? { ...order, outcome } : order,
  );
  const open = orders.some((order) => order.outcome === null);
  return { ...stop, orders, state: open ? "arrived" : "done", arrived_at: stop.arrived_at ?? news.at };
}

function patchStop(stop: LiveStop, news: LiveNews): LiveStop {
  if (news.type === "eta") {
    const found = news.etas.find((one) => one.stop_id === stop.id);
    return found ? { ...stop, eta: found.eta, early: found.early, late: found.late } : stop;
  }
  if (news.type !== "stop") return stop;
  if (news.stop_id !== stop.id) return withoutDelivery(stop, news);
  return news.state === "arrived"
    ? { ...stop, state: "arrived", arrived_at: news.at }
    : withOutcome(stop, news);
}

const routeOf = (news: LiveNews): string | null =>
  news.type === "position" ? null : ((news as { route_id?: string }).route_id ?? null);

const stopsOf = (route: Route, state: string): Route["stops"] =>
  settled(route.stops, state === "completed") as Route["stops"];

/** Routes as they come from the API, with what nobody reports worked out. */
export const readRoutes = (routes: readonly Route[]): Route[] =>
  routes.map((route) => ({ ...route, stops: stopsOf(route, route.state) }));

/** Put the expected arrivals to their stops. */
export function withEtas(routes: readonly Route[], etas: readonly Eta[]): Route[] {
  const known = new Map(etas.map(({ stop_id, eta, early, late }) => [stop_id, { eta, early, late }]));
  const stops = (route: Route) => route.stops.map((stop) => ({ ...stop, ...known.get(stop.id) }));
  return routes.map((route) => ({ ...route, stops: stops(route) }));
}

/** Patch routes with several pieces of news; untouched routes keep their identity. */
export function patchRoutes(routes: readonly Route[], news: readonly LiveNews[]): Route[] {
  return routes.map((route) => {
    const own = news.filter((one) => routeOf(one) === route.id);
    if (own.length === 0) return route;
    const state = own.reduce((before, one) => (one.type === "route" ? one.state : before), route.state);
    const stops = route.stops.map((stop) => own.reduce<LiveStop>(patchStop, stop));
    return { ...route, state, stops: stopsOf({ ...route, stops }, state) };
  });
}

/** The latest position of each rider; an older report never replaces a newer one. */
export function patchPositions(positions: readonly Position[], news: readonly LiveNews[]): Position[] {
  const latest = new Map(positions.map((position) => [position.rider_id, position]));
  for (const one of news) {
    if (one.type !== "position") continue;
    const known = latest.get(one.rider_id);
    if (!known || Date.parse(known.at) <= Date.parse(one.at)) latest.set(one.rider_id, one);
  }
  return [...latest.values()];
}
