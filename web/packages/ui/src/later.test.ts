import { expect, test } from "vitest";
import { patiently } from "./later.ts";

test("a screen's file is asked for until it comes", async () => {
  const told: number[] = [];
  let asked = 0;
  const load = async () => {
    asked += 1;
    if (asked < 4) throw new TypeError("Failed to fetch dynamically imported module");
    return "screen";
  };
  const pause = async (failures: number) => void told.push(failures);
  expect(await patiently(load, pause)).toBe("screen");
  expect(told).toEqual([1, 2, 3]);
});
