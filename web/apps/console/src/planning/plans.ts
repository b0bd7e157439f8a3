import { type PlanSummary, totalsOf } from "@pannier/api";

/** The newest plan that still counts and holds a route: a draft, or one whose routes riders have. */
export function newestThatCounts(plans: readonly PlanSummary[]): PlanSummary | undefined {
  const counting = plans
    .filter((plan) => plan.state !== "superseded")
    .sort((a, b) => b.revision - a.revision);
  return counting.find((plan) => totalsOf(plan).routes > 0) ?? counting[0];
}
