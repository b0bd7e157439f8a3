/** A shift as a person enters it: what follows from it, what cannot be, and what is sent. */
import type { NewShift, Shift } from "@pannier/api";
import { instantIn, minutesOf, readTime, timeOf } from "@pannier/core";
import { placeIn } from "./stationDraft.ts";

export interface ShiftDraft {
  riderId: string;
  vehicleId: string;
  from: string;
  until: string;
  restMin: string;
  restFrom: string;
  restUntil: string;
  overtimeMin: string;
  /** What an hour of it costs on top, in whole units of the currency. */
  overtimeRate: string;
  /** Latitude, longitude where the vehicle stands before and after; empty for the hub. */
  startAt: string;
  endAt: string;
}

export type ShiftFault =
  | "not_a_time"
  | "ends_first"
  | "too_long"
  | "rests_outside"
  | "rest_too_long"
  | "not_a_price"
  | "not_a_place";
export type ShiftFaults = Partial<Record<keyof ShiftDraft, ShiftFault>>;

export const NO_REST = "0";
export const NO_OVERTIME = "0";
const PRICE = /^\s*(?:\d{1,5}(?:[.,]\d{1,2})?)?\s*$/;
const REST = "30";
// After six hours of work people must rest (directive 2003/88/EC leaves the length to the countries).
const WORK_WITHOUT_REST_MIN = 6 * 60;
const LONGEST_MIN = 16 * 60;
const QUARTER_MIN = 15;

/** A rest in the middle of the shift for one that is long enough to need it: 11:30–14:00 of 08:00–16:00. */
export function restOf(from: string, until: string) {
  const [start, end] = [minutesOf(from) ?? 0, minutesOf(until) ?? 0];
  const work = Math.max(0, end - start);
  const at = (share: number) => timeOf(start + Math.round((work * share) / QUARTER_MIN) * QUARTER_MIN);
  return {
    restMin: work >= WORK_WITHOUT_REST_MIN ? REST : NO_REST,
    restFrom: at(7 / 16),
    restUntil: at(3 / 4),
  };
}

/** The service day of a hub. */
export interface DayOfHub {
  date: string;
  zone: string;
}

const USUAL = { from: "08:00", until: "16:00" };
const SECOND_MIN = 4 * 60;
const LAST_MIN = 23 * 60 + 45;

/** The usual hours; where everybody rides in them, those after the shift that ends first. */
function hoursFor(riderIds: readonly string[], shifts: readonly Shift[], { date, zone }: DayOfHub) {
  const hours = hoursOf(USUAL, date, zone);
  const rides = (id: string) => hours && shifts.some((one) => one.rider_id === id && overlap(one, hours));
  const ends = shifts.filter((one) => riderIds.includes(one.rider_id)).map((one) => Date.parse(one.ends_at));
  if (ends.length === 0 || !riderIds.every(rides)) return USUAL;
  const first = new Date(Math.min(...ends));
  const from = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(first);
  return { from, until: timeOf(Math.min((minutesOf(from) ?? 0) + SECOND_MIN, LAST_MIN)) };
}

/** What was entered, and for all else what is likely meant: first who has no shift, then who is free in these hours. */
export function draftOf(
  entered: Partial<ShiftDraft>,
  riderIds: readonly string[],
  vehicleIds: readonly string[],
  shifts: readonly Shift[],
  { date, zone }: DayOfHub,
): ShiftDraft {
  const usual = hoursFor(riderIds, shifts, { date, zone });
  const [from, until] = [entered.from ?? usual.from, entered.until ?? usual.until];
  const hours = hoursOf({ from, until }, date, zone);
  const free = (ids: readonly string[], of: "rider_id" | "vehicle_id"): string => {
    const hasNone = ids.find((id) => !shifts.some((shift) => shift[of] === id));
    const isFree = (id: string) => !hours || !shifts.some((one) => one[of] === id && overlap(one, hours));
    return hasNone ?? ids.find(isFree) ?? ids[0] ?? "";
  };
  return {
    riderId: free(riderIds, "rider_id"),
    vehicleId: free(vehicleIds, "vehicle_id"),
    from,
    until,
    ...restOf(from, until),
    overtimeMin: NO_OVERTIME,
    overtimeRate: "",
    startAt: "",
    endAt: "",
    ...entered,
  };
}

