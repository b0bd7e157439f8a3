import { useLingui } from "@lingui/react/macro";
import { fleet, type Shift } from "@pannier/api";
import { ProblemState, useMay, useProblemText } from "@pannier/app";
import { instantIn } from "@pannier/core";
import {
  Banner,
  Button,
  DataTable,
  DateField,
  Dialog,
  EmptyState,
  SelectField,
  Skeleton,
  toast,
  useFormat,
} from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { useFleet } from "./useFleet.ts";

export function Shifts() {
  const { t } = useLingui();
  const format = useFormat();
  const may = useMay();
  const { date } = useDay();
  const { shifts } = useFleet();
  const [adding, setAdding] = useState(false);
  if (shifts.isPending) return <Skeleton label={t`Loading shifts`} lines={6} />;
  if (shifts.isLoadingError)
    return <ProblemState error={shifts.error} onRetry={() => void shifts.refetch()} />;
  const add = may("fleet:write") && (
    <Button look={shifts.data.length === 0 ? "primary" : "plain"} icon="plus" onPress={() => setAdding(true)}>
      {t`Add a shift`}
    </Button>
  );
  return (
    <div className="co-stack">
      {shifts.data.length === 0 ? (
        <EmptyState icon="clock" title={t`Nobody is on shift on ${format.day(date)}`} action={add}>
          {t`A plan needs riders with a vehicle and working hours.`}
        </EmptyState>
      ) : (
        <>
          <div className="co-tools">{add}</div>
          <DataTable<Shift>
            label={t`Shifts`}
            rows={shifts.data}
            rowKey={(shift) => shift.id}
            columns={[
              {
                id: "rider",
                label: t`Rider`,
                cell: (shift) => <b dir="auto">{shift.rider_name}</b>,
              },
              { id: "vehicle", label: t`Vehicle`, cell: (shift) => shift.vehicle_name },
              {
                id: "hours",
                label: t`Hours`,
                cell: (shift) => format.window({ start: shift.starts_at, end: shift.ends_at }),
              },
              {
                id: "break",
                label: t`Break`,
                wideOnly: true,
                cell: (shift) =>
                  shift.break_s > 0
                    ? t`${format.duration(shift.break_s)} within ${format.window({ start: shift.break_start, end: shift.break_end })}`
                    : "–",
              },
            ]}
          />
        </>
      )}
      {adding && <NewShift onClose={() => setAdding(false)} />}
    </div>
  );
}

const NO_REST = "0";
const RESTS_MIN = [NO_REST, "15", "30", "45", "60"];

function NewShift({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const textOf = useProblemText();
  const { hub, date } = useDay();
  const { riders, vehicles } = useFleet();
  const [riderId, setRider] = useState("");
  const [vehicleId, setVehicle] = useState("");
  const [from, setFrom] = useState("08:00");
  const [until, setUntil] = useState("16:00");
  const [restMin, setRestMin] = useState("30");
  const [restFrom, setRestFrom] = useState("11:30");
  const [restUntil, setRestUntil] = useState("14:00");
  const rider = riderId || (riders.data?.[0]?.id ?? "");
  const vehicle = vehicleId || (vehicles.data?.[0]?.id ?? "");
  const zone = hub?.timezone ?? format.settings.timeZone;
  const create = useMutation({
    mutationFn: () =>
      fleet.createShift({
        rider_id: rider,
        vehicle_id: vehicle,
        date,
        starts_at: instantIn(zone, date, from),
        ends_at: instantIn(zone, date, until),
        ...(restMin !== NO_REST && {
          break_s: Number(restMin) * 60,
          break_start: instantIn(zone, date, restFrom),
          break_end: instantIn(zone, date, restUntil),
        }),
      }),
    onSuccess: () => {
      toast(t`The shift is part of the next plan.`);
      void client.invalidateQueries({ queryKey: ["shifts"] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t`Add a shift on ${format.day(date)}`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isPending={create.isPending}
            isDisabled={!rider || !vehicle}
            onPress={() => create.mutate()}
          >
            {t`Add`}
          </Button>
        </>
      }
    >
      <div className="co-form">
        {create.isError && (
          <div className="co-form__whole">
            <Banner tone="danger">{textOf(create.error)}</Banner>
          </div>
        )}
        <SelectField
          label={t`Rider`}
          value={rider}
          onChange={setRider}
          choices={(riders.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
        <SelectField
          label={t`Vehicle`}
          value={vehicle}
          onChange={setVehicle}
          choices={(vehicles.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
        <DateField label={t`From`} type="time" value={from} onChange={setFrom} isRequired />
        <DateField label={t`Until`} type="time" value={until} onChange={setUntil} isRequired />
        <SelectField
          label={t`Break`}
          value={restMin}
          onChange={setRestMin}
          choices={RESTS_MIN.map((value) => ({ value, label: value === NO_REST ? t`none` : t`${value} min` }))}
        />
        {restMin !== NO_REST && (
          <>
            <DateField label={t`Break not before`} type="time" value={restFrom} onChange={setRestFrom} isRequired />
            <DateField label={t`Break over by`} type="time" value={restUntil} onChange={setRestUntil} isRequired />
          </>
        )}
      </div>
    </Dialog>
  );
}
