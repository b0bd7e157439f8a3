import { useLingui } from "@lingui/react/macro";
import { fleet, type OnDemandRules as Rules } from "@pannier/api";
import { ProblemState, useFailureToast, useMay } from "@pannier/app";
import { Button, Checkbox, Panel, SelectField, Skeleton, TextField, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDay } from "../day.tsx";
import {
  type MinutesField,
  onDemandChangeOf,
  onDemandDraftOf,
  onDemandFaultsOf,
  type Serves,
} from "./onDemandDraft.ts";
import { useServesWords } from "./useServesWords.ts";

/** How the hub serves orders that must leave within minutes. */
export function OnDemandRules() {
  const { t } = useLingui();
  const { hub } = useDay();
  const rules = useQuery({
    queryKey: ["on-demand-rules", hub?.id],
    queryFn: () => fleet.onDemandRules(hub?.id ?? ""),
    enabled: Boolean(hub),
  });
  if (rules.isPending) return <Skeleton label={t`Loading the rules`} lines={6} />;
  if (rules.isLoadingError) return <ProblemState error={rules.error} onRetry={() => void rules.refetch()} />;
  return <RulesForm key={JSON.stringify(rules.data)} rules={rules.data} />;
}

function RulesForm({ rules }: { rules: Rules }) {
  const { t } = useLingui();
  const mayWrite = useMay()("fleet:write");
  const client = useQueryClient();
  const fail = useFailureToast();
  const words = useServesWords();
  const [draft, setDraft] = useState(onDemandDraftOf(rules));
  const faults = onDemandFaultsOf(draft);
  const change = useMutation({
    mutationFn: () => fleet.changeOnDemandRules(rules.hub_id, onDemandChangeOf(draft)),
    onError: fail,
    onSuccess: () => {
      toast(t`Orders on demand go by it from now on.`);
      for (const key of ["on-demand-rules", "on-demand"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const minutes = (name: MinutesField) => ({
    name,
    unit: "min",
    inputMode: "decimal" as const,
    value: draft[name],
    error: faults.has(name) ? t`Give a number of minutes.` : undefined,
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (faults.size === 0) change.mutate();
  };
  return (
    <form className="co-stack" onSubmit={submit}>
      <Panel title={t`Orders on demand`}>
        <p className="pn-quiet">
          {t`Orders that must leave within minutes are given to riders as they come in, beside the planned rounds, whose promises stay. Riders on duty get them on their phones at once.`}
        </p>
        <Checkbox
          label={t`This hub takes orders on demand`}
          isSelected={draft.active}
          onChange={(active) => setDraft({ ...draft, active })}
        />
        <div className="co-form">
          <TextField label={t`Leave within`} hint={t`From when they are ready`} {...minutes("leaveMin")} />
          <TextField label={t`There within`} hint={t`From when they are ready`} {...minutes("deliverMin")} />
          <TextField
            label={t`Wait for company at most`}
            hint={t`Another order may share the ride; 0: go at once`}
            {...minutes("holdMin")}
          />
          <TextField
            label={t`Not answered after`}
            hint={t`Who has not set out by then loses the order`}
            {...minutes("answerMin")}
          />
          <TextField
            label={t`Call for me after`}
            hint={t`Of an order without a rider`}
            {...minutes("escalateMin")}
          />
          <SelectField
            label={t`Shifts serve`}
            hint={t`Unless a shift says otherwise`}
            value={draft.serves}
            onChange={(serves) => setDraft({ ...draft, serves: serves as Serves })}
            choices={Object.entries(words).map(([value, label]) => ({ value, label }))}
          />
        </div>
        <Checkbox
          label={t`Give orders that nobody can serve in time to who is least late`}
          isSelected={draft.serveLate}
          onChange={(serveLate) => setDraft({ ...draft, serveLate })}
        />
      </Panel>
      {mayWrite && (
        <div className="co-tools">
          <Button look="primary" type="submit" isDisabled={faults.size > 0} isPending={change.isPending}>
            {t`Set`}
          </Button>
        </div>
      )}
    </form>
  );
}
