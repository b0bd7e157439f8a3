/** What the order form asks a quote for, and what of the answer it takes. */
import { ApiProblem, type NewQuote, type Quote } from "@pannier/api";
import { isCollected, type OrderDraft, orderOf } from "./draft.ts";

export type QuotedWindow = Quote["windows"][number];

/** The fields of the form that a quote is about: when one of them changes, it holds no longer. */
const ABOUT = new Set<keyof OrderDraft>([
  "kind",
  "origin",
  "line",
  "postcode",
  "city",
  "date",
  "from",
  "until",
  "weight",
  "volume",
  "parcels",
]); // prettier-ignore

export const endsQuote = (change: Partial<OrderDraft>): boolean =>
  !("quoteId" in change) && Object.keys(change).some((field) => ABOUT.has(field as keyof OrderDraft));

/** A quote is for a delivery from the hub to an address that is written. */
export const canAsk = (draft: OrderDraft): boolean =>
  draft.kind === "delivery" && !isCollected(draft) && draft.line.trim() !== "";

/** What keeps a quote from being answered that a sender is to hear in words of their own. */
export function obstacleOf(error: unknown): "unsure" | "not_planned" | null {
  if (!(error instanceof ApiProblem)) return null;
  if (error.code === "no_plan") return "not_planned";
  const isUnsure = error.fields.some(({ pointer }) => pointer === "/address/line");
  return error.code === "order_refused" && isUnsure ? "unsure" : null;
}

/** The question: the order's address, day and goods; all slots of the opening hours. */
export function quoteOf(draft: OrderDraft, zone: string): NewQuote {
  const { address, date, weight_kg, volume_l, parcels } = orderOf(draft, zone);
  return { address, date, weight_kg, volume_l, parcels };
}

const clock = (moment: string): string => moment.slice(11, 16);

/** The windows that are offered and that the form can hold: none that ends on another day. */
export const offeredOf = (quote: Quote): QuotedWindow[] =>
  quote.windows.filter((one) => one.offered && clock(one.end) > clock(one.start));

/** What choosing a window fills in; its times are the hub's. */
export const chosen = (quote: Quote, window: QuotedWindow): Partial<OrderDraft> => ({
  date: quote.date,
  from: clock(window.start),
  until: clock(window.end),
  quoteId: quote.id ?? "",
});
