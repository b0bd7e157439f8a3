/** When the rider will be where: driven from the last known fact, waiting where a window is not open yet. */
import type { RiderRoute, RiderStop } from "@pannier/api";
import { isBehind } from "./reduce.ts";

const opensMs = (stop: RiderStop): number =>
  stop.window ? Date.parse(stop.window.start) : Number.NEGATIVE_INFINITY;

/** How long the plan stays at a stop once it may begin there. */
function stayMs(stop: RiderStop): number {
  const departure = Date.parse(stop.planned_departure);
  const begin = Math.max(Date.parse(stop.planned_arrival), opensMs(stop));
  return departure - Math.min(begin, departure);
}

const driveMs = (from: RiderStop, to: RiderStop): number =>
  Math.max(0, Date.parse(to.planned_arrival) - Date.parse(from.planned_departure));

/** When each stop that lies ahead can begin, by its id. */
export function forecast(route: RiderRoute, nowMs: number): Map<string, number> {
  const begins = new Map<string, number>();
  let before: RiderStop | null = null;
  let leftMs = nowMs;
  for (const stop of route.stops) {
    if (isBehind(stop)) {
      if (stop.arrived_at) leftMs = Date.parse(stop.arrived_at) + stayMs(stop);
    } else {
      const arrival = stop.arrived_at
        ? Date.parse(stop.arrived_at)
        : Math.max(nowMs, leftMs + (before ? driveMs(before, stop) : 0));
      const begin = Math.max(arrival, opensMs(stop));
      begins.set(stop.id, begin);
      leftMs = Math.max(nowMs, begin + stayMs(stop));
    }
    before = stop;
  }
  return begins;
}

/** When a stop can begin about; the plan's time where it lies behind. */
export const expectedAt = (route: RiderRoute, stop: RiderStop, nowMs: number): number =>
  forecast(route, nowMs).get(stop.id) ?? Date.parse(stop.planned_arrival);

/** Whether a stop can begin only after what its recipient was promised. */
export const isLate = (stop: RiderStop, atMs: number): boolean =>
  stop.window !== null && atMs > Date.parse(stop.window.end);
