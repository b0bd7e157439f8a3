import { useLingui } from "@lingui/react/macro";
import { type PlanWishes, planning } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import { Banner, Button, Panel, SelectField } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { PlanOutcome } from "./PlanOutcome.tsx";
import { PlanWishFields } from "./PlanWishes.tsx";
import { Searching } from "./Searching.tsx";
import { SeveralHubs } from "./SeveralHubs.tsx";
import { lastOver, running } from "./searches.ts";
import { useSearches } from "./useSearches.ts";

const BUDGETS = ["5", "20", "60", "120"];

/** Ask for a plan, follow the search, also one that somebody else asked for, and say what came of it. */
export function PlanMaker({ hasPlan, onMade }: { hasPlan: boolean; onMade: () => void }) {
  const may = useMay();
  const searches = useSearches(onMade);
  const going = running(searches);
  const mayPlan = may("plans:write");
  if (!mayPlan && going.length === 0) return null;
  const several = going.find((search) => search.several)?.job.id ?? null;
  const progress = going.map((search) => <Searching key={search.job.id} search={search} />);
  return (
    <Panel>
      <div className="co-stack">
        {mayPlan && (
          <AskForPlan hasPlan={hasPlan} isBusy={going.length > 0} several={several} onMade={onMade} />
        )}
        {progress}
        {mayPlan && <PlanOutcome search={lastOver(searches)} />}
      </div>
    </Panel>
  );
}

function AskForPlan({
  hasPlan,
  isBusy,
  several,
  onMade,
}: {
  hasPlan: boolean;
  isBusy: boolean;
  several: string | null;
  onMade: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const textOf = useProblemText();
  const { hub, date } = useDay();
  const [budget, setBudget] = useState("20");
  const [wishes, wish] = useState<PlanWishes>({});
  const request = useMutation({
    mutationFn: () => planning.request({ hub_id: hub?.id ?? "", date }, Number(budget), wishes),
    // Awaited, so that the button stays busy until the search is seen.
    onSuccess: () => client.invalidateQueries({ queryKey: ["searches"] }),
  });
  return (
    <>
      <div className="co-maker">
        <SelectField
          label={t`Time to search`}
          value={budget}
          onChange={setBudget}
          choices={BUDGETS.map((value) => ({ value, label: t`${value} seconds` }))}
        />
        <PlanWishFields wishes={wishes} onChange={wish} />
        <Button
          look={hasPlan ? "plain" : "primary"}
          icon="plan"
          isPending={request.isPending || isBusy}
          isDisabled={!hub}
          onPress={() => request.mutate()}
        >
          {hasPlan ? t`Plan again` : t`Plan the day`}
        </Button>
        <SeveralHubs running={several} onMade={onMade} />
      </div>
      {request.isError && <Banner tone="danger">{textOf(request.error)}</Banner>}
    </>
  );
}
