/** The rider's own record of a duty: what was done, how far, how long. Kept on the phone. */
import type { RiderToday } from "@pannier/api";
import { isBehind, isDoor } from "./reduce.ts";

export interface DutyRecord {
  serviceDate: string;
  startedAt: string | null;
  endedAt: string;
  stops: number;
  delivered: number;
  collected: number;
  /** Reasons are not in the day; only how many failed. */
  failed: number;
  open: number;
  distanceM: number;
  breakMs: number;
  vehicle: string | null;
}

/** Sum a duty up at its end; the distance is the plan's for what was driven. */
export function recordOf(
  day: RiderToday,
  endedAt: string,
  more: { distanceM: number; breakMs: number },
): DutyRecord {
  const doors = day.route?.stops.filter(isDoor) ?? [];
  const orders = doors.flatMap((stop) => stop.orders);
  const handed = orders.filter((order) => order.outcome === "succeeded" || order.outcome === "partial");
  return {
    serviceDate: day.service_date,
    startedAt: day.duty.started_at,
    endedAt,
    stops: doors.filter(isBehind).length,
    delivered: handed.filter((order) => order.kind === "delivery").length,
    collected: handed.filter((order) => order.kind !== "delivery").length,
    failed: orders.filter((order) => order.outcome === "failed").length,
    open: orders.filter((order) => order.outcome === null).length,
    distanceM: more.distanceM,
    breakMs: more.breakMs,
    vehicle: day.vehicle?.name ?? null,
  };
}
