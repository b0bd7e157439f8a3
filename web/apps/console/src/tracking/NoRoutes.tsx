import { useLingui } from "@lingui/react/macro";
import { Button, EmptyState, useFormat } from "@pannier/ui";
import { useLocation } from "wouter";
import { useDay, useHubs } from "../day.tsx";

/** No routes on this day: say why and offer the one next step. */
export function NoRoutes() {
  const { t } = useLingui();
  const format = useFormat();
  const [, navigate] = useLocation();
  const { hub, date } = useDay();
  const hubs = useHubs();
  if (hubs.isSuccess && !hub) {
    return (
      <EmptyState icon="home" title={t`No hub yet`}>
        {t`Routes start at a hub. An administrator makes the first one with POST /v1/hubs; the first-day guide shows how.`}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="plan"
      title={t`No routes on ${format.day(date)}`}
      action={
        <Button look="primary" icon="plan" onPress={() => navigate("/plan")}>
          {t`Plan this day`}
        </Button>
      }
    >
      {t`Orders become routes when the day is planned. Import orders first if there are none.`}
    </EmptyState>
  );
}
