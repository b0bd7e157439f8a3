import { useLingui } from "@lingui/react/macro";
import { accounts, type VehicleKind } from "@pannier/api";
import { ProblemState, useFailureToast, useMay } from "@pannier/app";
import { Button, type Column, DataTable, Panel, Skeleton, TextField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { GoodsClasses } from "./GoodsClasses.tsx";
import { GridHours } from "./GridHours.tsx";
import { KindCosts } from "./KindCosts.tsx";
import { LatenessPrices } from "./LatenessPrices.tsx";
import { Traffic } from "./Traffic.tsx";
import { useFleet } from "./useFleet.ts";
import { figureIn } from "./vehicleDraft.ts";
import { Walks } from "./Walks.tsx";

/** What plans count: the price of carbon, and times and costs of each kind of vehicle. */
export function Costs() {
  const { t } = useLingui();
  const { kinds } = useFleet();
  const own = useQuery({ queryKey: ["organisation"], queryFn: accounts.organisation });
  if (kinds.isPending || own.isPending) return <Skeleton label={t`Loading costs`} lines={6} />;
  if (kinds.isLoadingError) return <ProblemState error={kinds.error} onRetry={() => void kinds.refetch()} />;
  return (
    <div className="co-stack">
      <KindCosts />
      {own.data && <CarbonPrice cents={own.data.co2e_cents_per_kg} />}
      {own.data && <LatenessPrices own={own.data} />}
      {own.data && <GoodsClasses own={own.data} />}
      <GridHours />
      <Traffic kinds={kinds.data} />
      <Walks kinds={kinds.data} />
      <KindTable kinds={kinds.data} />
    </div>
  );
}

/** A shadow price: plans weigh it against money, nobody is charged. */
function CarbonPrice({ cents }: { cents: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [text, setText] = useState(String(cents / 100));
  const typed = figureIn(text, 100);
  const change = useMutation({
    mutationFn: (price: number) => accounts.changeOrganisation({ co2e_cents_per_kg: price }),
    onError: fail,
    onSuccess: ({ co2e_cents_per_kg }) => {
      toast(t`Plans count ${format.money(co2e_cents_per_kg)} for a kilogram CO₂e from now on.`);
      void client.invalidateQueries({ queryKey: ["organisation"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed != null) change.mutate(typed);
  };
  return (
    <Panel title={t`Price of carbon in plans`}>
      <p className="pn-quiet">
        {t`Plans weigh it against time and money, by the grid of your country. Nobody is charged for it.`}
      </p>
      {may("rates:write") ? (
        <form className="co-carbon" onSubmit={submit}>
          <TextField
            label={t`A kilogram CO₂e counts`}
            value={text}
            onChange={setText}
            unit={format.settings.currency}
            error={typed == null ? t`Give a price like 0.20, or 0.` : undefined}
          />
          <Button type="submit" isDisabled={typed == null || typed === cents} isPending={change.isPending}>
            {t`Set`}
          </Button>
        </form>
      ) : (
        <p>{t`A kilogram CO₂e counts ${format.money(cents)}.`}</p>
      )}
    </Panel>
  );
}

function KindTable({ kinds }: { kinds: readonly VehicleKind[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const columns: Column<VehicleKind>[] = [
    { id: "kind", label: t`Kind`, cell: (kind) => <b>{kind.label}</b> },
    {
      id: "co2e",
      label: t`CO₂e a kWh`,
      align: "end",
      cell: (kind) => (kind.co2e_g_per_kwh === null ? "–" : format.emission(kind.co2e_g_per_kwh * 1000)),
    },
    {
      id: "door",
      label: t`Parking and door`,
      align: "end",
      cell: (kind) => `${kind.parking_s} s + ${kind.door_s} s`,
    },
    {
      id: "station",
      label: t`Charges on the way with`,
      align: "end",
      cell: (kind) => (kind.station_w === null ? "–" : format.power(kind.station_w)),
    },
  ];
  return (
    <Panel title={t`Times and power of vehicles`}>
      <p className="pn-quiet">
        {t`These figures belong to the kinds and stand in vehicle_kinds.toml, which whoever runs Pannier changes. What differs for one vehicle is set under Vehicles → Change.`}
      </p>
      <DataTable<VehicleKind>
        stacks
        label={t`Kinds of vehicles`}
        rows={kinds}
        rowKey={(kind) => kind.code}
        columns={columns}
      />
    </Panel>
  );
}
