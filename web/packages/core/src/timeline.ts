/**
 * What the timeline draws, from stops with times: bars, window brackets, the charge line, ticks.
 * Times are epoch milliseconds here; scaling to pixels is one multiplication in the component.
 */
export interface TimedStop {
  id: string;
  kind: string;
  position: number;
  planned_arrival: string;
  /** When the service begins; before it the rider waits. Taken from the window where it is missing. */
  planned_start?: string | null;
  planned_departure: string;
  window?: { start?: string | null; end?: string | null } | null;
  /** Latest estimate of the arrival; the plan holds where it is missing. */
  eta?: string | null;
  /** Between which times the arrival is expected in four cases out of five. */
  early?: string | null;
  late?: string | null;
  arrived_at?: string | null;
  departed_at?: string | null;
  state?: string | null;
  charge_pct?: number | null;
  orders?: readonly { outcome?: string | null }[];
}

export type BarKind = "travel" | "wait" | "service" | "break" | "reload" | "swap" | "load";

export interface Bar {
  key: string;
  kind: BarKind;
  stopId: string;
  startMs: number;
  endMs: number;
  done: boolean;
  failed: boolean;
  /** Milliseconds past the window's end at the (expected) arrival; 0 when in time or without window. */
  lateMs: number;
}

export interface Span {
  startMs: number;
  endMs: number;
}

const BAR_OF_STOP: Readonly<Record<string, BarKind>> = {
  start: "load",
  reload: "reload",
  swap: "swap",
  charge: "swap",
  break: "break",
};

interface StopTimes {
  arrivalMs: number;
  serviceMs: number;
  departureMs: number;
}

/** When a stop is reached, served and left: facts first, then the estimate, then the plan. */
export function timesOf(stop: TimedStop): StopTimes {
  const planned = {
    arrival: Date.parse(stop.planned_arrival),
    departure: Date.parse(stop.planned_departure),
  };
  const opens = stop.window?.start ? Date.parse(stop.window.start) : Number.NEGATIVE_INFINITY;
  const planStart = stop.planned_start ? Date.parse(stop.planned_start) : Math.max(planned.arrival, opens);
  const plannedService = Math.min(planStart, planned.departure);
  const arrivalMs = Date.parse(stop.arrived_at ?? stop.eta ?? stop.planned_arrival);
  // An estimate knows how late or early the rider is: then only the promised window is waited for.
  const waitsFor = stop.planned_start && !stop.eta ? planStart : opens;
  const serviceMs = stop.arrived_at ? arrivalMs : Math.max(arrivalMs, waitsFor);
  const departureMs = stop.departed_at
    ? Date.parse(stop.departed_at)
    : serviceMs + (planned.departure - plannedService);
  return { arrivalMs, serviceMs, departureMs };
}

const isAhead = (stop: TimedStop): boolean => !isClosed(stop) && stop.arrived_at == null;

/** True for a stop that nobody drives to any more: it was called off, or went to another rider. */
export const isGone = (stop: TimedStop): boolean => stop.state === "skipped" && stop.arrived_at == null;

const shifted = ({ arrivalMs, serviceMs, departureMs }: StopTimes, byMs: number): StopTimes => ({
  arrivalMs: arrivalMs + byMs,
  serviceMs: Math.max(serviceMs, arrivalMs + byMs),
  departureMs: Math.max(serviceMs, arrivalMs + byMs) + (departureMs - serviceMs),
});

/**
 * The times of all stops of a route in order. What lies ahead never begins before what lies behind has
 * ended: without an estimate the planned way is still to be travelled.
 */
export function scheduleOf(stops: readonly TimedStop[]): StopTimes[] {
  const all: StopTimes[] = [];
  let before: { stop: TimedStop; leftMs: number } | null = null;
  for (const stop of stops) {
    let times = timesOf(stop);
    if (before && isAhead(stop)) {
      const planned = Date.parse(stop.planned_arrival) - Date.parse(before.stop.planned_departure);
      const earliest = before.leftMs + (stop.eta ? 0 : Math.max(0, planned));
      times = shifted(times, Math.max(0, earliest - times.arrivalMs));
    }
    all.push(times);
    if (!isGone(stop)) before = { stop, leftMs: times.departureMs };
  }
  return all;
}

/** How late the arrival is past the end of the promised window, in milliseconds. */
export function lateMs(stop: TimedStop): number {
  const closes = stop.window?.end;
  return closes ? Math.max(0, timesOf(stop).arrivalMs - Date.parse(closes)) : 0;
}

const CLOSED = new Set(["done", "skipped", "closed"]);

/** True for a stop that lies behind the rider. */
export const isClosed = (stop: TimedStop): boolean =>
  CLOSED.has(stop.state ?? "") || stop.departed_at != null;

/**
 * Close what nobody reports: starts, reloads and breaks lie behind the rider as soon as a later
 * stop was reached, and the last stop when the route is over.
 */
