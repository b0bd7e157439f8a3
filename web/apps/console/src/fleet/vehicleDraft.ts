/** A vehicle's figures as typed: read in the units people use, sent in those of the API. */
import type { Vehicle, VehicleChange, VehicleKind } from "@pannier/api";

type Own = "payload_g" | "volume_ml" | "parcels_max" | "battery_wh" | "service_percent";
type Limit =
  | "shift_distance_m"
  | "shift_duration_s"
  | "shift_stops"
  | "trip_distance_m"
  | "trip_duration_s"
  | "trip_stops";
export type Figure = Own | Limit;

/** How many of the API's units one typed unit is. */
const SCALES: Readonly<Record<Figure, number>> = {
  payload_g: 1000,
  volume_ml: 1000,
  parcels_max: 1,
  battery_wh: 1000,
  service_percent: 1,
  shift_distance_m: 1000,
  shift_duration_s: 3600,
  shift_stops: 1,
  trip_distance_m: 1000,
  trip_duration_s: 3600,
  trip_stops: 1,
};
export const FIGURES = Object.keys(SCALES) as Figure[];
const OWN: ReadonlySet<string> = new Set([
  "payload_g",
  "volume_ml",
  "parcels_max",
  "battery_wh",
  "service_percent",
]);

export type VehicleDraft = Record<Figure, string> & {
  spare_batteries: string;
  equipment: string;
  capacities: string;
};

const shown = (value: number | null, scale: number): string =>
  value === null ? "" : String(Number((value / scale).toFixed(3)));

/** What stands in the form at first: the vehicle's own figures; what is as its kind stays empty. */
export function draftOfVehicle(vehicle: Vehicle): VehicleDraft {
  const figure = (name: Figure): number | null =>
    OWN.has(name) ? vehicle.overrides[name as Own] : vehicle[name as Limit];
  return {
    ...(Object.fromEntries(FIGURES.map((name) => [name, shown(figure(name), SCALES[name])])) as Record<
      Figure,
      string
    >),
    spare_batteries: String(vehicle.spare_batteries),
    equipment: vehicle.equipment.join(", "),
    capacities: Object.entries(vehicle.capacities)
      .map(([name, amount]) => `${name} ${amount}`)
      .join(", "),
  };
}

/** What an empty field stands for: the kind's own figures, as they would be typed. */
export const usualOf = (kind: VehicleKind | undefined): Partial<Record<DraftField, string>> =>
  kind
    ? {
        payload_g: shown(kind.payload_g, SCALES.payload_g),
        volume_ml: shown(kind.volume_ml, SCALES.volume_ml),
        parcels_max: shown(kind.parcels_max, SCALES.parcels_max),
        battery_wh: shown(kind.battery_wh, SCALES.battery_wh),
        service_percent: shown(kind.service_percent, SCALES.service_percent),
      }
    : {};

/** A number as typed, in the API's units; null for nothing, undefined for what is none. */
export function figureIn(text: string, scale: number): number | null | undefined {
  if (text.trim() === "") return null;
  if (!/^\s*\d{1,7}(?:[.,]\d{1,3})?\s*$/.test(text)) return undefined;
  return Math.round(Number(text.replace(",", ".")) * scale);
}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** "cold_l 40, pallets 2" by name; undefined when it is not written so. */
export function amountsIn(text: string): Record<string, number> | undefined {
  const found: Record<string, number> = {};
  for (const part of listed(text)) {
    const [name = "", amount = "", ...more] = part.split(/[\s:=]+/);
    if (!NAME.test(name) || !/^\d{1,9}$/.test(amount) || more.length > 0) return undefined;
    found[name] = Number(amount);
  }
  return found;
}

/** Words between commas, as needs and skills are written; undefined when one is none. */
export function wordsIn(text: string): string[] | undefined {
  const words = listed(text).map((word) => word.toLowerCase().replaceAll(" ", "_"));
  return words.every((word) => /^[a-z0-9][a-z0-9_-]{0,39}$/.test(word)) ? words : undefined;
}

const listed = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean);

export type DraftField = keyof VehicleDraft;

/** The fields that cannot be meant. */
export function faultsOfVehicle(draft: VehicleDraft): ReadonlySet<DraftField> {
  const faults = new Set<DraftField>();
  for (const name of FIGURES) if (figureIn(draft[name], SCALES[name]) === undefined) faults.add(name);
  if (!/^\s*\d{1,3}\s*$/.test(draft.spare_batteries)) faults.add("spare_batteries");
  if (amountsIn(draft.capacities) === undefined) faults.add("capacities");
  if (wordsIn(draft.equipment) === undefined) faults.add("equipment");
  return faults;
}

/** What is to be changed: only fields that differ from what the form showed at first. */
export function changeOf(vehicle: Vehicle, draft: VehicleDraft): VehicleChange {
  const before = draftOfVehicle(vehicle);
  const change: Record<string, unknown> = {};
  for (const name of FIGURES)
    if (draft[name] !== before[name]) change[name] = figureIn(draft[name], SCALES[name]);
  if (draft.spare_batteries !== before.spare_batteries)
    change.spare_batteries = Number(draft.spare_batteries);
  if (draft.capacities !== before.capacities) change.capacities = amountsIn(draft.capacities);
  if (draft.equipment !== before.equipment) change.equipment = wordsIn(draft.equipment);
  return change as VehicleChange;
}
