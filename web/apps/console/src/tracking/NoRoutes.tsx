import { useLingui } from "@lingui/react/macro";
import { useMay } from "@pannier/app";
import { Button, EmptyState, useFormat } from "@pannier/ui";
import { useLocation } from "wouter";
import { useDay } from "../day.tsx";

/** No routes on this day: say why and offer the one next step. */
export function NoRoutes() {
  const { t } = useLingui();
  const format = useFormat();
  const [, navigate] = useLocation();
  const may = useMay();
  const { date } = useDay();
  return (
    <EmptyState
      icon="plan"
      title={t`No routes on ${format.day(date)}`}
      action={
        may("plans:write") && (
          <Button look="primary" icon="plan" onPress={() => navigate("/plan")}>
            {t`Plan this day`}
          </Button>
        )
      }
    >
      {t`Orders become routes when the day is planned. Import orders first if there are none.`}
    </EmptyState>
  );
}
