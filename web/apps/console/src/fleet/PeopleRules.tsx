import { useLingui } from "@lingui/react/macro";
import { type FleetRules, fleet } from "@pannier/api";
import { ProblemState, useFailureToast, useMay } from "@pannier/app";
import { Button, Checkbox, Panel, SelectField, Skeleton, TextField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useRuleSets } from "./useRuleSets.ts";
import { figureIn } from "./vehicleDraft.ts";

/** How riders are planned: working time, even work, areas they know, and what changes of a running day count. */
export function PeopleRules() {
  const { t } = useLingui();
  const rules = useQuery({ queryKey: ["fleet-rules"], queryFn: fleet.rules });
  if (rules.isPending) return <Skeleton label={t`Loading the rules`} lines={6} />;
  if (rules.isLoadingError) return <ProblemState error={rules.error} onRetry={() => void rules.refetch()} />;
  return <RulesForm key={JSON.stringify(rules.data)} rules={rules.data} />;
}

function RulesForm({ rules }: { rules: FleetRules }) {
  const { t } = useLingui();
  const format = useFormat();
  const mayWrite = useMay()("fleet:write");
  const client = useQueryClient();
  const fail = useFailureToast();
  const sets = useRuleSets();
  const [chosen, setChosen] = useState(rules.work_time_rules ?? "");
  const [split, setSplit] = useState(rules.split_breaks);
  const [hours, setHours] = useState(String(rules.fair_hours_cents / 100));
  const [stops, setStops] = useState(String(rules.fair_stops_cents / 100));
  const [area, setArea] = useState(String(rules.familiar_area_cents / 100));
  const [rider, setRider] = useState(String(rules.rider_changed_cents / 100));
  const [promise, setPromise] = useState(String(rules.promise_moved_cents / 100));
  const prices = [hours, stops, area, rider, promise].map((text) => figureIn(text, 100));
  const [fairHours, fairStops, familiar, riderChanged, promiseMoved] = prices;
  const unreadable = (cents: number | null | undefined) =>
    cents == null ? t`Give a price like 0.20, or 0.` : undefined;
  const change = useMutation({
    mutationFn: () =>
      fleet.changeRules({
        work_time_rules: chosen || null,
        split_breaks: split,
        fair_hours_cents: fairHours ?? 0,
        fair_stops_cents: fairStops ?? 0,
        familiar_area_cents: familiar ?? 0,
        rider_changed_cents: riderChanged ?? 0,
        promise_moved_cents: promiseMoved ?? 0,
      }),
    onError: fail,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["fleet-rules"] });
      void client.invalidateQueries({ queryKey: ["shifts"] });
    },
  });
  const law = sets.labelOf(rules.country_rules) ?? t`none known for your country`;
  const note = sets.all.find((one) => one.code === (chosen || rules.country_rules))?.note;
  const isReady = prices.every((price) => price != null);
  const saved = format.money(Math.round(4 * (fairHours ?? 0)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) change.mutate();
  };
  return (
    <form className="co-stack" onSubmit={submit}>
      <Panel title={t`Working time`}>
        <p className="pn-quiet">
          {t`Plans take the breaks that the law asks for, where waiting is anyway, and keep rest and hours. Agreements of your own may say otherwise; this is no legal advice.`}
        </p>
        <SelectField
          label={t`Rules that are kept`}
          value={chosen}
          onChange={setChosen}
          choices={[
            { value: "", label: t`The law of your country: ${law}` },
            { value: "none", label: t`None; breaks are given by hand` },
            ...sets.all.map((one) => ({ value: one.code, label: one.label })),
          ]}
          hint={note || undefined}
        />
        <Checkbox
          label={t`Plan breaks in pieces where the rules allow it`}
          isSelected={split}
          onChange={setSplit}
        />
      </Panel>
      <Panel title={t`Even work`}>
        <p className="pn-quiet">
          {t`The hours of a route, and its stops, count by their square times this price; 0 is off. An hour moved from a rider with 8 hours to one with 5 is then worth ${saved}.`}
        </p>
        <div className="co-form">
          <TextField
            label={t`Fairness of hours`}
            unit={format.settings.currency}
            value={hours}
            onChange={setHours}
            error={unreadable(fairHours)}
          />
          <TextField
            label={t`Fairness of stops`}
            unit={format.settings.currency}
            value={stops}
            onChange={setStops}
            error={unreadable(fairStops)}
          />
        </div>
      </Panel>
      <Panel title={t`Areas that riders know`}>
        <p className="pn-quiet">
          {t`Off with 0. Else a stop costs so much more with a rider who does not know its area, where somebody on duty does, and the plan names the stops that went against it. It is about people: the log keeps who switched it on. Who knows what is set under Riders → Change.`}
        </p>
        <TextField
          label={t`A stop in a strange area costs more by`}
          unit={format.settings.currency}
          value={area}
          onChange={setArea}
          error={unreadable(familiar)}
        />
      </Panel>
      <Panel title={t`When a running day is changed`}>
        <p className="pn-quiet">
          {t`A proposal moves somebody only where that saves more than this. A promise is the moment that a recipient was told when the route went out; it moves when the rider would come more than ten minutes before or after, and each hour counts as much again. With higher prices less changes, with 0 the cheapest day wins.`}
        </p>
        <div className="co-form">
          <TextField
            label={t`An order that goes to another rider`}
            unit={format.settings.currency}
            value={rider}
            onChange={setRider}
            error={unreadable(riderChanged)}
          />
          <TextField
            label={t`A promise that moves`}
            unit={format.settings.currency}
            value={promise}
            onChange={setPromise}
            error={unreadable(promiseMoved)}
          />
        </div>
      </Panel>
      {mayWrite && (
        <div className="co-tools">
          <Button look="primary" type="submit" isDisabled={!isReady} isPending={change.isPending}>
            {t`Set`}
          </Button>
        </div>
      )}
    </form>
  );
}
