import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet, type KindCosts } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { Button, DateField, TextField, toast, useClock, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  AS_SHIPPED,
  type CostDraft,
  costDraftOf,
  costFaultsOf,
  costsIn,
  mostOf,
  type Rate,
  ratesOf,
} from "./costDraft.ts";
import { useRateText } from "./useRateText.ts";

/** The operator's own costs of a kind; what is left empty is as shipped, which stands below each field. */
export function ChangeKindCosts({ costs, onClose }: { costs: KindCosts; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const today = format.serviceDay(useClock().nowMs());
  const [draft, setDraft] = useState(() => costDraftOf(costs));
  const [since, setSince] = useState(today);
  const send = useMutation({
    mutationFn: () =>
      fleet.setCosts(costs.kind, costsIn(draft, costs.currency, since === today ? undefined : since)),
    onSuccess: (made) => {
      toast(
        made.since === null
          ? t`${made.label} costs what is shipped again.`
          : t`The next plan counts what ${made.label} costs you.`,
      );
      void client.invalidateQueries({ queryKey: ["vehicle-costs"] });
      void client.invalidateQueries({ queryKey: ["vehicle-kinds"] });
      onClose();
    },
  });
  const problem = send.error instanceof ApiProblem ? send.error : null;
  const isShipped = ratesOf(costs).every((rate) => draft[rate].trim() === "");
  return (
    <FormDialog
      title={t`What ${costs.label} costs`}
      action={t`Save`}
      command={send}
      isReady={costFaultsOf(draft).size === 0}
      onSubmit={send.mutate}
      onClose={onClose}
    >
      <p className="pn-quiet">
        {t`What is left empty is as shipped: estimates of Pannier’s own (vehicle_kinds.toml). What a gram CO₂e counts is one price for all kinds, set below as the price of carbon.`}
      </p>
      <RateFields {...{ costs, draft, problem }} onChange={(part) => setDraft({ ...draft, ...part })} />
      <DateField
        label={t`Counts from this service day on, in plans and reports`}
        value={since}
        onChange={setSince}
        error={problem?.fieldDetail("since")}
      />
      <div className="co-tools">
        <Button small isDisabled={isShipped} onPress={() => setDraft(AS_SHIPPED)}>
          {t`Back to what is shipped`}
        </Button>
      </div>
    </FormDialog>
  );
}

interface FieldsProps {
  costs: KindCosts;
  draft: CostDraft;
  problem: ApiProblem | null;
  onChange: (part: Partial<CostDraft>) => void;
}

function RateFields({ costs, draft, problem, onChange }: FieldsProps) {
  const { t } = useLingui();
  const textOf = useRateText();
  const faults = costFaultsOf(draft);
  const labels: Record<Rate, string> = {
    fixed_cents: t`A shift`,
    per_hour_cents: t`An hour, rider included`,
    per_km_cents: t`A kilometre`,
    per_kwh_cents: t`A kilowatt hour at the plug`,
  };
  const units: Record<Rate, string> = {
    fixed_cents: costs.currency,
    per_hour_cents: `${costs.currency}/h`,
    per_km_cents: `${costs.currency}/km`,
    per_kwh_cents: `${costs.currency}/kWh`,
  };
  return (
    <div className="co-form">
      {ratesOf(costs).map((rate) => (
        <TextField
          key={rate}
          label={labels[rate]}
          unit={units[rate]}
          inputMode="decimal"
          value={draft[rate]}
          onChange={(text) => onChange({ [rate]: text })}
          hint={t`Shipped: ${textOf(costs.shipped[rate])}`}
          error={
            faults.has(rate)
              ? t`Give an amount from 0 to ${textOf(mostOf(rate))}, or leave it empty.`
              : problem?.fieldDetail(rate)
          }
        />
      ))}
    </div>
  );
}
