import "./plan.css";
import { useLingui } from "@lingui/react/macro";
import { type PlanSummary, planning } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { PLAN_STATES, wordOf } from "@pannier/core";
import { EmptyState, PageHead, SelectField, Skeleton, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useDay } from "../day.tsx";
import { BlockedStreets } from "./BlockedStreets.tsx";
import { useBlockedOfDay } from "./blockedStreets.ts";
import { PlanMaker } from "./PlanMaker.tsx";
import { PlanView } from "./PlanSheet.tsx";
import { newestThatCounts } from "./plans.ts";

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
      <BlockedStreets streets={useBlockedOfDay()} />
      <PlanMaker hasPlan={Boolean(shown)} onMade={showNewest} />
      {plans.isPending && hub && <Skeleton label={t`Loading the plan`} lines={5} />}
      {plans.isLoadingError && <ProblemState error={plans.error} onRetry={() => void plans.refetch()} />}
      {plans.isSuccess && !shown && (
        <EmptyState icon="plan" title={t`This day has no plan yet`}>
          {t`Plan the day above: every order gets a route or a reason why not. Nothing reaches riders before you release it.`}
        </EmptyState>
      )}
      {shown && all.length > 1 && <PlanChoice plans={all} chosenId={shown.id} onChoose={choose} />}
      {shown && <PlanView key={shown.id} planId={shown.id} onChosen={choose} />}
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
