import { useLingui } from "@lingui/react/macro";
import { ApiProblem, zones as api, type Zone } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { boundsOf, type LonLat } from "@pannier/core";
import { EMPTY_SCENE, type Picked, type Scene } from "@pannier/map/scene";
import { Button, TextField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDay } from "../day.tsx";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { RuleFields } from "./RuleFields.tsx";
import {
  codeOf,
  cornersIn,
  cornersOf,
  draftOf,
  EMPTY_RULE,
  polygonOf,
  type RuleDraft,
  ringsOf,
  rulesIn,
} from "./zoneDraft.ts";

/** Draw a zone, or change one: what it is called, where it lies, who may be inside and when. */
export function ZoneForm({ zone, onClose }: { zone: Zone | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [name, setName] = useState(zone?.name ?? "");
  const [typed, setTyped] = useState("");
  const [rules, setRules] = useState<readonly RuleDraft[]>(zone?.rules.map(draftOf) ?? [EMPTY_RULE]);
  const placed = cornersIn(typed);
  const corners = useMemo(() => cornersIn(typed) ?? [], [typed]);
  const [polygon, read] = [polygonOf(corners) ?? (typed.trim() ? null : zone?.polygon), rulesIn(rules)];
  const save = useMutation({
    mutationFn: () => {
      const values = { name: name.trim(), polygon: polygon ?? {}, rules: read ?? [] };
      const made = { ...values, code: codeOf(name), kind: "restricted" as const };
      return zone ? api.change(zone.id, values) : api.create(made);
    },
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["zones"] });
      onClose();
    },
  });
  const problem = save.error instanceof ApiProblem ? save.error : null;
  const isRuled = rules.length > 0 || zone?.kind === "low_emission";
  return (
    <FormDialog
      title={zone ? t`Change a zone` : t`Draw a zone`}
      action={zone ? t`Save` : t`Add`}
      command={save}
      isReady={Boolean(name.trim() && polygon && read && isRuled)}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t`Name`}
        value={name}
        onChange={setName}
        isRequired
        autoFocus
        error={problem?.fieldDetail("name")}
        hint={t`As reasons name it, such as the old town`}
      />
      <TextField
        label={t`Corners`}
        value={typed}
        onChange={setTyped}
        rows={2}
        error={
          typed && (placed?.length ?? 0) < 3
            ? t`Give three at least, like 43.73550, 7.42250; 43.73600, 7.42300; 43.73500, 7.42400.`
            : undefined
        }
        hint={t`Press on the map corner after corner, or type latitude, longitude of each`}
      />
      <CornerMap zone={zone} corners={corners} onPress={(at) => setTyped(cornersOf([...corners, at]))} />
      {rules.map((rule, number) => (
        <RuleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own, and keep their order.
          key={number}
          rule={rule}
          onChange={(changed) => setRules(rules.map((one, at) => (at === number ? changed : one)))}
          onRemove={() => setRules(rules.filter((_, at) => at !== number))}
        />
      ))}
      <Button small icon="plus" onPress={() => setRules([...rules, EMPTY_RULE])}>
        {t`Add a rule`}
      </Button>
    </FormDialog>
  );
}

interface CornerMapProps {
  zone: Zone | null;
  corners: readonly LonLat[];
  onPress: (at: LonLat) => void;
}

const AROUND_DEG = 0.006;

/** A map whose presses are the corners of the zone. */
export function CornerMap({ zone, corners, onPress }: CornerMapProps) {
  const { t } = useLingui();
  const { hub } = useDay();
  const before = useMemo(
    () => (zone ? ringsOf(zone.polygon as unknown as { type: string; coordinates: unknown }) : []),
    [zone],
  );
  const scene = useMemo<Scene>(() => {
    const rings = corners.length ? [[...corners, ...corners.slice(0, 1)]] : before;
    const pins = corners.map((at, number) => ({
      id: `corner-${number}`,
      at,
      title: "",
      letter: String(number + 1),
      chosen: false,
    }));
    return { ...EMPTY_SCENE, areas: [{ id: "new", title: "", rings }], choices: pins };
  }, [corners, before]);
  const bounds = useMemo(() => {
    if (before.length) return boundsOf(before.flat());
    const around = (by: number): LonLat => [(hub?.lon ?? 0) + by, (hub?.lat ?? 0) + by];
    return hub ? boundsOf([around(-AROUND_DEG), around(AROUND_DEG)]) : null;
  }, [before, hub]);
  return (
    <div className="co-sites co-sites--small">
      <LiveMap
        label={t`Map to draw the zone on`}
        scene={scene}
        bounds={bounds}
        onPick={(picked: Picked) => picked.kind === "place" && onPress(picked.at)}
      />
    </div>
  );
}
