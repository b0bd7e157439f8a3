/** The places that an address may mean: candidates with letters, and a pin that was set by hand. */
import type { Candidate, NewLocation, Order, OrderEnd } from "@pannier/api";
import type { LonLat } from "@pannier/core";

const LETTERS = "ABCDEFGHIJ";
export const BY_HAND = "hand";

export interface Choice {
  id: string;
  letter: string;
  title: string;
  at: LonLat;
  candidate: Candidate | null;
}

export function choicesOf(candidates: readonly Candidate[], pin: LonLat | null, handLabel: string): Choice[] {
  const found = candidates.slice(0, LETTERS.length).map((candidate, position) => ({
    id: String(position),
    letter: LETTERS[position] ?? "?",
    title: candidate.label,
    at: [candidate.lon, candidate.lat] as const,
    candidate,
  }));
  return pin ? [...found, { id: BY_HAND, letter: "+", title: handLabel, at: pin, candidate: null }] : found;
}

/** A candidate by its number, so that its address parts are kept; a pin by its place. */
export const locationOf = ({ candidate, at }: Choice): NewLocation =>
  candidate ? { candidate: candidate.candidate } : { lon: at[0], lat: at[1] };

export interface OrderDoubt {
  end: OrderEnd;
  label: string;
  code: string | null;
}

/** Which address of an order a person must look at: the recipient's first, then where it is collected. */
export const doubtOf = (order: Order): OrderDoubt =>
  order.review_code === null && order.collect_review_code !== null
    ? { end: "collection", label: order.collect_label ?? "", code: order.collect_review_code }
    : { end: "delivery", label: order.label, code: order.review_code };
