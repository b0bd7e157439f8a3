/** What comes next, how far the day is, and whether the battery lasts: read from the day alone. */
import type { RiderOrder, RiderRoute, RiderStop, RiderToday } from "@pannier/api";
import { type ChargeOutlook, chargeOutlook, decodePolyline6, type LonLat } from "@pannier/core";
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

function lengthM(leg: string | undefined): number {
  const points = leg ? decodePolyline6(leg) : [];
  return points.reduce((sum, at, n) => sum + (n === 0 ? 0 : metresBetween(points[n - 1] ?? at, at)), 0);
}

export interface Left {
  distanceM: number;
  energyWh: number;
}

/** Distance and energy still to drive; the plan's figures, shared out over the legs that lie ahead. */
export function leftOf(route: RiderRoute, snapshot: RiderRoute): Left {
  const ahead = (of: RiderRoute): number =>
    of.stops.reduce((sum, stop, n) => (isBehind(stop) ? sum : sum + lengthM(of.legs[n])), 0);
  const [now, then] = [ahead(route), ahead(snapshot)];
  const share = then > 0 ? Math.min(1, now / then) : route.stops.some((stop) => !isBehind(stop)) ? 1 : 0;
  return { distanceM: snapshot.left_m * share, energyWh: (snapshot.energy_left_j * share) / 3600 };
}

/** Whether the battery lasts to the end or to the next swap. */
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
