import { expect, test } from "vitest";
import { type Parked, walkedDoors } from "./walks.ts";

const stop = (position: number, parked_at_stop: number | null): Parked => ({
  id: `s${position}`,
  position,
  parked_at_stop,
  walk_s: 0,
  planned_arrival: "",
  planned_departure: "",
});

test("doors that share a parking place are one group, in their order", () => {
  const groups = walkedDoors([stop(0, null), stop(1, 1), stop(2, 1), stop(3, null), stop(4, 4), stop(5, 4)]);
  expect(groups.map(({ doors }) => doors.map(({ position }) => position))).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

test("a door that is parked for alone is no group", () => {
  expect(walkedDoors([stop(0, null), stop(1, 1), stop(2, 2)])).toEqual([]);
});
