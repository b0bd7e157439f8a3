import { useLingui } from "@lingui/react/macro";
import { ApiProblem, type Hub, type NewHub, places } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { boundsOf, type LonLat } from "@pannier/core";
import { EMPTY_SCENE, type Scene } from "@pannier/map/scene";
import { TextField, TimeField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDay } from "../day.tsx";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { type HubDraft, type HubFault, hubDraftOf, hubFaultsOf, hubIn } from "./hubDraft.ts";
import { placeIn } from "./stationDraft.ts";

/** Set up a hub, or change one: plans made before keep what they were made with. */
export function HubForm({ hub, onClose }: { hub: Hub | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { hub: shown } = useDay();
  const [draft, setDraft] = useState(() => hubDraftOf(hub, shown?.timezone ?? ""));
  const typed = hubIn(draft);
  const send = useMutation({
    mutationFn: (body: NewHub) => (hub ? places.changeHub(hub.id, changeOf(body)) : places.createHub(body)),
    onSuccess: (made) => {
      toast(t`The next plan goes by what ${made.name} now is.`);
      void client.invalidateQueries({ queryKey: ["hubs"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={hub ? t`Change ${hub.name}` : t`Add a hub`}
      action={hub ? t`Change` : t`Add`}
      command={send}
      isReady={typed !== null}
      onSubmit={() => typed && send.mutate(typed)}
      onClose={onClose}
    >
      <HubFields
        draft={draft}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        problem={send.error instanceof ApiProblem ? send.error : null}
      />
      <HubMap at={placeIn(draft.place)} onPlace={(place) => setDraft((before) => ({ ...before, place }))} />
    </FormDialog>
  );
}

/** A change names no map: the hub keeps its own. */
const changeOf = ({ map_name: _, ...body }: NewHub) => body;

function HubFields({
  draft,
  onChange,
  problem,
}: {
  draft: HubDraft;
  onChange: (change: Partial<HubDraft>) => void;
  problem: ApiProblem | null;
}) {
  const { t } = useLingui();
  const words: Record<HubFault, string> = {
    code: t`Letters, digits, - and _ only, like FON-2.`,
    place: t`Give it like 43.73550, 7.42250.`,
    closes: t`A hub closes after it opens, on the same day.`,
    loading: t`Give minutes like 10, at most 240.`,
  };
  const faults = hubFaultsOf(draft);
  const wrong = (fault: HubFault, field: string) =>
    faults.has(fault) ? words[fault] : problem?.fieldDetail(field);
  const set = (field: keyof HubDraft) => (value: string) => onChange({ [field]: value });
  const plain = (field: keyof HubDraft) => ({
    value: draft[field],
    onChange: set(field),
    isRequired: true,
  });
  return (
    <div className="co-form">
      <TextField label={t`Name`} {...plain("name")} error={problem?.fieldDetail("name")} />
      <TextField
        label={t`Code`}
        {...plain("code")}
        error={wrong("code", "code")}
        hint={t`In files and on labels`}
      />
      <TextField label={t`Address`} {...plain("address")} error={problem?.fieldDetail("address")} />
      <TextField
        label={t`Latitude, longitude`}
        {...plain("place")}
        error={wrong("place", "lon") ?? problem?.fieldDetail("lat")}
        hint={t`Press on the map, or type it`}
      />
      <TimeField
        label={t`Opens`}
        value={draft.opens}
        onChange={set("opens")}
        error={problem?.fieldDetail("opens")}
      />
      <TimeField
        label={t`Closes`}
        value={draft.closes}
        onChange={set("closes")}
        error={wrong("closes", "closes")}
      />
      <TextField
        label={t`Loading a vehicle`}
        {...plain("loading")}
        unit="min"
        error={wrong("loading", "loading_s")}
      />
      <TextField
        label={t`Time zone`}
        {...plain("timezone")}
        error={problem?.fieldDetail("timezone")}
        hint={t`Like Europe/Monaco`}
      />
    </div>
  );
}

const AROUND_DEG = 0.01;

function HubMap({ at, onPlace }: { at: LonLat | null; onPlace: (place: string) => void }) {
  const { t } = useLingui();
  const { hubs } = useDay();
  const scene = useMemo<Scene>(
    () => ({
      ...EMPTY_SCENE,
      hubs: at
        ? [{ id: "hub", at, title: "" }]
        : hubs.map((hub) => ({ id: hub.id, at: [hub.lon, hub.lat] as const, title: hub.name })),
    }),
    [at, hubs],
  );
  const [first] = useState(at);
  const bounds = useMemo(
    () =>
      first &&
      boundsOf([
        [first[0] - AROUND_DEG, first[1] - AROUND_DEG],
        [first[0] + AROUND_DEG, first[1] + AROUND_DEG],
      ]),
    [first],
  );
  return (
    <div className="co-sites co-sites--small">
      <LiveMap
        label={t`Map to set the hub on`}
        scene={scene}
        bounds={bounds}
        onPick={(picked) =>
          picked.kind === "place" && onPlace(`${picked.at[1].toFixed(6)}, ${picked.at[0].toFixed(6)}`)
        }
      />
    </div>
  );
}
