/** What a dispatcher has fixed of a stop: that of its orders taken together. */
import type { RouteStop } from "@pannier/api";

export type Lock = NonNullable<RouteStop["orders"][number]["lock"]>;
export type LockName = "rider" | "time" | "order";
export const LOCKS: readonly LockName[] = ["rider", "time", "order"];

type Orders = {
  orders: readonly Pick<RouteStop["orders"][number], "lock" | "kind" | "state" | "order_id">[];
};

/** The orders of a stop that somebody waits for: at a sender's door nothing is fixed. */
export const lockable = (stop: Orders) =>
  stop.orders.filter((order) => order.kind !== "collect" && order.state !== "closed");

/** What is fixed of any order of a stop; null where nothing is. */
export function lockOf(stop: Orders): Lock | null {
  const found = stop.orders.flatMap((order) => order.lock ?? []);
  const [first] = found;
  if (!first) return null;
  const any = (name: LockName) => found.some((lock) => lock[name]);
  return {
    ...first,
    rider: any("rider"),
    time: any("time"),
    order: any("order"),
    kept: found.every((lock) => lock.kept),
  };
}
