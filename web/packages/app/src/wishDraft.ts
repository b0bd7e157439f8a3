/** What an order asks of plans, as typed: in the portal's form and the console's dialog. */
import type { NewOrder, OrderChange, OrderDetail } from "@pannier/api";
import { instantIn, minutesOf, readTime } from "@pannier/core";

export interface WishDraft {
  /** When it should have begun, HH:MM. */
  due: string;
  /** Windows behind the first: "14:00-16:00, 18:00-19:00". */
  windows: string;
  /** Minutes its goods may be aboard at most. */
  aboard: string;
  goods: string;
  together: string;
  apart: string;
  /** "yes" where it must leave within minutes, and within how many it leaves and is there. */
  onDemand: string;
  leaveWithin: string;
  deliverWithin: string;
}

export const NO_WISHES: WishDraft = {
  due: "",
  windows: "",
  aboard: "",
  goods: "",
  together: "",
  apart: "",
  onDemand: "",
  leaveWithin: "",
  deliverWithin: "",
};

export type WishFault = "not_a_time" | "not_windows" | "not_minutes";
export type WishFaults = Partial<Record<keyof WishDraft, WishFault>>;

/** The two times of each window that is typed; undefined where one cannot be meant. */
export function windowsIn(text: string): [string, string][] | undefined {
  const found: [string, string][] = [];
  for (const part of text.split(/[,;|]/).filter((one) => one.trim())) {
    const [from, until, ...more] = part.split(/[-–]/).map((time) => readTime(time.trim()));
    if (!from || !until || more.length > 0) return undefined;
    if ((minutesOf(until) ?? 0) <= (minutesOf(from) ?? 0)) return undefined;
    found.push([from, until]);
  }
  return found;
}

const minutesIn = (text: string): number => Number(text.trim().replace(",", "."));

function withinFaults(draft: WishDraft): WishFaults {
  if (!draft.onDemand) return {};
  const bad = (["leaveWithin", "deliverWithin"] as const).filter(
    (name) => draft[name].trim() && !(minutesIn(draft[name]) > 0),
  );
  return Object.fromEntries(bad.map((name) => [name, "not_minutes" as const]));
}

/** Faults that need no server, by field. */
export function wishFaultsOf(draft: WishDraft): WishFaults {
  return {
    ...(draft.due.trim() && readTime(draft.due) === null && { due: "not_a_time" as const }),
    ...(windowsIn(draft.windows) === undefined && { windows: "not_windows" as const }),
    ...(draft.aboard.trim() && !(minutesIn(draft.aboard) > 0) && { aboard: "not_minutes" as const }),
    ...withinFaults(draft),
  };
}

type Wishes = Pick<
  NewOrder & OrderChange,
  | "due_at"
  | "more_windows"
  | "max_aboard_min"
  | "goods"
  | "together"
  | "apart"
  | "on_demand"
  | "leave_within_min"
  | "deliver_within_min"
>;

/** The wishes to send, on a day of the hub's zone; what is empty is none. */
export function wishesOf(draft: WishDraft, date: string, zone: string): Required<Wishes> {
  const instant = (time: string) => instantIn(zone, date, time);
  const due = readTime(draft.due);
  const text = (value: string) => value.trim() || null;
  const within = (value: string) => (draft.onDemand && value.trim() ? minutesIn(value) : null);
  return {
    due_at: date && due ? instant(due) : null,
    more_windows: date
      ? (windowsIn(draft.windows) ?? []).map(([from, until]) => ({
          start: instant(from),
          end: instant(until),
        }))
      : [],
    max_aboard_min: draft.aboard.trim() ? minutesIn(draft.aboard) : null,
    goods: text(draft.goods),
    together: text(draft.together),
    apart: text(draft.apart),
    on_demand: draft.onDemand === "yes",
    leave_within_min: within(draft.leaveWithin),
    deliver_within_min: within(draft.deliverWithin),
  };
}

const timeIn = (zone: string, moment: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(new Date(moment));

type Wished = Pick<OrderDetail, keyof Wishes>;

/** What an order asks, for a form. */
export function wishDraftOf(order: Wished, zone: string): WishDraft {
  return {
    due: order.due_at ? timeIn(zone, order.due_at) : "",
    windows: order.more_windows
      .map(({ start, end }) => `${timeIn(zone, start)}-${timeIn(zone, end)}`)
      .join(", "),
    aboard: order.max_aboard_min === null ? "" : String(order.max_aboard_min),
    goods: order.goods ?? "",
    together: order.together ?? "",
    apart: order.apart ?? "",
    onDemand: order.on_demand ? "yes" : "",
    leaveWithin: order.leave_within_min === null ? "" : String(order.leave_within_min),
    deliverWithin: order.deliver_within_min === null ? "" : String(order.deliver_within_min),
  };
}

const FIELDS: Readonly<Record<keyof WishDraft, keyof Wishes>> = {
  due: "due_at",
  windows: "more_windows",
  aboard: "max_aboard_min",
  goods: "goods",
  together: "together",
  apart: "apart",
  onDemand: "on_demand",
  leaveWithin: "leave_within_min",
  deliverWithin: "deliver_within_min",
};

/** What to change: only fields that differ from what the form showed; emptied means none. */
export function wishChangeOf(order: Wished & { date: string }, draft: WishDraft, zone: string): OrderChange {
  const before = wishDraftOf(order, zone);
  const wishes = wishesOf(draft, order.date, zone);
  // Who is on demand no more has no minutes either.
  const minutes = draft.onDemand ? draft : { ...draft, leaveWithin: "", deliverWithin: "" };
  const changed = (Object.keys(FIELDS) as (keyof WishDraft)[]).filter(
    (name) => minutes[name] !== before[name],
  );
  return Object.fromEntries(changed.map((name) => [FIELDS[name], wishes[FIELDS[name]]]));
}
