/** Routes and positions → what the map shows. */
import type { Hub, Position, Route } from "@pannier/api";
import {
  ageOf,
  type Bounds,
  boundsOf,
  decodePolyline6,
  doorNumbers,
  type Format,
  hasFailed,
  isClosed,
  type LonLat,
  lateMs,
  type RouteMark,
  shapeOf,
} from "@pannier/core";
import type { RiderPin, RouteLine, SitePin, StopLook, StopPin } from "@pannier/map/scene";

export interface Selection {
  routeId: string | null;
  stopId: string | null;
}

const decoded = new Map<string, LonLat[]>();

/** Decoding is cheap but the same legs come again with every patch: keep them. */
function legPoints(leg: string): LonLat[] {
  const known = decoded.get(leg);
  if (known) return known;
  const points = decodePolyline6(leg);
  decoded.set(leg, points);
  return points;
}

const placeOf = (stop: { lon: number; lat: number } | undefined): LonLat[] =>
  stop ? [[stop.lon, stop.lat]] : [];

/** The way on the streets, begun and ended at the doors themselves: else pins would lie beside their line. */
const toDoors = (
  leg: LonLat[],
  from: Route["stops"][number] | undefined,
  to: Route["stops"][number] | undefined,
): LonLat[] => (leg.length < 2 ? leg : [...placeOf(from), ...leg, ...placeOf(to)]);

// `legs[i]` leads to stop i: it lies behind the rider as soon as the stop was reached.
const reached = (stop: Route["stops"][number]): boolean => isClosed(stop) || stop.arrived_at !== null;

export function routeLines(routes: readonly Route[], marks: ReadonlyMap<string, RouteMark>): RouteLine[] {
  return routes.flatMap((route) => {
    const mark = marks.get(route.id);
    if (!mark) return [];
    return [
      {
        id: route.id,
        ...mark,
        legs: route.legs.map((leg, before) =>
          toDoors(legPoints(leg), route.stops[before - 1], route.stops[before]),
        ),
        doneLegs: route.stops.findLastIndex(reached) + 1,
      },
    ];
  });
}

function lookOf(stop: Route["stops"][number]): StopLook {
  if (isClosed(stop)) return hasFailed(stop) ? "failed" : "done";
  return lateMs(stop) > 0 ? "late" : "open";
}

export function stopPins(routes: readonly Route[], marks: ReadonlyMap<string, RouteMark>): StopPin[] {
  return routes.flatMap((route) => {
    const mark = marks.get(route.id);
    if (!mark) return [];
    const numbers = doorNumbers(route.stops);
    return route.stops.flatMap((stop) => {
      const number = numbers.get(stop.id);
      if (number === undefined) return [];
      return {
        id: stop.id,
        routeId: route.id,
        at: [stop.lon, stop.lat] as const,
        number,
        look: lookOf(stop),
        title: `${mark.letter}${number} · ${stop.label}`,
        light: mark.light,
        dark: mark.dark,
      };
    });
  });
}

/** The charging stations where routes stop, each once. */
export function stationPins(routes: readonly Route[]): SitePin[] {
  const found = new Map<string, SitePin>();
  for (const stop of routes.flatMap((route) => route.stops)) {
    if (!stop.station_id) continue;
    found.set(stop.station_id, {
      id: stop.station_id,
      at: [stop.lon, stop.lat],
      title: stop.label,
      isStation: true,
    });
  }
  return [...found.values()];
}

export interface RiderWords {
  seenAt: (time: string) => string;
}

export function riderPins(
  routes: readonly Route[],
  positions: readonly Position[],
  marks: ReadonlyMap<string, RouteMark>,
  clock: { nowMs: number; factor: number },
  format: Format,
  words: RiderWords,
): RiderPin[] {
  return positions.flatMap((position) => {
    const route = routes.find((one) => one.id === position.route_id || one.rider_id === position.rider_id);
    const mark = route && marks.get(route.id);
    if (!route || !mark || route.state === "completed") return [];
    const age = ageOf(position.at, clock.nowMs, clock.factor);
    return [
      {
        id: position.rider_id,
        routeId: route.id,
        at: [position.lon, position.lat] as const,
        heading: (position.speed_mps ?? 0) > 0.5 ? position.heading_deg : null,
        shape: shapeOf(route.vehicle_kind),
        age,
        letter: mark.letter,
        title: `${mark.letter} · ${route.rider_name || route.vehicle_name}`,
        note: age === "silent" ? words.seenAt(format.time(position.at)) : "",
        light: mark.light,
        dark: mark.dark,
      },
    ];
  });
}

/** The box around everything of interest: the selected route, else all of them and the hub. */
export function sceneBounds(routes: readonly Route[], hub: Hub | null): Bounds | null {
  const points: LonLat[] = routes.flatMap((route) =>
    route.stops.map((stop) => [stop.lon, stop.lat] as const),
  );
  if (hub) points.push([hub.lon, hub.lat]);
  return boundsOf(points);
}
