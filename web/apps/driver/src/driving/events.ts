/** The events that a rider's phone tells, and the stamp that each of them carries. */
import type { RiderEvent } from "@pannier/api";

export type EventType =
  | "duty.start"
  | "route.load"
  | "stop.arrive"
  | "collection.succeed"
  | "collection.fail"
  | "collection.reopen"
  | "attempt.succeed"
  | "attempt.fail"
  | "attempt.reopen"
  | "hub.return"
  | "battery.swap"
  | "charge.report"
  | "break.start"
  | "break.end"
  | "duty.end";

/** What the rider did; the stamp is added when it is put into the outbox. */
export interface Act {
  type: EventType;
  route_id?: string;
  stop_id?: string;
  order_id?: string;
  data?: Record<string, unknown>;
}

export interface Stamp {
  id: string;
  counter: number;
  device_time: string;
  offset_s: number;
  lon?: number;
  lat?: number;
  battery_pct?: number;
}

/** Put act and stamp together; what is not known is left out, because the server refuses nulls in data. */
export function eventOf(act: Act, stamp: Stamp): RiderEvent {
  const { data = {}, ...about } = act;
  const known = Object.fromEntries(Object.entries(data).filter(([, value]) => value != null));
  return { ...stamp, ...about, data: known };
}

/** When it happened by the server's clock: the phone's time, mended by what was known of its fault. */
export const happenedAt = (event: RiderEvent): string =>
  event.offset_s === 0
    ? event.device_time
    : new Date(Date.parse(event.device_time) + event.offset_s * 1000).toISOString();
