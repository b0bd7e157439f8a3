import { useLingui } from "@lingui/react/macro";
import type { Hub } from "@pannier/api";
import { Checkbox } from "@pannier/ui";

/** Which hubs are planned together. */
export function HubChoice({
  hubs,
  chosen,
  onChange,
  isDisabled,
}: {
  hubs: readonly Hub[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  isDisabled: boolean;
}) {
  const { t } = useLingui();
  const all = hubs.every((hub) => chosen.has(hub.id));
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="co-hubs">
      <legend>{t`Hubs`}</legend>
      <Checkbox
        label={t`All hubs`}
        isSelected={all}
        isIndeterminate={!all && chosen.size > 0}
        isDisabled={isDisabled}
        onChange={(on) => onChange(new Set(on ? hubs.map((hub) => hub.id) : []))}
      />
      {hubs.map((hub) => (
        <Checkbox
          key={hub.id}
          label={hub.name}
          isSelected={chosen.has(hub.id)}
          isDisabled={isDisabled}
          onChange={(on) => toggle(hub.id, on)}
        />
      ))}
    </fieldset>
  );
}
