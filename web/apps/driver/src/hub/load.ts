/** Loading a trip: what has to come aboard, in which order, and what a scan says. Pure. */
import type { RiderRoute } from "@pannier/api";
import { collectedOn, isDoor } from "../driving/reduce.ts";
import { matchBarcode } from "./barcode.ts";

export interface LoadItem {
  barcode: string;
  weightG: number;
  orderId: string;
  reference: string;
  address: string;
  recipient: string | null;
  /** Number of the door on the trip, from 1. */
  door: number;
  /** Not seen at the hub yet. */
  expected: boolean;
  loaded: boolean;
}

/** Parcels of a trip, the last door first, so that the next parcel lies on top. */
export function loadList(route: RiderRoute, trip: number, scanned: ReadonlySet<string>): LoadItem[] {
  const elsewhere = collectedOn(route);
  const doors = route.stops.filter((stop) => stop.trip === trip && isDoor(stop));
  const items = doors.flatMap((stop, n) =>
    stop.orders
      .filter(
        (order) => order.kind === "delivery" && order.outcome === null && !elsewhere.has(order.order_id),
      )
      .flatMap((order) =>
        order.parcels.map((parcel) => ({
          barcode: parcel.barcode,
          weightG: parcel.weight_g,
          orderId: order.order_id,
          reference: order.reference,
          address: order.address,
          recipient: order.recipient_name,
          door: n + 1,
          expected: (parcel.custody ?? "expected") === "expected",
          loaded: parcel.custody === "loaded" || scanned.has(parcel.barcode),
        })),
      ),
  );
  return items.reverse();
}

export type ScanVerdict =
  | { kind: "ok"; item: LoadItem }
  | { kind: "again"; item: LoadItem }
  | { kind: "later_trip"; trip: number }
  | { kind: "wrong" };

/** What one scan means for the trip that is being loaded. */
export function judgeScan(
  text: string,
  route: RiderRoute,
  trip: number,
  scanned: ReadonlySet<string>,
): ScanVerdict {
  const items = loadList(route, trip, scanned);
  const barcode = matchBarcode(
    text,
    items.map((item) => item.barcode),
  );
  const item = items.find((one) => one.barcode === barcode);
  if (item) return { kind: item.loaded ? "again" : "ok", item };
  const other = route.stops.find((stop) =>
    stop.orders.some((order) =>
      matchBarcode(
        text,
        order.parcels.map((parcel) => parcel.barcode),
      ),
    ),
  );
  return other && other.trip !== trip ? { kind: "later_trip", trip: other.trip } : { kind: "wrong" };
}
