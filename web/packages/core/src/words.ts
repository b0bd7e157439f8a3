/** State and outcome codes in words, with the tone that a badge takes. Codes are the API's own. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export type Tone = "neutral" | "info" | "active" | "ok" | "warn" | "danger";

export interface Word {
  label: MessageDescriptor;
  tone: Tone;
}

const word = (label: MessageDescriptor, tone: Tone): Word => ({ label, tone });

export const ORDER_STATES: Readonly<Record<string, Word>> = {
  draft: word(msg`Draft`, "neutral"),
  quoted: word(msg`Quoted`, "neutral"),
  confirmed: word(msg`Confirmed`, "neutral"),
  allocated: word(msg`Ready to plan`, "info"),
  planned: word(msg`Planned`, "info"),
  in_transit: word(msg`On the way`, "active"),
  delivered: word(msg`Delivered`, "ok"),
  partially_delivered: word(msg`Partly delivered`, "warn"),
  failed: word(msg`Not delivered`, "danger"),
  cancelled: word(msg`Cancelled`, "neutral"),
  reattempt_scheduled: word(msg`New attempt planned`, "info"),
  held: word(msg`Held`, "warn"),
  returning: word(msg`Going back`, "warn"),
  returned: word(msg`Returned`, "neutral"),
  lost: word(msg`Lost`, "danger"),
};

export const ROUTE_STATES: Readonly<Record<string, Word>> = {
  draft: word(msg`Draft`, "neutral"),
  released: word(msg`Released`, "info"),
  in_progress: word(msg`On the road`, "active"),
  completed: word(msg`Completed`, "ok"),
  cancelled: word(msg`Cancelled`, "neutral"),
};

export const PLAN_STATES: Readonly<Record<string, Word>> = {
  draft: word(msg`Draft`, "neutral"),
  released: word(msg`Released`, "info"),
  superseded: word(msg`Replaced`, "neutral"),
};

export const TASK_OUTCOMES: Readonly<Record<string, Word>> = {
  succeeded: word(msg`Delivered`, "ok"),
  partial: word(msg`Partly delivered`, "warn"),
  failed: word(msg`Not delivered`, "danger"),
  cancelled: word(msg`Cancelled`, "neutral"),
  skipped: word(msg`Skipped`, "warn"),
};

export const COLLECT_OUTCOMES: Readonly<Record<string, Word>> = {
  succeeded: word(msg`Collected`, "ok"),
  failed: word(msg`Not collected`, "danger"),
};

export const STOP_KINDS: Readonly<Record<string, MessageDescriptor>> = {
  start: msg`Start at the hub`,
  delivery: msg`Delivery`,
  pickup: msg`Pick-up`,
  collect: msg`Collection`,
  reload: msg`Reload at the hub`,
  swap: msg`Battery swap`,
  charge: msg`Charging`,
  break: msg`Break`,
  end: msg`Back at the hub`,
};

export const PARCEL_STATES: Readonly<Record<string, Word>> = {
  expected: word(msg`Expected`, "neutral"),
  received: word(msg`At the hub`, "info"),
  sorted: word(msg`Sorted`, "info"),
  loaded: word(msg`Loaded`, "active"),
  delivered: word(msg`Delivered`, "ok"),
  back: word(msg`Back at the hub`, "warn"),
  returned: word(msg`Returned`, "neutral"),
  lost: word(msg`Lost`, "danger"),
};

export const IMPORT_OUTCOMES: Readonly<Record<string, Word>> = {
  created: word(msg`New`, "ok"),
  updated: word(msg`Changed`, "info"),
  unchanged: word(msg`Unchanged`, "neutral"),
  rejected: word(msg`Rejected`, "danger"),
};

/** The word of a code; an unknown code is shown as itself, never hidden. */
export function wordOf(words: Readonly<Record<string, Word>>, code: string): Word {
  return words[code] ?? { label: { id: code, message: code.replaceAll("_", " ") }, tone: "neutral" };
}
