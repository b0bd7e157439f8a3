import "./plan.css";
import { Plural, useLingui } from "@lingui/react/macro";
import { type Job, type Plan, type PlanSummary, planning, type Route, totalsOf } from "@pannier/api";
import { isOver, jobProblem, ProblemState, useJob, useMay, useProblemText } from "@pannier/app";
import { PLAN_STATES, wordOf } from "@pannier/core";
import {
  Badge,
  Banner,
  Button,
  EmptyState,
  Figure,
  PageHead,
  Panel,
  Progress,
  SelectField,
  Skeleton,
  useFormat,
  WordBadge,
} from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { useDay } from "../day.tsx";
import { marksOf } from "../tracking/marks.ts";
import { useRoutes } from "../tracking/useLive.ts";
import { newestThatCounts } from "./plans.ts";
import { Release } from "./Release.tsx";
import { RouteTable } from "./RouteTable.tsx";
import { Timeline } from "./Timeline.tsx";

const BUDGETS = ["5", "20", "60", "120"];

/** Make a plan of the day, look at it, release it. */
export default function PlanPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  const plans = useQuery({
    queryKey: ["plans", day],
    queryFn: () => planning.plans(day),
    enabled: Boolean(hub),
  });
  const [chosenId, choose] = useState<string | null>(null);
  const showNewest = useCallback(() => choose(null), []);
  const all = plans.data ?? [];
  const shown = all.find((plan) => plan.id === chosenId) ?? newestThatCounts(all);
  return (
    <div className="co-page">
      <PageHead title={t`Plan`} note={hub ? `${format.day(date)} · ${hub.name}` : undefined} />
      <PlanMaker hasPlan={Boolean(shown)} onMade={showNewest} />
      {plans.isPending && hub && <Skeleton label={t`Loading the plan`} lines={5} />}
      {plans.isLoadingError && <ProblemState error={plans.error} onRetry={() => void plans.refetch()} />}
      {plans.isSuccess && !shown && (
        <EmptyState icon="plan" title={t`This day has no plan yet`}>
          {t`Plan the day above: every order gets a route or a reason why not. Nothing reaches riders before you release it.`}
        </EmptyState>
      )}
      {shown && all.length > 1 && <PlanChoice plans={all} chosenId={shown.id} onChoose={choose} />}
      {shown && <PlanView key={shown.id} planId={shown.id} />}
    </div>
  );
}

function PlanChoice({
  plans,
  chosenId,
  onChoose,
}: {
  plans: readonly PlanSummary[];
  chosenId: string;
  onChoose: (id: string) => void;
}) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const choices = plans.map((plan) => {
    const state = i18n._(wordOf(PLAN_STATES, plan.state).label);
    return { value: plan.id, label: t`Plan ${plan.revision} · ${state} · ${format.moment(plan.created_at)}` };
  });
  return (
    <div className="co-tools">
      <SelectField label={t`Plans of the day`} value={chosenId} onChange={onChoose} choices={choices} />
    </div>
  );
}

