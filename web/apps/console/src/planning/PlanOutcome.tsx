import { Plural, useLingui } from "@lingui/react/macro";
import { type Job, type OrderFilter, orders, type PlanSearch } from "@pannier/api";
import { jobProblem } from "@pannier/app";
import { Banner, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useDay } from "../day.tsx";
import { usePages } from "../pages.ts";
import { outcomeOf } from "./plans.ts";

/** What came of the last search for a plan, where the plan itself does not show it. */
export function PlanOutcome({ search }: { search: PlanSearch | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  const job = search?.job;
  const outcome = outcomeOf(job);
  if (!search || !job || !outcome) return null;
  if (outcome === "failed")
    return (
      <Banner tone="danger">
        {t`No new plan was made; the last one stays. ${jobProblem(job)}`}{" "}
        <small>{t`Asked for ${format.moment(search.asked_at)}.`}</small>
      </Banner>
    );
  return <NoRouteMade job={job} lacksShifts={outcome === "no_shift"} />;
}

/** How many orders of the day are in these states, by the first page of them. */
function useOrdersIn(status: OrderFilter["status"], asked: string) {
  const { hub, date } = useDay();
  return useQuery({
    queryKey: ["orders", "of-plan", hub?.id, date, status, asked],
    queryFn: () => orders.list({ hub_id: hub?.id, date, status, limit: 200 }),
    enabled: Boolean(hub),
  }).data?.items.length;
}

function NoRouteMade({ job, lacksShifts }: { job: Job; lacksShifts: boolean }) {
  const { t } = useLingui();
  const pages = usePages();
  const ready = useOrdersIn(["allocated", "reattempt_scheduled"], job.id);
  const unplaced = useOrdersIn(["confirmed"], job.id);
  if (ready === undefined || unplaced === undefined) return null;
  if (ready > 0)
    return (
      <Banner tone="warn">
        {lacksShifts ? jobProblem(job) : t`No further route was made.`}{" "}
        <Plural value={ready} one="# order waits for a route." other="# orders wait for a route." />{" "}
        {pages.has("fleet") && <Link className="co-link" href="/fleet">{t`Add a shift under Fleet`}</Link>}
      </Banner>
    );
  return (
    <Banner tone="info">
      {t`Nothing is left to plan on this day: every order that has its place is on a route, with a partner, or done.`}{" "}
      {unplaced > 0 ? (
        <>
          <Plural
            value={unplaced}
            one="# order can be planned once its place is certain."
            other="# orders can be planned once their place is certain."
          />{" "}
          {pages.has("review") && <Link className="co-link" href="/review">{t`Find the addresses`}</Link>}
        </>
      ) : (
        t`Orders that still come in for it can be planned here; for another day, choose it above.`
      )}
    </Banner>
  );
}
