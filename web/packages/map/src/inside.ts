/** Keeps what is in sight within the base map, as far as it is large enough: beyond it there is nothing to see. */
import type { Bounds, LonLat } from "@pannier/core";

const TILE_PX = 512;
const RAD = Math.PI / 180;

// Web Mercator, the whole world from 0 to 1.
const xOf = (lon: number): number => (lon + 180) / 360;
const yOf = (lat: number): number => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / (2 * Math.PI);
const lonOf = (x: number): number => x * 360 - 180;
const latOf = (y: number): number => (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) / RAD;

function moved(middle: number, span: number, from: number, to: number): number {
  if (span > to - from) return middle;
  return Math.min(Math.max(middle, from + span / 2), to - span / 2);
}

/** The centre next to `center` from where a view of this size and zoom shows no more than `bounds`. */
export function insideOf(
  [west, south, east, north]: Bounds,
  [lon, lat]: LonLat,
  zoom: number,
  [widthPx, heightPx]: readonly [number, number],
): LonLat {
  const world = TILE_PX * 2 ** zoom;
  return [
    lonOf(moved(xOf(lon), widthPx / world, xOf(west), xOf(east))),
    latOf(moved(yOf(lat), heightPx / world, yOf(north), yOf(south))),
  ];
}