function PlanMaker({ hasPlan, onMade }: { hasPlan: boolean; onMade: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const may = useMay();
  const textOf = useProblemText();
  const { hub, date } = useDay();
  const [budget, setBudget] = useState("20");
  const request = useMutation({
    mutationFn: () => planning.request({ hub_id: hub?.id ?? "", date }, Number(budget)),
  });
  const job = useJob(request.data?.id);
  const busy = request.isPending || (request.isSuccess && !isOver(job));
  const state = job?.state;
  useEffect(() => {
    if (state !== "finished") return;
    onMade();
    for (const key of ["plans", "plan", "routes", "orders"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [state, client, onMade]);
  if (!may("plans:write")) return null;
  return (
    <Panel>
      <div className="co-maker">
        <SelectField
          label={t`Time to search`}
          value={budget}
          onChange={setBudget}
          choices={BUDGETS.map((value) => ({ value, label: t`${value} seconds` }))}
        />
        <Button
          look={hasPlan ? "plain" : "primary"}
          icon="plan"
          isPending={busy}
          isDisabled={!hub}
          onPress={() => request.mutate()}
        >
          {hasPlan ? t`Plan again` : t`Plan the day`}
        </Button>
        <div className="co-maker__progress">
          {busy && <Progress value={job?.progress ?? 0} label={job?.message ?? t`Asking for a plan`} />}
        </div>
      </div>
      {request.isError && <Banner tone="danger">{textOf(request.error)}</Banner>}
      <FailedJob job={job} />
    </Panel>
  );
}

function FailedJob({ job }: { job: Job | undefined }) {
  const { t } = useLingui();
  if (job?.state !== "error") return null;
  return <Banner tone="danger">{t`No new plan was made; the last one stays. ${jobProblem(job)}`}</Banner>;
}

function PlanView({ planId }: { planId: string }) {
  const { t } = useLingui();
  const plan = useQuery({ queryKey: ["plan", planId], queryFn: () => planning.plan(planId) });
  const routes = useRoutes();
  if (plan.isPending || routes.isPending) return <Skeleton label={t`Loading the plan`} lines={8} />;
  if (plan.isLoadingError) return <ProblemState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (routes.isLoadingError)
    return <ProblemState error={routes.error} onRetry={() => void routes.refetch()} />;
  const own = routes.data.filter((route) => route.plan_id === planId);
  return <PlanSheet plan={plan.data} routes={own} />;
}

function PlanSheet({ plan, routes }: { plan: Plan; routes: readonly Route[] }) {
  const { t } = useLingui();
  const marks = useMemo(() => marksOf(routes), [routes]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<{ routeId: string | null; stopId: string | null }>({
    routeId: null,
    stopId: null,
  });
  const drafts = routes.filter((route) => route.state === "draft");
  return (
    <>
      <PlanState plan={plan} routes={routes} />
      <PlanFigures plan={plan} />
      {routes.length > 0 ? (
        <>
          <Release plan={plan} drafts={drafts} marks={marks} chosen={chosen} />
          <RouteTable
            routes={routes}
            marks={marks}
            chosen={chosen}
            onChoose={setChosen}
            canChoose={drafts.length > 0}
          />
          <Panel title={t`Timeline`} flush>
            <div className="co-plan-timeline">
              <Timeline
                routes={routes}
                marks={marks}
                nowMs={null}
                selectedRouteId={focus.routeId}
                selectedStopId={focus.stopId}
                onSelectRoute={(routeId) =>
                  setFocus((before) => ({
                    routeId: before.routeId === routeId ? null : routeId,
                    stopId: null,
                  }))
                }
                onSelectStop={(routeId, stopId) => setFocus({ routeId, stopId })}
              />
            </div>
          </Panel>
        </>
      ) : (
        <Banner tone="info">
          {plan.state === "superseded"
            ? t`A newer plan took the place of this one; its routes reached no rider.`
            : t`This plan holds no route.`}
        </Banner>
      )}
      <LeftOutList plan={plan} />
    </>
  );
}

function PlanState({ plan, routes }: { plan: Plan; routes: readonly Route[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const released = routes.filter((route) => route.state !== "draft").length;
  return (
    <div className="co-plan-state">
      <b>{t`Plan ${plan.revision}`}</b>
      <WordBadge word={wordOf(PLAN_STATES, released > 0 ? "released" : plan.state)} />
      <span className="pn-quiet">{t`${released} of ${routes.length} routes released`}</span>
      {plan.checked ? (
        <Badge tone="ok">{t`Checked: no rule broken`}</Badge>
      ) : (
        <Badge tone="danger">{t`Not checked`}</Badge>
      )}
      <span className="pn-quiet">{t`made ${format.moment(plan.created_at)}`}</span>
    </div>
  );
}

function PlanFigures({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const format = useFormat();
  const totals = totalsOf(plan);
  // Also the orders that no plan can hold yet: all that stand in the list below.
  const leftOut = plan.left_out.length;
  const each = totals.planned > 0 ? totals.cost_cents / totals.planned : null;
  return (
    <div className="co-figures">
      <Figure
        label={t`Orders planned`}
        value={format.count(totals.planned)}
        note={<Plural value={totals.routes} one="on # route" other="on # routes" />}
      />
      <Figure
        label={t`Left out`}
        value={format.count(leftOut)}
        tone={leftOut > 0 ? "warn" : "ok"}
        note={leftOut > 0 ? t`each with its reason below` : undefined}
      />
      <Figure
        label={t`Distance`}
        value={format.distance(totals.distance_m)}
        note={format.duration(totals.duration_s)}
      />
      <Figure label={t`Energy`} value={format.energy(totals.energy_wh)} />
      <Figure
        label={t`Cost`}
        value={format.money(totals.cost_cents)}
        note={each === null ? undefined : t`${format.money(Math.round(each))} an order`}
      />
    </div>
  );
}

function LeftOutList({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  if (plan.left_out.length === 0) return null;
  return (
    <Panel title={t`Left out`}>
      <ul className="co-left-out">
        {plan.left_out.map((one) => (
          <li key={one.order_id}>
            <Link className="co-link" href={`/orders/${one.order_id}`}>
              {one.reference}
            </Link>
            <span>{one.reason}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
