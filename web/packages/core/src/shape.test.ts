import { expect, test } from "vitest";
import { shapeOf } from "./shape.ts";

test("a cargo bike is no car", () => {
  expect(["e_van", "e_van_small", "diesel_van", "cargo_bike", "cargo_trike", "walker"].map(shapeOf)).toEqual([
    "van",
    "van",
    "van",
    "bike",
    "bike",
    "walker",
  ]);
});
