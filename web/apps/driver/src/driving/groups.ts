/** Orders at one door that are handed over together. */
import type { RiderOrder, RiderRoute, RiderStop } from "@pannier/api";

/** The open orders of a stop for the person of the first one, all of one kind: one hand-over, one proof. */
export function groupOf(stop: RiderStop, orderId?: string): RiderOrder[] {
  const open = stop.orders.filter((order) => order.outcome === null);
  const first = open.find((order) => order.order_id === orderId) ?? open[0];
  if (!first) return [];
  // A PIN belongs to one order; such orders go one by one.
  if (first.pin_check) return [first];
  return open.filter(
    (order) => order.kind === first.kind && order.recipient_name === first.recipient_name && !order.pin_check,
  );
}

/** The stop and the hand-over that an order belongs to. */
export function findOrder(
  route: RiderRoute | null,
  orderId: string,
): { stop: RiderStop; orders: RiderOrder[] } | null {
  const stop = route?.stops.find((one) =>
    one.orders.some((order) => order.order_id === orderId && order.outcome === null),
  );
  if (!stop) return null;
  const orders = groupOf(stop, orderId);
  return orders.length > 0 ? { stop, orders } : null;
}
