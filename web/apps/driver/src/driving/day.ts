/** What comes next, how far the day is, and whether the battery lasts: read from the day alone. */
import type { RiderOrder, RiderRoute, RiderStop, RiderToday } from "@pannier/api";
import { type ChargeOutlook, chargeOutlook, isRefill, type LonLat } from "@pannier/core";
import { collectedOn, isBehind, isCollection, isDoor } from "./reduce.ts";

export type NextAct =
  | { kind: "start" }
  | { kind: "wait" }
  | { kind: "load"; trip: number; stop: RiderStop | null }
  | { kind: "drive"; stop: RiderStop }
  | { kind: "hub"; stop: RiderStop }
  | { kind: "break"; stop: RiderStop | null }
  | { kind: "finish" };

/** What the phone remembers beside events: choices that the server need not know. */
export interface Notes {
  /** Parcels that the rider left without; they are not asked for again. */
  leftBehind: readonly string[];
  /** The hub stop that was reached but not finished. */
  atHub: string | null;
  /** The stop that the rider wants to serve next. */
  pinned: string | null;
  /** Trips whose load was closed. */
  loadedTrips: readonly number[];
}

export const NO_NOTES: Notes = { leftBehind: [], atHub: null, pinned: null, loadedTrips: [] };

const IN_HUB = new Set(["expected", "received", "sorted", "back"]);

/** Orders of a trip that are still to be handed over and leave from the hub. */
export function openOrders(route: RiderRoute, trip: number): RiderOrder[] {
  const elsewhere = collectedOn(route);
  return route.stops
    .filter((stop) => stop.trip === trip && isDoor(stop))
    .flatMap((stop) => stop.orders)
    .filter((order) => order.kind === "delivery" && order.outcome === null && !elsewhere.has(order.order_id));
}

/** Whether a trip has parcels that wait in the hub and were not left behind. */
export function mustLoad(route: RiderRoute, trip: number, notes: Notes): boolean {
  if (notes.loadedTrips.includes(trip)) return false;
  return openOrders(route, trip)
    .flatMap((order) => order.parcels)
    .some((parcel) => IN_HUB.has(parcel.custody ?? "expected") && !notes.leftBehind.includes(parcel.barcode));
}

/** The next stop: the one the rider is at, else the one that was pinned, else the first in order. */
export function nextStop(route: RiderRoute, pinned: string | null): RiderStop | null {
  const ahead = route.stops.filter((stop) => !isBehind(stop));
  const here = ahead.find((stop) => stop.state === "arrived" && isDoor(stop));
  return here ?? ahead.find((stop) => stop.id === pinned) ?? ahead[0] ?? null;
}

/** The one thing to do now. */
export function nextAct(day: RiderToday, notes: Notes): NextAct {
  const { route, duty } = day;
  if (!duty.on) return { kind: "start" };
  if (duty.on_break)
    return { kind: "break", stop: route?.stops.find((stop) => stop.id === notes.atHub) ?? null };
  if (!route) return { kind: "wait" };
  const open = route.stops.find((stop) => stop.id === notes.atHub && stop.kind !== "break");
  if (open) return { kind: "hub", stop: open };
  const stop = nextStop(route, notes.pinned);
  if (!stop) return { kind: "finish" };
  if (stop.kind === "start") return { kind: "load", trip: stop.trip, stop };
  if (isDoor(stop) && stop.state === "pending" && mustLoad(route, stop.trip, notes))
    return { kind: "load", trip: stop.trip, stop: null };
  return { kind: "drive", stop };
}

export interface DayProgress {
  stops: number;
  done: number;
  failed: number;
}

/** How many doors are behind; hub stops do not count. */
export function progressOfDay(route: RiderRoute | null): DayProgress {
  const doors = route?.stops.filter(isDoor) ?? [];
  const behind = doors.filter(isBehind);
  const failed = behind.filter((stop) => stop.orders.some((order) => order.outcome === "failed"));
  return { stops: doors.length, done: behind.length, failed: failed.length };
}

const EARTH_M = 6_371_008.8;

/** Metres between two places as the crow flies. */
export function metresBetween(a: LonLat, b: LonLat): number {
  const rad = Math.PI / 180;
  const dLat = (b[1] - a[1]) * rad;
  const dLon = (b[0] - a[0]) * rad * Math.cos(((a[1] + b[1]) / 2) * rad);
  return EARTH_M * Math.hypot(dLat, dLon);
}

export interface Left {
  distanceM: number;
  /** To the next swap or charge, else to the end. */
  energyWh: number;
}

/** What is still to drive, by the plan's figures for each leg. */
export function leftOf(route: RiderRoute): Left {
  const ahead = route.stops.filter((stop) => !isBehind(stop));
  const refill = ahead.findIndex(isRefill);
  const sum = (stops: readonly RiderStop[], of: "leg_distance_m" | "leg_energy_j") =>
    stops.reduce((total, stop) => total + stop[of], 0);
  return {
    distanceM: sum(ahead, "leg_distance_m"),
    energyWh: sum(refill < 0 ? ahead : ahead.slice(0, refill + 1), "leg_energy_j") / 3600,
  };
}

/** What the display shows about on arrival at a charger, as planned; null where the plan does not know. */
export function chargeOnArrival({ route, vehicle }: RiderToday, stop: RiderStop): number | null {
  const before = route?.stops[route.stops.indexOf(stop) - 1]?.charge_pct;
  if (before == null || !vehicle?.battery_wh) return null;
  return Math.max(0, Math.round(before - stop.leg_energy_j / 36 / vehicle.battery_wh));
}

/** Whether the battery lasts to the end, over what is swapped and charged on the way. */
export const outlookOf = (day: RiderToday): ChargeOutlook | null =>
  day.route && day.vehicle?.battery_wh ? chargeOutlook(day.route.stops, day.vehicle.charge_pct) : null;

/** Parcels that are on the vehicle but will not be handed over any more today. */
export const stillAboard = (route: RiderRoute): { order: RiderOrder; barcode: string }[] =>
  route.stops
    .flatMap((stop) => stop.orders)
    .filter((order) => order.outcome !== null && !isCollection(order))
    .flatMap((order) =>
      order.parcels
        .filter((parcel) => parcel.custody === "loaded")
        .map((parcel) => ({ order, barcode: parcel.barcode })),
    );
