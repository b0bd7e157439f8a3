/** What the live stream says, applied to what is on the screen. Pure; the pages hold the state. */
import type { Position, Route, RouteStop } from "@pannier/api";

export interface StopNews {
  stop_id: string;
  route_id?: string | null;
  state?: string;
  eta?: string | null;
  arrived_at?: string | null;
  departed_at?: string | null;
  order_id?: string | null;
  outcome?: string | null;
}

export type LiveNews =
  | { type: "position"; position: Position }
  | { type: "stop"; stop: StopNews }
  | { type: "route"; route: { route_id: string; state?: string } }
  /** Something changed that cannot be patched: read it again. */
  | { type: "reload" };

/** Understand one event of the stream; null for what the page does not show. */
export function newsOf(type: string, data: string): LiveNews | null {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return null;
  }
  if (!body || typeof body !== "object") return null;
  if (type === "position") return { type, position: body as Position };
  if (type === "stop" || type === "eta") return { type: "stop", stop: body as StopNews };
  if (type === "route") return { type, route: body as { route_id: string; state?: string } };
  return type === "reset" ? { type: "reload" } : null;
}

const given = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);

function patchStop(stop: RouteStop, news: StopNews): RouteStop {
  const orders =
    news.outcome === undefined || news.outcome === null
      ? stop.orders
      : stop.orders.map((order) =>
          !news.order_id || news.order_id === order.order_id
            ? { ...order, outcome: news.outcome ?? null }
            : order,
        );
  return {
    ...stop,
    orders,
    state: given(news.state, stop.state),
    eta: given(news.eta, stop.eta),
    arrived_at: given(news.arrived_at, stop.arrived_at),
    departed_at: given(news.departed_at, stop.departed_at),
  };
}

/** Patch routes with several pieces of news; untouched routes keep their identity. */
export function patchRoutes(routes: readonly Route[], news: readonly LiveNews[]): Route[] {
  const stops = new Map<string, StopNews[]>();
  const states = new Map<string, string>();
  for (const one of news) {
    if (one.type === "stop") stops.set(one.stop.stop_id, [...(stops.get(one.stop.stop_id) ?? []), one.stop]);
    else if (one.type === "route" && one.route.state) states.set(one.route.route_id, one.route.state);
  }
  return routes.map((route) => {
    const state = states.get(route.id) ?? route.state;
    const touched = route.stops.some((stop) => stops.has(stop.id));
    if (!touched && state === route.state) return route;
    return {
      ...route,
      state,
      stops: route.stops.map((stop) => (stops.get(stop.id) ?? []).reduce(patchStop, stop)),
    };
  });
}

/** The latest position of each rider; an older report never replaces a newer one. */
export function patchPositions(positions: readonly Position[], news: readonly LiveNews[]): Position[] {
  const latest = new Map(positions.map((position) => [position.rider_id, position]));
  for (const one of news) {
    if (one.type !== "position") continue;
    const known = latest.get(one.position.rider_id);
    if (!known || known.device_time <= one.position.device_time)
      latest.set(one.position.rider_id, one.position);
  }
  return [...latest.values()];
}
