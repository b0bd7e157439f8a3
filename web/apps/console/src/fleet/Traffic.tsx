import { useLingui } from "@lingui/react/macro";
import { places, type TrafficHours, type VehicleKind, type Zone, zones } from "@pannier/api";
import { useFailureToast, useMay } from "@pannier/app";
import { Button, IconButton, Panel, SelectField, TextField, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  addTrafficRow,
  type TrafficFault,
  type TrafficRow,
  trafficFaultsOf,
  trafficIn,
  trafficRowsOf,
  WEEKDAYS,
} from "./trafficDraft.ts";
import { useWeekdays } from "./weekdays.ts";

/** At which hours ways take longer than the street network says, for whom and where. */
export function Traffic({ kinds }: { kinds: readonly VehicleKind[] }) {
  const { t } = useLingui();
  const may = useMay();
  const hours = useQuery({ queryKey: ["traffic"], queryFn: places.traffic });
  const areas = useQuery({ queryKey: ["zones"], queryFn: zones.list });
  if (!hours.data || !areas.data) return null;
  return (
    <Panel title={t`Hours of traffic`}>
      <p className="pn-quiet">
        {t`At these hours ways take longer than the map says; where two lines meet, the slower one counts, and a zone's own line in place of the city's. Bicycles and walkers are seldom slowed down: name the kinds that are.`}
      </p>
      {may("hubs:write") ? (
        <TrafficForm key={JSON.stringify(hours.data)} hours={hours.data} kinds={kinds} zones={areas.data} />
      ) : (
        <ul>
          {trafficRowsOf(hours.data).map((row) => (
            <li key={row.id}>
              <Line row={row} kinds={kinds} zones={areas.data} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface LineProps {
  row: TrafficRow;
  kinds: readonly VehicleKind[];
  zones: readonly Zone[];
}

/** One line for who may only read: when, how much, whom and where. */
function Line({ row, kinds, zones }: LineProps) {
  const { t } = useLingui();
  const daysOf = useDayWords();
  const codes = row.kinds.split(",").filter(Boolean);
  const who = codes.map((code) => kinds.find((kind) => kind.code === code)?.label ?? code).join(", ");
  const share = Number(row.longer);
  const words = [
    daysOf(row.weekdays),
    who || t`All kinds`,
    zones.find((zone) => zone.id === row.zone)?.name ?? t`The whole city`,
  ].join(", ");
  return share < 0
    ? t`${row.begins} to ${row.ends}: ${-share} % less. ${words}`
    : t`${row.begins} to ${row.ends}: ${share} % longer. ${words}`;
}

interface FormProps {
  hours: readonly TrafficHours[];
  kinds: readonly VehicleKind[];
  zones: readonly Zone[];
}

function TrafficForm({ hours, kinds, zones }: FormProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [rows, setRows] = useState(() => trafficRowsOf(hours));
  const faults = trafficFaultsOf(rows);
  const change = useMutation({
    mutationFn: places.setTraffic,
    onError: fail,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["traffic"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(faults).length === 0) change.mutate(trafficIn(rows));
  };
  const isSame = JSON.stringify(trafficIn(rows)) === JSON.stringify(hours);
  return (
    <form className="co-stack" onSubmit={submit}>
      {rows.map((row, place) => (
        <Row
          key={row.id}
          row={row}
          number={place + 1}
          kinds={kinds}
          zones={zones}
          faults={faults[row.id] ?? {}}
          onChange={(part) =>
            setRows((before) => before.map((one) => (one.id === row.id ? { ...one, ...part } : one)))
          }
          onRemove={() => setRows((before) => before.filter((one) => one.id !== row.id))}
        />
      ))}
      <div className="co-tools">
        <Button small icon="plus" onPress={() => setRows(addTrafficRow)}>
          {t`Add hours`}
        </Button>
        <Button
          small
          type="submit"
          isDisabled={isSame || Object.keys(faults).length > 0}
          isPending={change.isPending}
        >
          {t`Set the hours`}
        </Button>
      </div>
    </form>
  );
}

interface RowProps {
  row: TrafficRow;
  number: number;
  kinds: readonly VehicleKind[];
  zones: readonly Zone[];
  faults: Partial<Record<keyof TrafficRow, TrafficFault>>;
  onChange: (part: Partial<TrafficRow>) => void;
  onRemove: () => void;
}

function Row({ row, number, kinds, zones, faults, onChange, onRemove }: RowProps) {
  const { t } = useLingui();
  const days = useDayChoices(row.weekdays);
  const sentences: Record<TrafficFault, string> = {
    no_time: t`Give a time like 07:00; the day ends at 24:00.`,
    reversed: t`Ends before it begins; use two lines over midnight.`,
    no_share: t`Give percent from -50 to 400.`,
  };
  const named = [...kinds.map((kind) => ({ value: kind.code, label: kind.label }))];
  if (row.kinds && !named.some((one) => one.value === row.kinds))
    named.push({ value: row.kinds, label: row.kinds.replaceAll(",", ", ") });
  const bind = (field: "begins" | "ends" | "longer") => {
    const fault = faults[field];
    return {
      value: row[field],
      error: fault && sentences[fault],
      autoComplete: "off",
      onChange: (value: string) => onChange({ [field]: value }),
    };
  };
  return (
    <fieldset className="co-fields co-traffic">
      <legend className="pn-hidden">{t`Hours ${number}`}</legend>
      <TextField label={t`From`} {...bind("begins")} />
      <TextField label={t`Until`} {...bind("ends")} />
      <TextField label={t`Longer by`} unit="%" {...bind("longer")} />
      <SelectField
        label={t`Vehicles`}
        value={row.kinds}
        onChange={(value) => onChange({ kinds: value })}
        choices={[{ value: "", label: t`All kinds` }, ...named]}
      />
      <SelectField
        label={t`Days`}
        value={row.weekdays}
        onChange={(value) => onChange({ weekdays: value })}
        choices={days}
      />
      <SelectField
        label={t`Where`}
        value={row.zone}
        onChange={(value) => onChange({ zone: value })}
        choices={[
          { value: "", label: t`The whole city` },
          ...zones.map((zone) => ({ value: zone.id, label: zone.name })),
        ]}
      />
      <IconButton label={t`Remove hours ${number}`} icon="close" size={16} onPress={onRemove} />
    </fieldset>
  );
}

/** Say a set of weekdays. */
function useDayWords() {
  const { t } = useLingui();
  const weekdays = useWeekdays();
  return (days: string) => {
    if (days === "") return t`Every day`;
    if (days === "1,2,3,4,5") return t`Monday to Friday`;
    return days
      .split(",")
      .map((number) => weekdays[Number(number) - 1])
      .join(", ");
  };
}

/** Sets of weekdays to choose from, with the one that is set. */
function useDayChoices(set: string) {
  const label = useDayWords();
  const offered = WEEKDAYS.includes(set) ? WEEKDAYS : [...WEEKDAYS, set];
  return offered.map((value) => ({ value, label: label(value) }));
}
