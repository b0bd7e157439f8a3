import { useLingui } from "@lingui/react/macro";
import { type Plan, planning, type Route } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { PLAN_STATES, wordOf } from "@pannier/core";
import { Badge, Banner, Panel, Skeleton, useFormat, WordBadge } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { marksOf } from "../tracking/marks.ts";
import { useRoutes } from "../tracking/useLive.ts";
import { BreakNote } from "./BreakNote.tsx";
import { LeftOutList } from "./LeftOut.tsx";
import { LockStop } from "./LockStop.tsx";
import { OnFoot } from "./OnFoot.tsx";
import { PlanChanges } from "./PlanChanges.tsx";
import { PlanChoices } from "./PlanChoices.tsx";
import { PlanEndurance } from "./PlanEndurance.tsx";
import { PlanFigures } from "./PlanFigures.tsx";
import { Release } from "./Release.tsx";
import { RouteTable } from "./RouteTable.tsx";
import { Timeline } from "./Timeline.tsx";
import { WhyHere } from "./WhyHere.tsx";

/** One plan of the day with its routes. */
export function PlanView({ planId, onChosen }: { planId: string; onChosen: (planId: string) => void }) {
  const { t } = useLingui();
  const plan = useQuery({
    queryKey: ["plan", planId],
    queryFn: () => planning.plan(planId),
    refetchInterval: 30_000,
  });
  const routes = useRoutes();
  if (plan.isPending || routes.isPending) return <Skeleton label={t`Loading the plan`} lines={8} />;
  if (plan.isLoadingError) return <ProblemState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (routes.isLoadingError)
    return <ProblemState error={routes.error} onRetry={() => void routes.refetch()} />;
  const own = routes.data.filter((route) => route.plan_id === planId);
  return <PlanSheet plan={plan.data} routes={own} onChosen={onChosen} />;
}

function PlanSheet({
  plan,
  routes,
  onChosen,
}: {
  plan: Plan;
  routes: readonly Route[];
  onChosen: (planId: string) => void;
}) {
  const { t } = useLingui();
  const marks = useMemo(() => marksOf(routes), [routes]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<{ routeId: string | null; stopId: string | null }>({
    routeId: null,
    stopId: null,
  });
  const references = useMemo(() => referencesOf(routes), [routes]);
  const drafts = routes.filter((route) => route.state === "draft");
  const stop = routes
    .flatMap((route) => route.stops)
    .find(({ id, orders }) => id === focus.stopId && orders.length > 0);
  const route = routes.find(({ id }) => id === focus.routeId);
  const rest = route?.stops.find(({ id, kind }) => id === focus.stopId && kind === "break");
  return (
    <>
      <PlanState plan={plan} routes={routes} />
      <PlanChanges changes={plan.changes} />
      <PlanChoices plan={plan} onChosen={onChosen} />
      <PlanFigures plan={plan} />
      <PlanEndurance plan={plan} references={references} />
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
            {rest && <BreakNote stop={rest} />}
            {stop && route && <LockStop stop={stop} route={route} />}
            {stop && <OnFoot routes={routes} stopId={stop.id} />}
            {stop && <WhyHere stop={stop} />}
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

function referencesOf(routes: readonly Route[]): ReadonlyMap<string, string> {
  const orders = routes.flatMap((route) => route.stops.flatMap((stop) => stop.orders));
  return new Map(orders.map((order) => [order.order_id, order.reference]));
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
