/** Orders on demand of a day: which of them a dispatcher looks at, in which order. */
import type { OnDemandOrder } from "@pannier/api";

const RANKS: Readonly<Record<string, number>> = { waiting: 0, given: 1, going: 2, done: 3 };

/** Those that are not over: who needs a person first, then who waits, then by the moment they must be there. */
export function openFirst(orders: readonly OnDemandOrder[]): OnDemandOrder[] {
  const rank = (one: OnDemandOrder) => (one.needs_you ? -1 : (RANKS[one.state] ?? 0));
  const due = (one: OnDemandOrder) => Date.parse(one.deliver_by ?? "") || Number.POSITIVE_INFINITY;
  return orders
    .filter((one) => one.state !== "done")
    .sort((one, other) => rank(one) - rank(other) || due(one) - due(other));
}

/** Those that ended lately, the last first. */
export function endedLast(orders: readonly OnDemandOrder[]): OnDemandOrder[] {
  const at = (one: OnDemandOrder) => Date.parse(one.ended_at ?? "") || 0;
  return orders.filter((one) => one.state === "done").sort((one, other) => at(other) - at(one));
}

/** Whole minutes of some seconds late: whoever is late is at least one minute late. */
export const minutesOf = (lateS: number): number => Math.max(1, Math.round(lateS / 60));

/** Whether an order leaves late, is there late, or both; a rider's tag then says so. */
export const isLate = (one: OnDemandOrder): boolean => one.leaves_late_s > 0 || one.arrives_late_s > 0;