export function settled<S extends TimedStop>(stops: readonly S[], isOver = false): S[] {
  const reached = isOver
    ? stops.length
    : stops.findLastIndex((stop) => isClosed(stop) || stop.arrived_at != null);
  return stops.map((stop, position) =>
    position < reached && stop.state === "pending" && (stop.orders?.length ?? 0) === 0
      ? { ...stop, state: "done" }
      : stop,
  );
}

const DOORS = new Set(["delivery", "pickup", "collect"]);

/** True for a stop where something changes hands. */
export const isDoor = (stop: { kind: string }): boolean => DOORS.has(stop.kind);

/** Doors by their number: one count for riders, dispatchers and labels, without the stops between. */
export const doorNumbers = (stops: readonly { id: string; kind: string }[]): ReadonlyMap<string, number> =>
  new Map(stops.filter(isDoor).map((stop, before) => [stop.id, before + 1]));

export const hasFailed = (stop: TimedStop): boolean =>
  stop.orders?.some((order) => order.outcome === "failed" || order.outcome === "partial") ?? false;

/** The bars of one route in time order: travel, wait and what happens at each stop. */
export function barsOf(stops: readonly TimedStop[]): Bar[] {
  const bars: Bar[] = [];
  let leftMs: number | null = null;
  const times = scheduleOf(stops);
  for (const [position, stop] of stops.entries()) {
    if (isGone(stop)) continue;
    const { arrivalMs, serviceMs, departureMs } = times[position] ?? timesOf(stop);
    const facts = { stopId: stop.id, done: isClosed(stop), failed: false, lateMs: 0 };
    const add = (kind: BarKind, startMs: number, endMs: number, more: Partial<Bar> = {}) => {
      if (endMs > startMs) bars.push({ key: `${stop.id}:${kind}`, kind, startMs, endMs, ...facts, ...more });
    };
    if (leftMs !== null) add("travel", leftMs, arrivalMs);
    add("wait", arrivalMs, serviceMs);
    const kind = BAR_OF_STOP[stop.kind] ?? "service";
    add(kind, serviceMs, departureMs, { failed: hasFailed(stop), lateMs: lateMs(stop) });
    leftMs = departureMs;
  }
  return bars;
}

export interface Bracket extends Span {
  key: string;
  stops: number;
}

/** One bracket per distinct window of the route, with the number of stops that share it. */
export function bracketsOf(stops: readonly TimedStop[]): Bracket[] {
  const found = new Map<string, Bracket>();
  for (const stop of stops) {
    if (!stop.window?.start || !stop.window.end) continue;
    const key = `${stop.window.start}/${stop.window.end}`;
    const known = found.get(key);
    if (known) known.stops += 1;
    else
      found.set(key, {
        key,
        stops: 1,
        startMs: Date.parse(stop.window.start),
        endMs: Date.parse(stop.window.end),
      });
  }
  return [...found.values()].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

export interface ChargePoint {
  atMs: number;
  pct: number;
}

/** Predicted charge over time, one point per stop that states it, at the moment of leaving. */
export function chargeLine(stops: readonly TimedStop[]): ChargePoint[] {
  const times = scheduleOf(stops);
  return stops.flatMap((stop, position) =>
    stop.charge_pct == null || isGone(stop)
      ? []
      : [{ atMs: (times[position] ?? timesOf(stop)).departureMs, pct: stop.charge_pct }],
  );
}

/** The lowest point of a charge line, or null for vehicles without a battery. */
export function lowestCharge(line: readonly ChargePoint[]): ChargePoint | null {
  return line.reduce<ChargePoint | null>(
    (low, point) => (low === null || point.pct < low.pct ? point : low),
    null,
  );
}

/** The whole span of several routes, widened to full half hours. */
export function spanOf(routes: readonly (readonly TimedStop[])[]): Span | null {
  const ends = routes.flatMap((stops) =>
    scheduleOf(stops.filter((stop) => !isGone(stop))).flatMap(({ arrivalMs, departureMs }) => [
      arrivalMs,
      departureMs,
    ]),
  );
  if (ends.length === 0) return null;
  const half = 30 * 60_000;
  return {
    startMs: Math.floor(Math.min(...ends) / half) * half,
    endMs: Math.ceil(Math.max(...ends) / half) * half,
  };
}

const TICK_MINUTES = [5, 10, 15, 30, 60, 120, 180, 240];

/** Tick times inside the span, at the finest step that leaves `minGapPx` between labels. */
export function ticksOf(span: Span, pxPerMs: number, minGapPx = 56): number[] {
  const step = (TICK_MINUTES.find((m) => m * 60_000 * pxPerMs >= minGapPx) ?? 360) * 60_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(span.startMs / step) * step; at <= span.endMs; at += step) ticks.push(at);
  return ticks;
}
