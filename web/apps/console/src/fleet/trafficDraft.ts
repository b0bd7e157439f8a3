/** Hours of traffic as typed: a row for each span, one kind of vehicle or all, one set of weekdays, one zone or all. */
import type { TrafficHours } from "@pannier/api";

export interface TrafficRow {
  /** Tells rows apart while they are typed and removed. */
  id: number;
  kinds: string;
  weekdays: string;
  begins: string;
  ends: string;
  longer: string;
  zone: string;
}

export type TrafficFault = "no_time" | "reversed" | "no_share";
export type TrafficFaults = Readonly<Record<number, Partial<Record<keyof TrafficRow, TrafficFault>>>>;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const LEAST = -50;
const MOST = 400;

/** Sets of weekdays that are offered: every day, working days, the weekend, then each day. */
export const WEEKDAYS: readonly string[] = ["", "1,2,3,4,5", "6,7", "1", "2", "3", "4", "5", "6", "7"];

export const trafficRowsOf = (hours: readonly TrafficHours[]): TrafficRow[] =>
  hours.map((one, id) => ({
    id,
    kinds: one.kinds.join(","),
    weekdays: one.weekdays.join(","),
    begins: one.begins,
    ends: one.ends,
    longer: String(one.longer_percent),
    zone: one.zone_id ?? "",
  }));

/** The rows with one more: the morning of working days. */
export const addTrafficRow = (rows: readonly TrafficRow[]): TrafficRow[] => [
  ...rows,
  {
    id: Math.max(-1, ...rows.map((row) => row.id)) + 1,
    kinds: "",
    weekdays: "1,2,3,4,5",
    begins: "07:00",
    ends: "09:00",
    longer: "",
    zone: "",
  },
];

const shareIn = (text: string): number | undefined => {
  const typed = text.trim().replace("−", "-");
  return /^[+-]?\d{1,3}$/.test(typed) ? Number(typed) : undefined;
};

/** What cannot be meant, by row. */
export function trafficFaultsOf(rows: readonly TrafficRow[]): TrafficFaults {
  const faults: Record<number, Partial<Record<keyof TrafficRow, TrafficFault>>> = {};
  for (const row of rows) {
    const found: Partial<Record<keyof TrafficRow, TrafficFault>> = {};
    if (!CLOCK.test(row.begins)) found.begins = "no_time";
    if (!CLOCK.test(row.ends)) found.ends = "no_time";
    else if (!found.begins && row.ends <= row.begins) found.ends = "reversed";
    const share = shareIn(row.longer);
    if (share === undefined || share < LEAST || share > MOST) found.longer = "no_share";
    if (Object.keys(found).length > 0) faults[row.id] = found;
  }
  return faults;
}

const listIn = (text: string): string[] => text.split(",").filter(Boolean);

/** The hours to send. */
export const trafficIn = (rows: readonly TrafficRow[]): TrafficHours[] =>
  rows.map((row) => ({
    kinds: listIn(row.kinds),
    weekdays: listIn(row.weekdays).map(Number),
    begins: row.begins,
    ends: row.ends,
    longer_percent: shareIn(row.longer) ?? 0,
    zone_id: row.zone || null,
  }));
