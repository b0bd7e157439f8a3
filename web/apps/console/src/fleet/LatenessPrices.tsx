import { useLingui } from "@lingui/react/macro";
import { accounts, type OwnOrganisation } from "@pannier/api";
import { useFailureToast, useMay } from "@pannier/app";
import { Button, Panel, TextField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { figureIn } from "./vehicleDraft.ts";

/** What a plan counts where a delivery begins after it was due; windows stay hard. */
export function LatenessPrices({ own }: { own: OwnOrganisation }) {
  const { t } = useLingui();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [once, setOnce] = useState(String(own.late_once_cents / 100));
  const [hour, setHour] = useState(String(own.late_hour_cents / 100));
  const typed = { once: figureIn(once, 100), hour: figureIn(hour, 100) };
  const isReadable = typed.once != null && typed.hour != null;
  const isSame = typed.once === own.late_once_cents && typed.hour === own.late_hour_cents;
  const change = useMutation({
    mutationFn: accounts.changeOrganisation,
    onError: fail,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["organisation"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.once != null && typed.hour != null)
      change.mutate({ late_once_cents: typed.once, late_hour_cents: typed.hour });
  };
  return (
    <Panel title={t`Price of lateness in plans`}>
      <p className="pn-quiet">
        {t`For orders that say when they are due: later is allowed within their window, and counts. Nobody is charged for it.`}
      </p>
      {may("rates:write") ? (
        <form className="co-carbon" onSubmit={submit}>
          <TextField
            label={t`A promise broken counts`}
            value={once}
            onChange={setOnce}
            unit={format.settings.currency}
            error={typed.once == null ? t`Give a price like 3.00, or 0.` : undefined}
          />
          <TextField
            label={t`An hour late counts`}
            value={hour}
            onChange={setHour}
            unit={format.settings.currency}
            error={typed.hour == null ? t`Give a price like 3.00, or 0.` : undefined}
          />
          <Button type="submit" isDisabled={!isReadable || isSame} isPending={change.isPending}>
            {t`Set prices`}
          </Button>
        </form>
      ) : (
        <p>
          {t`A promise broken counts ${format.money(own.late_once_cents)}, an hour late ${format.money(own.late_hour_cents)}.`}
        </p>
      )}
    </Panel>
  );
}
