/** Counts of a route and of a day, from the stops alone. */
import { hasFailed, isClosed, lateMs, type TimedStop } from "./timeline.ts";

export interface Progress {
  stops: number;
  done: number;
  failed: number;
  late: number;
}

const SERVED = new Set(["delivery", "pickup", "collect"]);

/** How far a route is; only stops where something changes hands count. */
export function progressOf(stops: readonly TimedStop[]): Progress {
  const served = stops.filter((stop) => SERVED.has(stop.kind));
  return {
    stops: served.length,
    done: served.filter(isClosed).length,
    failed: served.filter((stop) => isClosed(stop) && hasFailed(stop)).length,
    late: served.filter((stop) => !isClosed(stop) && lateMs(stop) > 0).length,
  };
}

/** Add up several routes. */
export function sumProgress(parts: readonly Progress[]): Progress {
  const total: Progress = { stops: 0, done: 0, failed: 0, late: 0 };
  for (const part of parts) {
    total.stops += part.stops;
    total.done += part.done;
    total.failed += part.failed;
    total.late += part.late;
  }
  return total;
}

/** The next stop that is not closed yet, in route order. */
export function nextStop<S extends TimedStop>(stops: readonly S[]): S | null {
  return stops.find((stop) => !isClosed(stop)) ?? null;
}
