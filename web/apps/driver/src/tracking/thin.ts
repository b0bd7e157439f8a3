/** Which position fixes are worth keeping: enough for a true line, few enough for the battery. */
import type { PositionPoint } from "@pannier/api";
import { metresBetween } from "../driving/day.ts";

const LEAST_MOVE_M = 12;
const LEAST_GAP_MS = 3_000;
const STANDING_GAP_MS = 30_000;
const LOW_BATTERY_GAP_MS = 30_000;
const LOW_BATTERY_PCT = 20;
const WORST_ACCURACY_M = 120;

/** Keep a fix when it is exact enough and says something new. */
export function isWorthKeeping(point: PositionPoint, last: PositionPoint | null): boolean {
  if ((point.accuracy_m ?? 0) > WORST_ACCURACY_M) return false;
  if (!last) return true;
  const gapMs = Date.parse(point.device_time) - Date.parse(last.device_time);
  const low = point.battery_pct !== undefined && point.battery_pct < LOW_BATTERY_PCT;
  if (gapMs < (low ? LOW_BATTERY_GAP_MS : LEAST_GAP_MS)) return false;
  return (
    gapMs >= STANDING_GAP_MS || metresBetween([last.lon, last.lat], [point.lon, point.lat]) >= LEAST_MOVE_M
  );
}
