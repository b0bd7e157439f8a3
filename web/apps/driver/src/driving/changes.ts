/** What the dispatcher changed between two snapshots, so that the rider is told and not surprised. */
import type { RiderOrder, RiderRoute, RiderStop } from "@pannier/api";
import { isBehind, isDoor } from "./reduce.ts";

export interface RouteChanges {
  added: string[];
  removed: string[];
  /** True when the order of what stayed is another one. */
  reordered: boolean;
}

const doorsAhead = (route: RiderRoute): RiderStop[] =>
  route.stops.filter((stop) => isDoor(stop) && !isBehind(stop));

/** An order that is collected on the way has two doors. */
const keyOf = (order: RiderOrder): string => `${order.kind} ${order.order_id}`;

const ordersOf = (stops: readonly RiderStop[]): string[] =>
  stops.flatMap((stop) => stop.orders.filter((order) => !order.outcome).map(keyOf));

/** Compare two states of one route; null when nothing that lies ahead has changed. */
export function changesOf(before: RiderRoute | null, after: RiderRoute | null): RouteChanges | null {
  if (!before || !after || before.id !== after.id) return null;
  const [was, is] = [doorsAhead(before), doorsAhead(after)];
  const [wasIds, isIds] = [ordersOf(was), ordersOf(is)];
  const told = new Set(
    after.stops.flatMap((stop) => stop.orders.filter((order) => order.outcome).map(keyOf)),
  );
  const knownBefore = new Set(before.stops.flatMap((stop) => stop.orders.map(keyOf)));
  const label = (stops: readonly RiderStop[], id: string): string =>
    stops.find((stop) => stop.orders.some((order) => keyOf(order) === id))?.label ?? id;
  const added = isIds.filter((id) => !knownBefore.has(id)).map((id) => label(is, id));
  const removed = wasIds.filter((id) => !isIds.includes(id) && !told.has(id)).map((id) => label(was, id));
  const kept = wasIds.filter((id) => isIds.includes(id));
  const reordered = kept.join() !== isIds.filter((id) => kept.includes(id)).join();
  return added.length > 0 || removed.length > 0 || reordered ? { added, removed, reordered } : null;
}
