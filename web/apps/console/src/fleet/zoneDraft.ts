/** What is drawn and typed for a zone with hours; what is half right is none. */
import type { NewZone, Zone } from "@pannier/api";
import type { LonLat } from "@pannier/core";
import type { AreaShape } from "@pannier/map/scene";
import { placeIn } from "./stationDraft.ts";

export interface RuleDraft {
  kinds: readonly string[];
  fuelOnly: boolean;
  weekdays: readonly number[];
  /** Spans like "06:00-10:30, 18:00-22:00"; nothing is never. */
  hours: string;
}

export const EMPTY_RULE: RuleDraft = { kinds: [], fuelOnly: false, weekdays: [], hours: "" };

type Span = { from: string; until: string };
type Shape = { type: string; coordinates: unknown };

const SPAN = /^([01]\d|2[0-3]):[0-5]\d\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Spans as typed; null when one of them is no span. */
export function spansIn(text: string): Span[] | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && !parts[0]) return [];
  const spans: Span[] = [];
  for (const part of parts) {
    if (!SPAN.test(part)) return null;
    const [from = "", until = ""] = part.split(/\s*[-–]\s*/);
    if (from === until) return null;
    spans.push({ from, until });
  }
  return spans;
}

export const spansOf = (hours: readonly Span[]): string =>
  hours.map(({ from, until }) => `${from}-${until}`).join(", ");

export const draftOf = (rule: Zone["rules"][number]): RuleDraft => ({
  kinds: rule.kinds ?? [],
  fuelOnly: rule.fuel_only ?? false,
  weekdays: rule.weekdays ?? [],
  hours: spansOf(rule.hours ?? []),
});

/** The rules as they are sent; null while one of them cannot be read. */
export function rulesIn(drafts: readonly RuleDraft[]): NonNullable<NewZone["rules"]> | null {
  const rules = [];
  for (const draft of drafts) {
    const hours = spansIn(draft.hours);
    if (!hours) return null;
    const { kinds, fuelOnly, weekdays } = draft;
    rules.push({ kinds: [...kinds], fuel_only: fuelOnly, weekdays: [...weekdays], hours });
  }
  return rules;
}

/** Corners as typed, "latitude, longitude" each, parted by semicolons; null when one of them is no place. */
export function cornersIn(text: string): LonLat[] | null {
  const parts = text.split(";").filter((part) => part.trim());
  const corners = parts.map(placeIn).filter((at) => at !== null);
  return corners.length === parts.length ? corners : null;
}

export const cornersOf = (corners: readonly LonLat[]): string =>
  corners.map(([lon, lat]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`).join("; ");

/** Corners as a polygon that ends where it began; null below three. */
export function polygonOf(corners: readonly LonLat[]): { type: string; coordinates: number[][][] } | null {
  const [first] = corners;
  if (!first || corners.length < 3) return null;
  return { type: "Polygon", coordinates: [[...corners, first].map((at) => [...at])] };
}

/** The outer ring of each part of a zone. */
export function ringsOf(polygon: Shape): LonLat[][] {
  const parts = polygon.type === "MultiPolygon" ? polygon.coordinates : [polygon.coordinates];
  return (parts as LonLat[][][]).map(([outer = []]) => outer);
}

export const shapeOf = (zone: Zone, title: string): AreaShape => ({
  id: zone.id,
  title,
  rings: ringsOf(zone.polygon as unknown as Shape),
});

/** A code for a name: letters and digits, the rest hyphens. */
export const codeOf = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40) || "zone";
