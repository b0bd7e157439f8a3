/** What the recipient's page knows → what the map of the last leg shows. */
import type { MapInfo, RecipientState } from "@pannier/api";
import { type Bounds, boundsOf, type LonLat, shapeOf } from "@pannier/core";
import { type BaseMap, EMPTY_SCENE, type RiderPin, type Scene } from "@pannier/map/scene";

// Positions come a quarter of a minute late on purpose; from here on that is not the reason any more.
const STALE_MS = 60_000;
const BRAND = { light: "#0b5a3c", dark: "#5fd3a0" };

/** The base map as the page names it. */
export type Ground = Pick<MapInfo, "pmtiles_url" | "attribution" | "center" | "bounds">;

/** Read the base map off the page; throws where the page names none. */
export function groundIn(text: string | undefined): BaseMap {
  const ground = JSON.parse(text ?? "{}") as Partial<Ground>;
  if (!ground.pmtiles_url || !ground.attribution || !ground.center || !ground.bounds)
    throw new Error("The page names no base map.");
  const { pmtiles_url: pmtilesUrl, attribution, center, bounds } = ground;
  return { pmtilesUrl, attribution, center: center as [number, number], bounds: bounds as Box };
}
type Box = [number, number, number, number];

/** How old a position is, in words; empty while it is as fresh as it can be. */
export function ageInWords(seenAt: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(seenAt);
  if (ageMs < STALE_MS) return "";
  const minutes = Math.floor(ageMs / 60_000);
  return `Seen ${minutes} ${minutes === 1 ? "minute" : "minutes"} ago`;
}

function riderPin(state: RecipientState, nowMs: number): RiderPin[] {
  if (!state.rider) return [];
  const { lon, lat, at } = state.rider;
  return [
    {
      id: "rider",
      routeId: null,
      at: [lon, lat],
      heading: null,
      shape: shapeOf(state.vehicle?.kind ?? ""),
      age: ageInWords(at, nowMs) ? "old" : "fresh",
      letter: "",
      title: "",
      note: state.rider_first_name ?? "Your rider",
      ...BRAND,
    },
  ];
}

/** The rider, as far as it may be seen, and the door. */
export function sceneOf(state: RecipientState, nowMs: number): Scene {
  const { you } = state;
  const doors = you ? [{ id: "you", at: [you.lon, you.lat] as const, title: "Your door" }] : [];
  return { ...EMPTY_SCENE, riders: riderPin(state, nowMs), doors };
}

/** The box around the rider and the door, or null when either is not to be seen. */
export function frameOf(state: RecipientState): Bounds | null {
  if (!state.rider || !state.you) return null;
  return boundsOf([state.rider, state.you].map(({ lon, lat }): LonLat => [lon, lat]));
}

/** Tell whether the view has to change: the rider left it, or came so near that it is twice too wide. */
export function outgrows(wanted: Bounds, shown: Bounds | null): boolean {
  if (!shown) return true;
  const [west, south, east, north] = wanted;
  if (west < shown[0] || south < shown[1] || east > shown[2] || north > shown[3]) return true;
  return Math.max(east - west, north - south) < Math.max(shown[2] - shown[0], shown[3] - shown[1]) / 2;
}
