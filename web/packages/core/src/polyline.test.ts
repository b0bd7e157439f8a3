import { expect, test } from "vitest";
import { boundsOf, decodePolyline6 } from "./polyline.ts";

test("a polyline with six decimals decodes to lon and lat", () => {
  expect(decodePolyline6("_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI")).toEqual([
    [-120.2, 38.5],
    [-120.95, 40.7],
    [-126.453, 43.252],
  ]);
});

test("the box around points is tight", () => {
  expect(
    boundsOf([
      [7.42, 43.73],
      [7.43, 43.74],
      [7.41, 43.75],
    ]),
  ).toEqual([7.41, 43.73, 7.43, 43.75]);
  expect(boundsOf([])).toBeNull();
});
