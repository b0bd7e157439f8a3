/** What is typed for a charging station, read strictly: a number that is half right is none. */
import type { Station } from "@pannier/api";
import type { LonLat } from "@pannier/core";
import type { SitePin } from "@pannier/map/scene";

const NUMBER = String.raw`-?\d{1,3}(?:[.]\d+)?`;
const PLACE = new RegExp(String.raw`^\s*(${NUMBER})\s*[,;\s]\s*(${NUMBER})\s*$`);

/** Latitude, then longitude, as maps write them; null when it is no place. */
export function placeIn(text: string): LonLat | null {
  const found = PLACE.exec(text);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null;
}

/** Kilowatts as typed, with point or comma, in watts; null when it is no power. */
export function wattsIn(text: string): number | null {
  if (!/^\s*\d{1,4}(?:[.,]\d{1,3})?\s*$/.test(text)) return null;
  const watts = Math.round(Number(text.replace(",", ".")) * 1000);
  return watts >= 100 && watts <= 1_000_000 ? watts : null;
}

/** The stations in use as the map shows them. */
export const pinsOf = (stations: readonly Station[]): SitePin[] =>
  stations
    .filter((station) => station.active)
    .map(({ id, name, lon, lat }) => ({ id, at: [lon, lat] as const, title: name, isStation: true }));
