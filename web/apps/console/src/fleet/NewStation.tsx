import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { boundsOf, type LonLat } from "@pannier/core";
import { EMPTY_SCENE, type Picked, type Scene } from "@pannier/map/scene";
import { Checkbox, TextField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDay } from "../day.tsx";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { ChargerFields } from "./ChargerFields.tsx";
import { chargerDraftOf, chargerFaultsOf, chargerIn } from "./chargerDraft.ts";
import { pinsOf, placeIn, wattsIn } from "./stationDraft.ts";
import { useFleet } from "./useFleet.ts";

const written = ([lon, lat]: LonLat): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

/** Tell of a charger on the way: what it is called, where it stands, how strong it is and for whom. */
export function NewStation({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [power, setPower] = useState("22");
  const [place, setPlace] = useState("");
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const [charger, setCharger] = useState(() => chargerDraftOf());
  const [at, power_w] = [placeIn(place), wattsIn(power)];
  const create = useMutation({
    mutationFn: ([lon, lat]: LonLat) =>
      fleet.createStation({
        name: name.trim(),
        lon,
        lat,
        power_w: power_w ?? 0,
        kinds: [...kinds],
        charger: chargerIn(charger),
      }),
    onSuccess: () => {
      toast(t`The next plan may send vehicles to ${name.trim()}.`);
      void client.invalidateQueries({ queryKey: ["charging-stations"] });
      onClose();
    },
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  return (
    <FormDialog
      title={t`Add a charging station`}
      action={t`Add`}
      command={create}
      isReady={Boolean(name.trim() && at && power_w) && Object.keys(chargerFaultsOf(charger)).length === 0}
      onSubmit={() => at && create.mutate(at)}
      onClose={onClose}
    >
      <div className="co-form">
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
          error={problem?.fieldDetail("name")}
          hint={t`As riders find it on the street`}
        />
        <TextField
          label={t`Power`}
          value={power}
          onChange={setPower}
          isRequired
          unit="kW"
          hint={t`What it gives at most`}
          error={
            power && power_w === null ? t`Give kilowatts like 22 or 7.4.` : problem?.fieldDetail("power_w")
          }
        />
        <TextField
          label={t`Latitude, longitude`}
          value={place}
          onChange={setPlace}
          isRequired
          error={place && at === null ? t`Give it like 43.73550, 7.42250.` : undefined}
          hint={t`Press on the map, or type it`}
        />
      </div>
      <PlaceMap at={at} onPlace={(point) => setPlace(written(point))} />
      <KindChoice chosen={kinds} onChoose={setKinds} />
      <ChargerFields draft={charger} onChange={setCharger} />
    </FormDialog>
  );
}

const AROUND_DEG = 0.005;

/** The neighbourhood of a place: half a kilometre to every side. */
const aroundOf = ([lon, lat]: LonLat) =>
  boundsOf([
    [lon - AROUND_DEG, lat - AROUND_DEG],
    [lon + AROUND_DEG, lat + AROUND_DEG],
  ]);

function PlaceMap({ at, onPlace }: { at: LonLat | null; onPlace: (at: LonLat) => void }) {
  const { t } = useLingui();
  const { hub } = useDay();
  const { data: stations } = useFleet().stations;
  const pins = useMemo(() => pinsOf(stations ?? []), [stations]);
  const scene = useMemo<Scene>(
    () => ({
      ...EMPTY_SCENE,
      hubs: [
        ...(hub ? [{ id: hub.id, at: [hub.lon, hub.lat] as const, title: hub.name }] : []),
        ...pins,
        ...(at ? [{ id: "new", at, title: "", isStation: true }] : []),
      ],
    }),
    [hub, at, pins],
  );
  const bounds = useMemo(() => (hub ? aroundOf([hub.lon, hub.lat]) : null), [hub]);
  return (
    <div className="co-sites co-sites--small">
      <LiveMap
        label={t`Map to set the charging station on`}
        scene={scene}
        bounds={bounds}
        onPick={(picked: Picked) => picked.kind === "place" && onPlace(picked.at)}
      />
    </div>
  );
}

/** Which kinds may charge there; none chosen means all that can. */
function KindChoice({
  chosen,
  onChoose,
}: {
  chosen: readonly string[];
  onChoose: (kinds: readonly string[]) => void;
}) {
  const { t } = useLingui();
  const { kinds } = useFleet();
  const able = (kinds.data ?? []).filter((kind) => kind.station_w !== null);
  return (
    <fieldset className="co-kinds">
      <legend className="pn-field__label">{t`Only for these kinds`}</legend>
      {able.map((kind) => (
        <Checkbox
          key={kind.code}
          label={kind.label}
          isSelected={chosen.includes(kind.code)}
          onChange={(on) =>
            onChoose(on ? [...chosen, kind.code] : chosen.filter((code) => code !== kind.code))
          }
        />
      ))}
      <p className="pn-field__hint">{t`None chosen: every vehicle that can charge on the way.`}</p>
    </fieldset>
  );
}
