import { type Job, type Plan, type PlanSummary, totalsOf } from "@pannier/api";

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

/** What a plan left out: orders that stay, and those that a partner was given since. */
export function splitLeftOut(leftOut: Plan["left_out"]) {
  return {
    staying: leftOut.filter((one) => one.partner_org_id === null),
    given: leftOut.filter((one) => one.partner_org_id !== null),
  };
}
