import { useLingui } from "@lingui/react/macro";
import type { Shift } from "@pannier/api";
import { ProblemState, useMay } from "@pannier/app";
import { Button, DataTable, EmptyState, Skeleton, useFormat } from "@pannier/ui";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { NewShift } from "./NewShift.tsx";
import { ShiftServes } from "./ShiftServes.tsx";
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
            stacks
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
              {
                id: "law",
                label: t`By law`,
                cell: (shift) => <ByLaw shift={shift} />,
              },
              {
                id: "serves",
                label: t`Serves`,
                cell: (shift) => <ShiftServes shift={shift} />,
              },
              {
                id: "overtime",
                label: t`Overtime at most`,
                wideOnly: true,
                cell: (shift) =>
                  shift.overtime_s > 0
                    ? t`${format.duration(shift.overtime_s)}, ${format.money(shift.overtime_per_hour_cents)} an hour`
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

/** The breaks that a plan takes for the law, and what of the shift cannot be planned as it asks for. */
function ByLaw({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const format = useFormat();
  if (shift.work.label === null) return "–";
  return (
    <>
      {shift.work.breaks.map((rest) => (
        <div key={`${rest.earliest} ${rest.duration_s}`} title={shift.work.label ?? undefined}>
          {t`${format.duration(rest.duration_s)} begun within ${format.window({ start: rest.earliest, end: rest.latest })}`}
        </div>
      ))}
      {shift.work.breaks.length === 0 && <div>{t`no break needed`}</div>}
      {shift.work.notes.map((note) => (
        <div key={note} className="pn-quiet">
          {note}
        </div>
      ))}
    </>
  );
}
