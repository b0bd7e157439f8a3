/** Where an order is collected, as typed: in the portal's form and the console's dialog. */
import type { NewOrder, OrderDetail } from "@pannier/api";
import { instantIn, minutesOf, readTime } from "@pannier/core";

export type NewCollection = NonNullable<NewOrder["collection"]>;

export interface CollectionDraft {
  line: string;
  postcode: string;
  city: string;
  name: string;
  phone: string;
  from: string;
  until: string;
  notes: string;
  bundle: string;
}

export const NO_COLLECTION: CollectionDraft = {
  line: "",
  postcode: "",
  city: "",
  name: "",
  phone: "",
  from: "",
  until: "",
  notes: "",
  bundle: "",
};

export type CollectionFault = "line_missing" | "window_needs_both" | "window_order" | "not_a_time";
type Faults = Partial<Record<keyof CollectionDraft, CollectionFault>>;

/** Faults that need no server, by field. */
export function collectionFaultsOf(draft: CollectionDraft): Faults {
  const faults: Faults = {};
  if (!draft.line.trim()) faults.line = "line_missing";
  if (Boolean(draft.from) !== Boolean(draft.until)) faults.until = "window_needs_both";
  else if (draft.from && (minutesOf(draft.until) ?? 0) <= (minutesOf(draft.from) ?? 0))
    faults.until = "window_order";
  for (const field of ["from", "until"] as const) {
    if (draft[field] && minutesOf(draft[field]) === null) faults[field] = "not_a_time";
  }
  return faults;
}

const given = (text: string): string | null => text.trim() || null;

/** The collection to send; its window is meant in the hub's zone. */
export function collectionOf(draft: CollectionDraft, date: string, zone: string): NewCollection {
  const instant = (time: string) => instantIn(zone, date, readTime(time) ?? time);
  return {
    address: { line: draft.line.trim(), postcode: given(draft.postcode), city: given(draft.city) },
    contact: { name: given(draft.name), phone: given(draft.phone) },
    window:
      date && draft.from && draft.until ? { start: instant(draft.from), end: instant(draft.until) } : null,
    notes: given(draft.notes),
  };
}

const timeIn = (zone: string, moment: string | null | undefined): string =>
  moment
    ? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(new Date(moment))
    : "";

/** What an order says of its collection, for a form. */
export function collectionDraftOf(order: OrderDetail, zone: string): CollectionDraft {
  const { collection } = order;
  if (!collection) return NO_COLLECTION;
  const { address, contact, window } = collection;
  return {
    line: [address.line, address.house_number].filter(Boolean).join(" "),
    postcode: address.postcode ?? "",
    city: address.city ?? "",
    name: contact.name ?? "",
    phone: contact.phone ?? "",
    from: timeIn(zone, window?.start),
    until: timeIn(zone, window?.end),
    notes: collection.notes ?? "",
    bundle: order.bundle ?? "",
  };
}

/** The collection as a change: the house number is part of the typed line. */
export function collectionChangeOf(draft: CollectionDraft, date: string, zone: string) {
  const made = collectionOf(draft, date, zone);
  return {
    collection: { ...made, address: { ...made.address, house_number: null } },
    bundle: given(draft.bundle),
  };
}
