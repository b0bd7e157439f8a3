import type { Route } from "@pannier/api";
import { expect, test } from "vitest";
import { marksOf } from "./marks.ts";

test("letters follow the names of the vehicles, counted as people count", () => {
  const route = (id: string, name: string) => ({ id, vehicle_name: name }) as Route;
  const marks = marksOf([route("r1", "Bike 10"), route("r2", "Bike 2")]);
  expect(marks.get("r2")?.letter).toBe("A");
  expect(marks.get("r1")?.letter).toBe("B");
});
