/** What a proposal changes, sorted for reading: by who is affected. */
import type { Proposal } from "@pannier/api";

type Changed = Proposal["diff"]["orders"][number];

/** A difference with its sign; none has none. */
export const signed = (value: number, words: string): string => (value > 0 ? `+${words}` : words);

export const isOpen = (proposal: Proposal): boolean => proposal.state === "open";

export const canBeAccepted = (proposal: Proposal): boolean =>
  isOpen(proposal) && !proposal.outdated && proposal.diff.broken.length === 0;

/** What changes for one rider: orders that come, that move, and that go to somebody else. */
export interface RiderChange {
  rider: string;
  come: Changed[];
  move: Changed[];
  go: Changed[];
}

/** The changes by rider, who has most of them first; orders that nobody takes stand with who had them. */
export function byRider(orders: readonly Changed[]): RiderChange[] {
  const found = new Map<string, RiderChange>();
  const of = (rider: string): RiderChange => {
    const known = found.get(rider) ?? { rider, come: [], move: [], go: [] };
    found.set(rider, known);
    return known;
  };
  for (const one of orders) {
    if (one.rider && one.rider === one.rider_before) of(one.rider).move.push(one);
    else {
      if (one.rider) of(one.rider).come.push(one);
      if (one.rider_before) of(one.rider_before).go.push(one);
    }
  }
  const size = (one: RiderChange) => one.come.length + one.move.length + one.go.length;
  return [...found.values()].sort((a, b) => size(b) - size(a) || a.rider.localeCompare(b.rider));
}

/** By how many seconds the order that is delayed most comes later; 0 where none does. */
export const latestBy = (orders: readonly Changed[]): number =>
  Math.max(0, ...orders.map((one) => one.moved_s ?? 0));
