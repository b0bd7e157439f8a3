import { useLingui } from "@lingui/react/macro";
import { fleet, type Rider, zones } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { Checkbox, SelectField, TextField, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useRuleSets } from "./useRuleSets.ts";
import { wordsIn } from "./vehicleDraft.ts";

/** What plans go by of a rider: needs they answer, a working time of their own, areas they know. */
export function ChangeRider({ rider, onClose }: { rider: Rider; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const sets = useRuleSets();
  const areas = useQuery({ queryKey: ["zones"], queryFn: zones.list }).data ?? [];
  const [skills, setSkills] = useState(rider.skills.join(", "));
  const [rules, setRules] = useState(rider.work_time_rules ?? "");
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set(rider.area_zone_ids));
  const [active, setActive] = useState(rider.active);
  const words = wordsIn(skills);
  const change = useMutation({
    mutationFn: () =>
      fleet.changeRider(rider.id, {
        skills: words ?? [],
        work_time_rules: rules || null,
        area_zone_ids: areas.filter((zone) => known.has(zone.id)).map((zone) => zone.id),
        active,
      }),
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["riders"] });
      void client.invalidateQueries({ queryKey: ["shifts"] });
      onClose();
    },
  });
  const toggle = (id: string) => (isIn: boolean) =>
    setKnown((before) => new Set(isIn ? [...before, id] : [...before].filter((one) => one !== id)));
  return (
    <FormDialog
      title={t`Change ${rider.name}`}
      action={t`Change`}
      command={change}
      isReady={words !== undefined && words !== null}
      onSubmit={change.mutate}
      onClose={onClose}
      size="small"
    >
      <TextField
        label={t`May do`}
        value={skills}
        onChange={setSkills}
        error={words ? undefined : t`This cannot be read.`}
        hint={t`Answers needs of orders, like age_check, house_keys`}
      />
      <SelectField
        label={t`Working time`}
        value={rules}
        onChange={setRules}
        choices={[
          { value: "", label: t`As for everybody` },
          ...sets.all.map((one) => ({ value: one.code, label: one.label })),
        ]}
        hint={t`Of their own, such as for who is under 18`}
      />
      {areas.length > 0 && (
        <fieldset className="co-fields">
          <legend className="co-form__part">{t`Knows these areas`}</legend>
          {areas.map((zone) => (
            <Checkbox
              key={zone.id}
              label={zone.name}
              isSelected={known.has(zone.id)}
              onChange={toggle(zone.id)}
            />
          ))}
        </fieldset>
      )}
      <Checkbox label={t`In use`} isSelected={active} onChange={setActive} />
    </FormDialog>
  );
}
