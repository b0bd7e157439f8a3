import { useLingui } from "@lingui/react/macro";
import { zones as api, type Zone } from "@pannier/api";
import { ProblemState, useMay } from "@pannier/app";
import { boundsOf } from "@pannier/core";
import { EMPTY_SCENE, type Scene } from "@pannier/map/scene";
import { Button, type Column, DataTable, EmptyState, Skeleton } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { RemoveZone } from "./RemoveZone.tsx";
import { useRuleWords } from "./ruleWords.ts";
import { ZoneForm } from "./ZoneForm.tsx";
import { shapeOf } from "./zoneDraft.ts";

const WITH_RULES: readonly string[] = ["restricted", "low_emission"];

/** Where vehicles may be at some hours only, on a map and in a table. */
export function Zones() {
  const { t } = useLingui();
  const may = useMay();
  const zones = useQuery({
    queryKey: ["zones"],
    queryFn: api.list,
    select: (all) => all.filter((zone) => WITH_RULES.includes(zone.kind)),
  });
  const [form, setForm] = useState<Zone | "new" | null>(null);
  if (zones.isPending) return <Skeleton label={t`Loading zones`} lines={6} />;
  if (zones.isLoadingError) return <ProblemState error={zones.error} onRetry={() => void zones.refetch()} />;
  const isEmpty = zones.data.length === 0;
  const add = may("hubs:write") && (
    <Button look={isEmpty ? "primary" : "plain"} icon="plus" onPress={() => setForm("new")}>
      {t`Draw a zone`}
    </Button>
  );
  return (
    <div className="co-stack">
      {isEmpty ? (
        <EmptyState icon="map" title={t`No zones with hours yet`} action={add}>
          {t`Draw where vehicles may be at some hours only: pedestrian streets, low-emission zones, bans at night. Plans keep to it.`}
        </EmptyState>
      ) : (
        <>
          <div className="co-tools">{add}</div>
          <div className="co-sites-pair">
            <ZoneMap zones={zones.data} />
            <ZoneTable zones={zones.data} onChange={setForm} />
          </div>
        </>
      )}
      {form && <ZoneForm zone={form === "new" ? null : form} onClose={() => setForm(null)} />}
    </div>
  );
}

function ZoneMap({ zones }: { zones: readonly Zone[] }) {
  const { t } = useLingui();
  const words = useRuleWords();
  const scene = useMemo<Scene>(() => {
    const titled = (zone: Zone) => shapeOf(zone, [zone.name, ...words(zone)].join("\n"));
    return { ...EMPTY_SCENE, areas: zones.map(titled) };
  }, [zones, words]);
  const bounds = useMemo(() => boundsOf((scene.areas ?? []).flatMap((area) => area.rings.flat())), [scene]);
  return (
    <div className="co-sites">
      <LiveMap label={t`Map of the zones`} scene={scene} bounds={bounds} />
    </div>
  );
}

function ZoneTable({ zones, onChange }: { zones: readonly Zone[]; onChange: (zone: Zone) => void }) {
  const { t } = useLingui();
  const words = useRuleWords();
  const columns: Column<Zone>[] = [
    { id: "name", label: t`Zone`, cell: (zone) => <b dir="auto">{zone.name}</b> },
    {
      id: "rules",
      label: t`Who may be inside, and when`,
      cell: (zone) => words(zone).map((line) => <div key={line}>{line}</div>),
    },
    {
      id: "change",
      label: t`Change`,
      align: "end",
      cell: (zone) => <Steps zone={zone} onChange={onChange} />,
    },
  ];
  return (
    <DataTable<Zone> stacks label={t`Zones`} rows={zones} rowKey={(zone) => zone.id} columns={columns} />
  );
}

/** Change a zone, or take it off the map once somebody has said so twice. */
function Steps({ zone, onChange }: { zone: Zone; onChange: (zone: Zone) => void }) {
  const { t } = useLingui();
  const may = useMay();
  const [asking, ask] = useState(false);
  if (!may("hubs:write")) return null;
  return (
    <div className="co-tools">
      <Button small onPress={() => onChange(zone)}>
        {t`Change`}
      </Button>
      <Button small onPress={() => ask(true)}>
        {t`Remove`}
      </Button>
      {asking && <RemoveZone zone={zone} onClose={() => ask(false)} />}
    </div>
  );
}
