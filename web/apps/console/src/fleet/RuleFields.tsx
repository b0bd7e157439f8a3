import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, TextField } from "@pannier/ui";
import { useFleet } from "./useFleet.ts";
import { useWeekdays } from "./weekdays.ts";
import { type RuleDraft, spansIn } from "./zoneDraft.ts";

export interface RuleFieldsProps {
  rule: RuleDraft;
  onChange: (rule: RuleDraft) => void;
  onRemove: () => void;
}

const toggled = <Item,>(items: readonly Item[], item: Item, on: boolean): Item[] =>
  on ? [...items, item] : items.filter((one) => one !== item);

/** One rule of a zone: whom it binds, on which days, and when they may be inside. */
export function RuleFields({ rule, onChange, onRemove }: RuleFieldsProps) {
  const { t } = useLingui();
  const { kinds } = useFleet();
  const weekdays = useWeekdays();
  return (
    <fieldset className="co-kinds">
      <legend className="pn-field__label">{t`Rule`}</legend>
      {(kinds.data ?? []).map((kind) => (
        <Checkbox
          key={kind.code}
          label={kind.label}
          isSelected={rule.kinds.includes(kind.code)}
          onChange={(on) => onChange({ ...rule, kinds: toggled(rule.kinds, kind.code, on) })}
        />
      ))}
      <Checkbox
        label={t`Only those that burn fuel`}
        isSelected={rule.fuelOnly}
        onChange={(fuelOnly) => onChange({ ...rule, fuelOnly })}
      />
      <p className="pn-field__hint">{t`None chosen: every kind.`}</p>
      {weekdays.map((name, day) => (
        <Checkbox
          key={name}
          label={name}
          isSelected={rule.weekdays.includes(day + 1)}
          onChange={(on) => onChange({ ...rule, weekdays: toggled(rule.weekdays, day + 1, on) })}
        />
      ))}
      <p className="pn-field__hint">{t`None chosen: every day.`}</p>
      <TextField
        label={t`May be inside`}
        value={rule.hours}
        onChange={(hours) => onChange({ ...rule, hours })}
        error={spansIn(rule.hours) ? undefined : t`Give it like 06:00-10:30, 18:00-22:00.`}
        hint={t`Like 06:00-10:30; empty: never`}
      />
      <Button small onPress={onRemove}>
        {t`Remove the rule`}
      </Button>
    </fieldset>
  );
}
