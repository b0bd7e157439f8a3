import { useLingui } from "@lingui/react/macro";
import { fleet, type Station } from "@pannier/api";
import { ProblemState, useFailureToast, useMay } from "@pannier/app";
import { type Bounds, boundsOf } from "@pannier/core";
import { EMPTY_SCENE, type Scene } from "@pannier/map/scene";
import { Badge, Button, type Column, DataTable, EmptyState, Skeleton, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDay } from "../day.tsx";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { ChangeHubCharger, ChangeStation } from "./ChangeCharger.tsx";
import { NewStation } from "./NewStation.tsx";
import { pinsOf } from "./stationDraft.ts";
import { useFleet } from "./useFleet.ts";

/** Where vehicles can charge on the way: on a map and in a table. */
export function Stations() {
  const { t } = useLingui();
  const may = useMay();
  const { stations } = useFleet();
  const { hub } = useDay();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState(false);
  if (stations.isPending) return <Skeleton label={t`Loading charging stations`} lines={6} />;
  if (stations.isLoadingError)
    return <ProblemState error={stations.error} onRetry={() => void stations.refetch()} />;
  const isEmpty = stations.data.length === 0;
  const add = may("fleet:write") && (
    <Button look={isEmpty ? "primary" : "plain"} icon="plus" onPress={() => setAdding(true)}>
      {t`Add a charging station`}
    </Button>
  );
  const own = hub && may("fleet:write") && (
    <Button icon="battery" onPress={() => setChanging(true)}>
      {t`The hub’s own plugs`}
    </Button>
  );
  return (
    <div className="co-stack">
      {isEmpty ? (
        <EmptyState icon="battery" title={t`No charging stations yet`} action={add}>
          {t`Plans send vehicles there in the middle of a trip when their battery would not last.`}
        </EmptyState>
      ) : (
        <>
          <div className="co-tools">
            {add}
            {own}
          </div>
          <div className="co-sites-pair">
            <StationMap stations={stations.data} />
            <StationTable stations={stations.data} />
          </div>
        </>
      )}
      {isEmpty && own && <div className="co-tools">{own}</div>}
      {changing && hub && <ChangeHubCharger hub={hub} onClose={() => setChanging(false)} />}
      {adding && <NewStation onClose={() => setAdding(false)} />}
    </div>
  );
}

function StationMap({ stations }: { stations: readonly Station[] }) {
  const { t } = useLingui();
  const { hub } = useDay();
  const scene = useMemo<Scene>(() => sceneOf(stations, hub), [stations, hub]);
  const bounds = useMemo(() => withLabels(boundsOf(scene.hubs.map((site) => site.at))), [scene]);
  return (
    <div className="co-sites">
      <LiveMap label={t`Map of the charging stations`} scene={scene} bounds={bounds} />
    </div>
  );
}

const LABEL_SHARE = 0.15;

/** Room below the lowest of them, where its name stands. */
const withLabels = (bounds: Bounds | null): Bounds | null => {
  if (!bounds) return null;
  const [west, south, east, north] = bounds;
  return [west, south - (north - south) * LABEL_SHARE, east, north];
};

const sceneOf = (stations: readonly Station[], hub: ReturnType<typeof useDay>["hub"]): Scene => ({
  ...EMPTY_SCENE,
  hubs: [
    ...(hub ? [{ id: hub.id, at: [hub.lon, hub.lat] as const, title: hub.name }] : []),
    ...pinsOf(stations),
  ],
});

function StationTable({ stations }: { stations: readonly Station[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const { kinds } = useFleet();
  const labels = new Map(kinds.data?.map((kind) => [kind.code, kind.label]));
  const columns: Column<Station>[] = [
    { id: "name", label: t`Charging station`, cell: (station) => <b dir="auto">{station.name}</b> },
    { id: "power", label: t`Power`, align: "end", cell: (station) => format.power(station.power_w) },
    {
      id: "plugs",
      label: t`Plugs`,
      align: "end",
      cell: (station) => station.charger.plugs ?? t`plenty`,
    },
    {
      id: "kinds",
      label: t`Who may charge`,
      wideOnly: true,
      cell: (station) =>
        station.kinds.length === 0
          ? t`every vehicle that can`
          : station.kinds.map((code) => labels.get(code) ?? code).join(", "),
    },
    {
      id: "active",
      label: t`State`,
      wideOnly: true,
      cell: (station) =>
        station.active ? <Badge tone="ok">{t`in use`}</Badge> : <Badge>{t`out of use`}</Badge>,
    },
    { id: "change", label: t`Change`, align: "end", cell: (station) => <Changes station={station} /> },
  ];
  return (
    <DataTable<Station>
      stacks
      label={t`Charging stations`}
      rows={stations}
      rowKey={(station) => station.id}
      columns={columns}
    />
  );
}

/** What may be changed of a station: its plugs and prices, and whether it is used. */
function Changes({ station }: { station: Station }) {
  const { t } = useLingui();
  const may = useMay();
  const [changing, setChanging] = useState(false);
  if (!may("fleet:write")) return null;
  return (
    <span className="co-tools">
      <Button small onPress={() => setChanging(true)}>
        {t`Change`}
      </Button>
      <Retire station={station} />
      {changing && <ChangeStation station={station} onClose={() => setChanging(false)} />}
    </span>
  );
}

/** Take a station out of use, or into use again. */
function Retire({ station }: { station: Station }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const change = useMutation({
    mutationFn: () => fleet.changeStation(station.id, { active: !station.active }),
    onError: fail,
    onSuccess: () => void client.invalidateQueries({ queryKey: ["charging-stations"] }),
  });
  return (
    <Button small isPending={change.isPending} onPress={() => change.mutate()}>
      {station.active ? t`Take out of use` : t`Use again`}
    </Button>
  );
}
