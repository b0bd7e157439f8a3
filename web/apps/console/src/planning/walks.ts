import type { RouteStop } from "@pannier/api";

export type Parked = Pick<
  RouteStop,
  "id" | "position" | "parked_at_stop" | "walk_s" | "planned_arrival" | "planned_departure"
>;

/** Doors for which a vehicle is parked once, in their order. */
export interface WalkedDoors<Stop extends Parked = Parked> {
  key: string;
  doors: readonly Stop[];
}

/** The groups of doors of a route that are walked to from one parking place; one door alone is none. */
export function walkedDoors<Stop extends Parked>(stops: readonly Stop[]): WalkedDoors<Stop>[] {
  const groups = new Map<number, Stop[]>();
  for (const stop of stops) {
    if (stop.parked_at_stop === null) continue;
    const doors = groups.get(stop.parked_at_stop);
    if (doors) doors.push(stop);
    else groups.set(stop.parked_at_stop, [stop]);
  }
  return [...groups.values()]
    .filter((doors) => doors.length > 1)
    .map((doors) => ({ key: doors[0]?.id ?? "", doors }));
}
