import { expect, test } from "vitest";
import { insideOf } from "./inside.ts";

const MONACO = [7.4, 43.72, 7.44, 43.76] as const;

test("a view over the edge of the map is moved inside", () => {
  // At zoom 14 a pixel is 360 / (512 * 2 ** 14) degrees wide: 300 pixels are 0.01287 degrees.
  const [lon, lat] = insideOf(MONACO, [7.402, 43.74], 14, [300, 300]);
  expect(lon).toBeCloseTo(7.40644, 5);
  expect(lat).toBeCloseTo(43.74, 9);
  expect(insideOf(MONACO, [7.42, 43.759], 14, [300, 300])[1]).toBeLessThan(43.7555);
});

test("what lies inside stays, and a view larger than the map is left alone", () => {
  const [lon, lat] = insideOf(MONACO, [7.42, 43.74], 14, [300, 300]);
  expect([lon, lat]).toEqual([expect.closeTo(7.42, 9), expect.closeTo(43.74, 9)]);
  const [wide] = insideOf(MONACO, [7.402, 43.74], 14, [3000, 300]);
  expect(wide).toBeCloseTo(7.402, 9);
});
