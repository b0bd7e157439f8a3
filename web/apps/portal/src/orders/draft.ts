/** The order form as text fields, and what it sends. */
import type { NewOrder } from "@pannier/api";
import { instantIn, minutesOf, readTime } from "@pannier/core";

export interface OrderDraft {
  reference: string;
  kind: "delivery" | "return";
  name: string;
  phone: string;
  email: string;
  line: string;
  postcode: string;
  city: string;
  date: string;
  from: string;
  until: string;
  weight: string;
  volume: string;
  parcels: string;
  notes: string;
}

export const EMPTY_DRAFT: OrderDraft = {
  reference: "",
  kind: "delivery",
  name: "",
  phone: "",
  email: "",
  line: "",
  postcode: "",
  city: "",
  date: "",
  from: "",
  until: "",
  weight: "",
  volume: "",
  parcels: "1",
  notes: "",
};

export type DraftError =
  | "window_needs_both"
  | "window_order"
  | "window_needs_date"
  | "not_a_time"
  | "not_a_number";

const numeral = (text: string): number => Number(text.trim().replace(",", "."));

/** Faults that need no server, by field. */
export function faultsOf(draft: OrderDraft): Partial<Record<keyof OrderDraft, DraftError>> {
  const faults: Partial<Record<keyof OrderDraft, DraftError>> = {};
  if (Boolean(draft.from) !== Boolean(draft.until)) faults.until = "window_needs_both";
  else if (draft.from && (minutesOf(draft.until) ?? 0) <= (minutesOf(draft.from) ?? 0))
    faults.until = "window_order";
  if (draft.from && !draft.date) faults.date = "window_needs_date";
  for (const field of ["from", "until"] as const) {
    if (draft[field] && minutesOf(draft[field]) === null) faults[field] = "not_a_time";
  }
  for (const field of ["weight", "volume", "parcels"] as const) {
    if (draft[field] && !(numeral(draft[field]) > 0)) faults[field] = "not_a_number";
  }
  return faults;
}

const given = (text: string): string | undefined => text.trim() || undefined;
const amount = (text: string): number | undefined => (text.trim() ? numeral(text) : undefined);

/** The order to send; the window is meant in the hub's zone. */
export function orderOf(draft: OrderDraft, zone: string): NewOrder {
  const instant = (time: string) => instantIn(zone, draft.date, readTime(time) ?? time);
  return {
    reference: draft.reference.trim(),
    kind: draft.kind,
    date: given(draft.date),
    address: { line: draft.line.trim(), postcode: given(draft.postcode), city: given(draft.city) },
    recipient: { name: draft.name.trim(), phone: given(draft.phone), email: given(draft.email) },
    window:
      draft.date && draft.from && draft.until
        ? { start: instant(draft.from), end: instant(draft.until) }
        : undefined,
    weight_kg: amount(draft.weight),
    volume_l: amount(draft.volume),
    parcels: amount(draft.parcels),
    notes: given(draft.notes),
  };
}
