import { useLingui } from "@lingui/react/macro";
import { TextField } from "@pannier/ui";
import { type ChargerDraft, type ChargerFault, chargerFaultsOf } from "./chargerDraft.ts";

export interface ChargerFieldsProps {
  draft: ChargerDraft;
  onChange: (draft: ChargerDraft) => void;
}

/** How many plugs there are and when, what others have reserved, and what power costs by time of day. */
export function ChargerFields({ draft, onChange }: ChargerFieldsProps) {
  const { t } = useLingui();
  const faults = chargerFaultsOf(draft);
  const sentences: Record<ChargerFault, string> = {
    no_count: t`Give a number of plugs, or leave it empty.`,
    uncounted: t`Say how many plugs there are; only then one can be reserved.`,
    no_hours: t`Write each line like 06:00-22:00.`,
    no_reservation: t`Write each line like 2026-03-10 12:00-13:30.`,
    no_price: t`Write each line like 07:00 31.2.`,
    same_price: t`Two prices begin at the same time.`,
  };
  const bind = (field: keyof ChargerDraft) => {
    const fault = faults[field];
    return {
      value: draft[field],
      error: fault && sentences[fault],
      onChange: (value: string) => onChange({ ...draft, [field]: value }),
    };
  };
  return (
    <div className="co-form">
      <TextField label={t`Plugs`} {...bind("plugs")} hint={t`At once; empty: plenty`} />
      <TextField
        label={t`Open`}
        rows={2}
        {...bind("hours")}
        hint={t`A line for each span, like 06:00-22:00; empty: always`}
      />
      <TextField
        label={t`Prices`}
        rows={3}
        {...bind("prices")}
        hint={t`From when on, cents a kWh: 07:00 31.2; empty: what the kinds say`}
      />
      <TextField
        label={t`Reserved by others`}
        rows={2}
        {...bind("reservations")}
        hint={t`A plug a line, like 2026-03-10 12:00-13:30`}
      />
    </div>
  );
}
