/** Whether a battery lasts: the plan's prediction, moved by what was measured last. */
import { type ChargePoint, chargeLine, isClosed, lowestCharge, type TimedStop, timesOf } from "./timeline.ts";

/** Never planned to go below this. */
export const RESERVE_PCT = 15;
const TIGHT_PCT = 25;

export interface ChargeOutlook {
  verdict: "enough" | "tight" | "not_enough";
  /** The lowest point still to come and the charge at the end, in percent. */
  low: ChargePoint;
  endPct: number;
  /** When the battery is swapped or charged next, epoch milliseconds, and which of the two it is. */
  refill: { atMs: number; kind: string } | null;
}

/** Predicted charge when the measurement was taken: at the stop behind the rider nearest to it in time. */
function predictedAt(stops: readonly TimedStop[], atMs: number): number | null {
  const known = stops.filter((stop) => stop.charge_pct != null);
  const behind = known.filter(isClosed);
  if (behind.length === 0) return known[0]?.charge_pct ?? null;
  const away = (stop: TimedStop) => Math.abs(timesOf(stop).arrivalMs - atMs);
  const last = behind.at(-1);
  const nearest = behind.reduce((best, stop) => (away(stop) <= away(best) ? stop : best));
  return (Number.isFinite(atMs) ? nearest : last)?.charge_pct ?? null;
}

/** Where the battery is full again, or as full as the plan charges it: what was measured before ends there. */
export const isRefill = (stop: { kind: string }): boolean => stop.kind === "swap" || stop.kind === "charge";

const percent = (pct: number): number => Math.min(100, Math.max(0, pct));

/**
 * The outlook of a route; `measuredPct`, taken at `measuredAtMs` (now when left out), moves the
 * prediction up to the next swap or charge. Null without a battery.
 */
export function chargeOutlook(
  stops: readonly TimedStop[],
  measuredPct: number | null,
  measuredAtMs = Number.POSITIVE_INFINITY,
): ChargeOutlook | null {
  const predicted = predictedAt(stops, measuredAtMs);
  const ahead = stops.filter((stop) => !isClosed(stop));
  const next = ahead.find(isRefill);
  const off = measuredPct === null || predicted === null ? 0 : measuredPct - predicted;
  const movedTo = next ? ahead.indexOf(next) : ahead.length;
  const line = chargeLine(
    ahead.map((stop, position) =>
      position < movedTo && stop.charge_pct != null
        ? { ...stop, charge_pct: percent(stop.charge_pct + off) }
        : stop,
    ),
  );
  const low = lowestCharge(line);
  const end = line.at(-1);
  if (!low || !end) return null;
  const verdict = low.pct < RESERVE_PCT ? "not_enough" : low.pct < TIGHT_PCT ? "tight" : "enough";
  const refill = next ? { atMs: timesOf(next).arrivalMs, kind: next.kind } : null;
  return { verdict, low, endPct: end.pct, refill };
}
