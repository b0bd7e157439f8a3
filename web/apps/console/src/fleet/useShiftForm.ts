import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet } from "@pannier/api";
import { toast, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import {
  draftOf,
  faultsOf,
  hoursOf,
  type ShiftDraft,
  type ShiftFault,
  shiftOf,
  takenBy,
} from "./shiftDraft.ts";
import { useFleet } from "./useFleet.ts";

// Fields of the form → last part of the pointer in the server's answer.
const POINTERS: Record<keyof ShiftDraft, string> = {
  riderId: "rider_id",
  vehicleId: "vehicle_id",
  from: "starts_at",
  until: "ends_at",
  restMin: "break_s",
  restFrom: "break_start",
  restUntil: "break_end",
  overtimeMin: "overtime_s",
  overtimeRate: "overtime_per_hour_cents",
  startAt: "start_at",
  endAt: "end_at",
};

/** What is entered for the shift, completed, and what stands in its way. */
function useShiftDraft() {
  const format = useFormat();
  const { hub, date } = useDay();
  const zone = hub?.timezone ?? format.settings.timeZone;
  const fleetOfHub = useFleet();
  const [entered, setEntered] = useState<Partial<ShiftDraft>>({});
  const riders = (fleetOfHub.riders.data ?? []).filter((one) => one.hub_id === hub?.id && one.active);
  const vehicles = (fleetOfHub.vehicles.data ?? []).filter((one) => one.active);
  const shifts = fleetOfHub.shifts.data ?? [];
  const ids = (all: readonly { id: string }[]) => all.map((one) => one.id);
  const draft = draftOf(entered, ids(riders), ids(vehicles), shifts, { date, zone });
  const hours = hoursOf(draft, date, zone);
  return {
    draft,
    isTouched: Object.keys(entered).length > 0,
    faults: faultsOf(draft),
    taken: hours && takenBy(draft, hours, shifts),
    riders,
    vehicles,
    body: () => shiftOf(draft, date, zone),
    enter: (field: keyof ShiftDraft, value: string) =>
      setEntered((before) => ({ ...before, [field]: value })),
  };
}

function useFaultWords(): (fault: ShiftFault) => string {
  const { t } = useLingui();
  const words: Record<ShiftFault, string> = {
    not_a_time: t`Give a time like 08:30.`,
    ends_first: t`Must be after its start.`,
    too_long: t`16 hours at most; split it.`,
    rests_outside: t`Lies outside the shift.`,
    rest_too_long: t`Longer than the time for it.`,
    not_a_price: t`Give a price like 12 or 12.50.`,
    not_a_place: t`Give it like 43.73550, 7.42250.`,
  };
  return (fault) => words[fault];
}

/** The form of a new shift: values and errors by field, and the command. */
export function useShiftForm(onMade: () => void) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const wordsOf = useFaultWords();
  const { draft, isTouched, faults, taken, riders, vehicles, body, enter } = useShiftDraft();
  const [tried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () => fleet.createShift(body()),
    onSuccess: () => {
      toast(t`The shift is part of the next plan.`);
      void client.invalidateQueries({ queryKey: ["shifts"] });
      onMade();
    },
  });
  const errorOf = (field: keyof ShiftDraft): string | undefined => {
    const other = field === "riderId" || field === "vehicleId" ? taken?.[field] : undefined;
    if (other && (tried || isTouched))
      return t`Has a shift ${format.window({ start: other.starts_at, end: other.ends_at })} already.`;
    const fault = faults[field];
    if (tried && fault) return wordsOf(fault);
    return create.error instanceof ApiProblem ? create.error.fieldDetail(POINTERS[field]) : undefined;
  };
  return {
    draft,
    riders,
    vehicles,
    create,
    isReady: Boolean(draft.riderId && draft.vehicleId),
    bind: (field: keyof ShiftDraft) => ({
      value: draft[field],
      error: errorOf(field),
      onChange: (value: string) => enter(field, value),
    }),
    submit: () => {
      setTried(true);
      if (Object.keys(faults).length === 0 && !taken?.riderId && !taken?.vehicleId) create.mutate();
    },
  };
}
