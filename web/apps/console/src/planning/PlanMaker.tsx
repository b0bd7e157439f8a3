import { useLingui } from "@lingui/react/macro";
import { planning } from "@pannier/api";
import { isOver, useJob, useMay, useProblemText } from "@pannier/app";
import { Banner, Button, Panel, Progress, SelectField } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDay } from "../day.tsx";
import { PlanOutcome } from "./PlanOutcome.tsx";

const BUDGETS = ["5", "20", "60", "120"];

/** Ask for a plan, follow the search, and say what came of it. */
export function PlanMaker({ hasPlan, onMade }: { hasPlan: boolean; onMade: () => void }) {
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
      <div className="co-stack">
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
        <PlanOutcome job={job} />
      </div>
    </Panel>
  );
}