/** Faults that need no server, by field. */
export function faultsOf(draft: ShiftDraft): ShiftFaults {
  const faults: ShiftFaults = {};
  if (draft.overtimeMin !== NO_OVERTIME && !PRICE.test(draft.overtimeRate))
    faults.overtimeRate = "not_a_price";
  for (const field of ["startAt", "endAt"] as const)
    if (draft[field].trim() && !placeIn(draft[field])) faults[field] = "not_a_place";
  const rests = draft.restMin !== NO_REST;
  const times = rests ? (["from", "until", "restFrom", "restUntil"] as const) : (["from", "until"] as const);
  for (const field of times) if (minutesOf(draft[field]) === null) faults[field] = "not_a_time";
  const [from, until] = [minutesOf(draft.from), minutesOf(draft.until)];
  if (from === null || until === null) return faults;
  if (until <= from) return { ...faults, until: "ends_first" };
  if (until - from > LONGEST_MIN) return { ...faults, until: "too_long" };
  return { ...faults, ...(rests && restFaults(draft, from, until)) };
}

function restFaults(draft: ShiftDraft, from: number, until: number): ShiftFaults {
  const [start, end] = [minutesOf(draft.restFrom), minutesOf(draft.restUntil)];
  if (start === null || end === null) return {};
  if (start < from || start > until) return { restFrom: "rests_outside" };
  if (end > until) return { restUntil: "rests_outside" };
  if (end <= start) return { restUntil: "ends_first" };
  return end - start < Number(draft.restMin) ? { restMin: "rest_too_long" } : {};
}

type Hours = Pick<NewShift, "starts_at" | "ends_at">;

/** The hours from first to last minute, meant in the hub's zone; null while they are no times. */
export function hoursOf(draft: Pick<ShiftDraft, "from" | "until">, date: string, zone: string): Hours | null {
  const [from, until] = [readTime(draft.from), readTime(draft.until)];
  return from && until
    ? { starts_at: instantIn(zone, date, from), ends_at: instantIn(zone, date, until) }
    : null;
}

const overlap = (shift: Shift, hours: Hours): boolean =>
  Date.parse(shift.starts_at) < Date.parse(hours.ends_at) &&
  Date.parse(shift.ends_at) > Date.parse(hours.starts_at);

/** Who or what has a shift in these hours already, with that shift. */
export function takenBy(draft: ShiftDraft, hours: Hours, shifts: readonly Shift[]) {
  const other = (of: (shift: Shift) => boolean) => shifts.find((shift) => of(shift) && overlap(shift, hours));
  return {
    riderId: other((shift) => shift.rider_id === draft.riderId),
    vehicleId: other((shift) => shift.vehicle_id === draft.vehicleId),
  };
}

/** The shift to send, of a draft without faults. */
export function shiftOf(draft: ShiftDraft, date: string, zone: string): NewShift {
  const at = (time: string) => instantIn(zone, date, readTime(time) ?? time);
  return {
    rider_id: draft.riderId,
    vehicle_id: draft.vehicleId,
    date,
    starts_at: at(draft.from),
    ends_at: at(draft.until),
    ...(draft.restMin !== NO_REST && {
      break_s: Number(draft.restMin) * 60,
      break_start: at(draft.restFrom),
      break_end: at(draft.restUntil),
    }),
    ...ownEnd("start_at", draft.startAt),
    ...ownEnd("end_at", draft.endAt),
    ...(draft.overtimeMin !== NO_OVERTIME && {
      overtime_s: Number(draft.overtimeMin) * 60,
      overtime_per_hour_cents: Math.round(Number(draft.overtimeRate.replace(",", ".")) * 100),
    }),
  };
}

function ownEnd(name: "start_at" | "end_at", text: string) {
  const at = placeIn(text);
  return at ? { [name]: { lon: at[0], lat: at[1] } } : {};
}
