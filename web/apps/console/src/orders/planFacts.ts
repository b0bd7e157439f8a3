/** What an order says for plans, as typed. */
import type { OrderChange, OrderDetail } from "@pannier/api";
import { writtenAmounts } from "@pannier/app";
import { instantIn, readTime } from "@pannier/core";
import { amountsIn, figureIn, wordsIn } from "../fleet/vehicleDraft.ts";

export interface PlanDraft {
  needs: string;
  loads: string;
  prize: string;
  ready: string;
}

type Order = Pick<OrderDetail, "needs" | "other_loads" | "prize_cents" | "release_at" | "date">;

/** The local time of a moment, HH:MM. */
const timeIn = (zone: string, moment: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(new Date(moment));

export const planDraftOf = (order: Order, zone: string): PlanDraft => ({
  needs: order.needs.join(", "),
  loads: writtenAmounts(order.other_loads),
  prize: order.prize_cents === null ? "" : String(order.prize_cents / 100),
  ready: order.release_at ? timeIn(zone, order.release_at) : "",
});

/** The fields that cannot be meant. */
export function planFaultsOf(draft: PlanDraft): ReadonlySet<keyof PlanDraft> {
  const faults = new Set<keyof PlanDraft>();
  if (wordsIn(draft.needs) === undefined) faults.add("needs");
  if (amountsIn(draft.loads) === undefined) faults.add("loads");
  if (figureIn(draft.prize, 100) === undefined) faults.add("prize");
  if (draft.ready.trim() && readTime(draft.ready) === null) faults.add("ready");
  return faults;
}

/** What to change: only fields that differ from what the form showed; emptied means none. */
export function planChangeOf(order: Order, draft: PlanDraft, zone: string): OrderChange {
  const before = planDraftOf(order, zone);
  const ready = readTime(draft.ready);
  return {
    ...(draft.needs !== before.needs && { needs: wordsIn(draft.needs) ?? [] }),
    ...(draft.loads !== before.loads && { other_loads: amountsIn(draft.loads) ?? {} }),
    ...(draft.prize !== before.prize && { prize_cents: figureIn(draft.prize, 100) ?? null }),
    ...(draft.ready !== before.ready && { release_at: ready ? instantIn(zone, order.date, ready) : null }),
  };
}
