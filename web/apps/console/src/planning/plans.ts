import { type Job, type Order, type Plan, type PlanSummary, totalsOf } from "@pannier/api";

/** The newest plan that still counts and holds a route: a draft, or one whose routes riders have. */
export function newestThatCounts(plans: readonly PlanSummary[]): PlanSummary | undefined {
  const counting = plans
    .filter((plan) => plan.state !== "superseded")
    .sort((a, b) => b.revision - a.revision);
  return counting.find((plan) => totalsOf(plan).routes > 0) ?? counting[0];
}

export type PlanOutcome = "failed" | "no_shift" | "no_route";

/** What has to be said about a search that is over; null where its plan speaks for itself. */
export function outcomeOf(job: Pick<Job, "state" | "result" | "error"> | undefined): PlanOutcome | null {
  if (job?.state === "error") return job.error?.code === "no_shifts" ? "no_shift" : "failed";
  return job?.state === "finished" && job.result?.routes === 0 ? "no_route" : null;
}

/** What a plan left out: entries that stay, and orders that a partner carries since. */
export function splitLeftOut(leftOut: Plan["left_out"], withPartners: readonly Order[]) {
  const carried = new Map(withPartners.map((order) => [order.id, order]));
  return {
    staying: leftOut.filter((one) => !carried.has(one.order_id)),
    given: leftOut.flatMap((one) => carried.get(one.order_id) ?? []),
  };
}
