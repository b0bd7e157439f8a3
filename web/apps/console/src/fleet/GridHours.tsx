import { useLingui } from "@lingui/react/macro";
import { ApiProblem, type GridHours as Hours, power } from "@pannier/api";
import { useMay } from "@pannier/app";
import { Button, Panel, TextField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { gridLinesOf } from "./chargerDraft.ts";

/** What the grid emits in each hour of the day, so that plans charge when it is clean. */
export function GridHours() {
  const { t } = useLingui();
  const format = useFormat();
  const hours = useQuery({ queryKey: ["grid-hours"], queryFn: power.gridHours });
  if (!hours.data) return null;
  const year = format.emission(hours.data.year_g_per_kwh * 1000);
  return (
    <Panel title={t`Grid by hour`}>
      <p className="pn-quiet">
        {t`A kilowatt hour emits ${year} on average of the year. With a figure for each hour, plans charge when it is clean, where a kilogram CO₂e counts.`}
      </p>
      <GridForm key={gridLinesOf(hours.data.g_per_kwh)} hours={hours.data} />
    </Panel>
  );
}

function GridForm({ hours }: { hours: Hours }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const set = gridLinesOf(hours.g_per_kwh);
  const [text, setText] = useState(set);
  const change = useMutation({
    mutationFn: (csv: string) => power.setGridHours(csv.trim() ? { csv, g_per_kwh: [] } : { g_per_kwh: [] }),
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["grid-hours"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(text);
  };
  const problem = change.error instanceof ApiProblem ? change.error : null;
  return (
    <form className="co-stack" onSubmit={submit}>
      <TextField
        label={t`Grams CO₂e a kWh`}
        value={text}
        onChange={setText}
        rows={6}
        isReadOnly={!may("fleet:write")}
        error={problem ? (problem.fieldDetail("csv") ?? problem.message) : undefined}
        hint={t`24 lines of hour,grams from 0 to 23, as in a CSV file; empty: the average of the year`}
      />
      {may("fleet:write") && (
        <div className="co-tools">
          <Button small type="submit" isDisabled={text === set} isPending={change.isPending}>
            {t`Set the grid`}
          </Button>
        </div>
      )}
    </form>
  );
}
