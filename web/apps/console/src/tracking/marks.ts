import type { Route } from "@pannier/api";
import { type RouteMark, routeMark } from "@pannier/core";

/** Letters and colours by the order of vehicles' names, so that a re-plan does not reshuffle them. */
export function marksOf(routes: readonly Route[]): Map<string, RouteMark> {
  const sorted = [...routes].sort(
    (a, b) =>
      a.vehicle_name.localeCompare(b.vehicle_name, undefined, { numeric: true }) || a.id.localeCompare(b.id),
  );
  return new Map(sorted.map((route, position) => [route.id, routeMark(position)]));
}
