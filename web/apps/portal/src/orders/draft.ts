/** The order form as text fields, and what it sends. */
import type { NewOrder } from "@pannier/api";
import {
  type CollectionDraft,
  collectionFaultsOf,
  collectionOf,
  NO_COLLECTION,
  NO_WISHES,
  type WishDraft,
  wishesOf,
  wishFaultsOf,
} from "@pannier/app";
import { instantIn, minutesOf, readTime } from "@pannier/core";
import { type LoadDraft, loadFaultsOf, loadsOf } from "./loads.ts";

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
  /** When its parcels can be loaded; what is collected says it with its collection. */
  ready: string;
  weight: string;
  volume: string;
  parcels: string;
  loads: readonly LoadDraft[];
  notes: string;
  /** The quote that the window was taken from; empty without one. */
  quoteId: string;
  /** Where its parcels are taken aboard. */
  origin: "hub" | "elsewhere";
  collection: CollectionDraft;
  /** When it is due, its goods, whom it goes with. */
  wishes: WishDraft;
}

/** The fields that are typed. */
export type TextFieldName = Exclude<
  keyof OrderDraft,
  "kind" | "origin" | "collection" | "loads" | "wishes" | "quoteId"
>;

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
  ready: "",
  weight: "",
  volume: "",
  parcels: "1",
  loads: [],
  notes: "",
  quoteId: "",
  origin: "hub",
  collection: NO_COLLECTION,
  wishes: NO_WISHES,
};

/** Whether the order is collected elsewhere; a return never is. */
export const isCollected = (draft: OrderDraft): boolean =>
  draft.kind === "delivery" && draft.origin === "elsewhere";

export type DraftError =
  | "window_needs_both"
  | "window_order"
  | "window_needs_date"
  | "ready_needs_date"
  | "not_a_time"
  | "not_a_number"
  | "loads"
  | "collection"
  | "wishes";

const numeral = (text: string): number => Number(text.trim().replace(",", "."));

function collectionFaults(draft: OrderDraft): Partial<Record<keyof OrderDraft, DraftError>> {
  if (!isCollected(draft)) return {};
  const bad = Object.keys(collectionFaultsOf(draft.collection)).length > 0;
  return {
    ...(bad && { collection: "collection" as const }),
    ...(draft.collection.from && !draft.date && { date: "window_needs_date" as const }),
  };
}

function readyFaults(draft: OrderDraft): Partial<Record<keyof OrderDraft, DraftError>> {
  if (isCollected(draft) || !draft.ready.trim()) return {};
  return {
    ...(readTime(draft.ready) === null && { ready: "not_a_time" as const }),
    ...(!draft.date && { date: "ready_needs_date" as const }),
  };
}

function loadFaults(draft: OrderDraft): Partial<Record<keyof OrderDraft, DraftError>> {
  return Object.keys(loadFaultsOf(draft.loads)).length > 0 ? { loads: "loads" } : {};
}

function wishFaults(draft: OrderDraft): Partial<Record<keyof OrderDraft, DraftError>> {
  const asksTimes = draft.wishes.due.trim() || draft.wishes.windows.trim();
  return {
    ...(Object.keys(wishFaultsOf(draft.wishes)).length > 0 && { wishes: "wishes" as const }),
    ...(asksTimes && !draft.date && { date: "window_needs_date" as const }),
  };
}

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
  return {
    ...wishFaults(draft),
    ...readyFaults(draft),
    ...faults,
    ...loadFaults(draft),
    ...collectionFaults(draft),
  };
}

const given = (text: string): string | undefined => text.trim() || undefined;
const amount = (text: string): number | undefined => (text.trim() ? numeral(text) : undefined);

/** What it asks of plans; nothing of what is not said. */
function said(draft: OrderDraft, zone: string): Partial<NewOrder> {
  const { max_aboard_min, on_demand, leave_within_min, deliver_within_min, ...wishes } = wishesOf(
    draft.wishes,
    draft.date,
    zone,
  );
  const ofDeliveries = { max_aboard_min, on_demand, leave_within_min, deliver_within_min };
  const all = { ...wishes, ...(draft.kind === "delivery" && ofDeliveries) };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== null && value !== false,
    ),
  );
}

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
    other_loads: loadsOf(draft.loads),
    release_at: !isCollected(draft) && draft.date && draft.ready.trim() ? instant(draft.ready) : undefined,
    notes: given(draft.notes),
    quote_id: given(draft.quoteId),
    ...said(draft, zone),
    ...(isCollected(draft) && {
      collection: collectionOf(draft.collection, draft.date, zone),
      bundle: given(draft.collection.bundle),
    }),
  };
}
