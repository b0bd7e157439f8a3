import { useLingui } from "@lingui/react/macro";
import { readTime } from "@pannier/core";
import { Checkbox, TextField } from "@pannier/ui";
import { CornerMap } from "../fleet/ZoneForm.tsx";
import { cornersIn, cornersOf } from "../fleet/zoneDraft.ts";
import { BlockedStreets } from "./BlockedStreets.tsx";
import { useBlockedStreets, useVehicleKinds } from "./blockedStreets.ts";
import type { ChangeDraft } from "./changeDraft.ts";

interface BlockedFieldsProps {
  draft: ChangeDraft;
  onChange: (change: Partial<ChangeDraft>) => void;
}

/** Where a street is blocked and for how long: a place, or the points of a stretch. */
export function BlockedFields({ draft, onChange }: BlockedFieldsProps) {
  const { t } = useLingui();
  const kinds = useVehicleKinds();
  const points = cornersIn(draft.line);
  return (
    <>
      <BlockedStreets streets={useBlockedStreets().data ?? []} />
      <TextField
        label={t`What is blocked`}
        value={draft.blocked}
        onChange={(blocked) => onChange({ blocked })}
        hint={t`Leave it empty to look again at what is blocked already`}
      />
      {draft.blocked.trim() && (
        <>
          <TextField
            label={t`Where`}
            value={draft.line}
            onChange={(line) => onChange({ line })}
            rows={2}
            error={draft.line && !points ? t`Write latitude, longitude of each point.` : undefined}
            hint={t`Press on the map: one point for a place, several for a stretch`}
          />
          <CornerMap
            zone={null}
            corners={points ?? []}
            onPress={(at) => onChange({ line: cornersOf([...(points ?? []), at]) })}
          />
          <TextField
            label={t`Blocked as far around`}
            unit="m"
            inputMode="decimal"
            value={draft.withinM}
            onChange={(withinM) => onChange({ withinM })}
          />
          <TextField
            label={t`Blocked from`}
            value={draft.from}
            onChange={(from) => onChange({ from })}
            error={draft.from.trim() && !readTime(draft.from) ? t`Write a time like 9:30.` : undefined}
            hint={t`A time of this day; empty: from now`}
          />
          <TextField
            label={t`For how long`}
            unit="h"
            inputMode="decimal"
            value={draft.hours}
            onChange={(hours) => onChange({ hours })}
          />
          <fieldset className="co-kinds">
            <legend className="pn-field__label">{t`Who cannot pass`}</legend>
            {kinds.map((kind) => (
              <Checkbox
                key={kind.code}
                label={kind.label}
                isSelected={draft.kinds.includes(kind.code)}
                onChange={(on) =>
                  onChange({
                    kinds: on ? [...draft.kinds, kind.code] : draft.kinds.filter((one) => one !== kind.code),
                  })
                }
              />
            ))}
            <p className="pn-field__hint">{t`None chosen: every kind.`}</p>
          </fieldset>
        </>
      )}
    </>
  );
}
