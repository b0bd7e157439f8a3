import { expect, test } from "vitest";
import { placeIn, wattsIn } from "./stationDraft.ts";

test("a place is written latitude first and kept longitude first", () => {
  expect(placeIn("43.73550, 7.42250")).toEqual([7.4225, 43.7355]);
  expect(placeIn(" -33.9  18.4 ")).toEqual([18.4, -33.9]);
});

test("what is no place is none", () => {
  for (const text of ["", "43.7", "91, 7", "43.7, 181", "Quai, 7", "43,7 7,4 1"])
    expect(placeIn(text)).toBeNull();
});

test("kilowatts have a point or a comma", () => {
  expect(wattsIn("7.4")).toBe(7400);
  expect(wattsIn("0,35")).toBe(350);
});

test("what is no power is none", () => {
  for (const text of ["", "0", "0.05", "1001", "22 kW", "1e3"]) expect(wattsIn(text)).toBeNull();
});
