import { expect, test } from "vitest";
import {
  codeOf,
  cornersIn,
  cornersOf,
  EMPTY_RULE,
  polygonOf,
  ringsOf,
  rulesIn,
  spansIn,
  spansOf,
} from "./zoneDraft.ts";

test("hours are read strictly", () => {
  expect(spansIn("06:00-10:30, 18:00 – 24:00")).toEqual([
    { from: "06:00", until: "10:30" },
    { from: "18:00", until: "24:00" },
  ]);
  expect(spansIn(" ")).toEqual([]);
  for (const half of ["6-10", "06:00", "06:00-25:00", "06:00-06:00", "06:00-10:30,"])
    expect(spansIn(half)).toBeNull();
  expect(spansOf([{ from: "22:00", until: "06:00" }])).toBe("22:00-06:00");
});

test("one rule that cannot be read holds all back", () => {
  expect(rulesIn([EMPTY_RULE])).toEqual([{ kinds: [], fuel_only: false, weekdays: [], hours: [] }]);
  expect(rulesIn([EMPTY_RULE, { ...EMPTY_RULE, hours: "six" }])).toBeNull();
});

test("corners close to a polygon from three on", () => {
  const corners = [[7, 43] as const, [8, 43] as const, [8, 44] as const];
  expect(polygonOf(corners.slice(1))).toBeNull();
  const polygon = polygonOf(corners);
  expect(polygon?.coordinates[0]?.at(-1)).toEqual([7, 43]);
  expect(ringsOf(polygon ?? { type: "", coordinates: [] })[0]).toHaveLength(4);
});

test("corners may be typed instead of pressed on the map", () => {
  expect(cornersIn("43.7, 7.4; 43.8, 7.4;")).toEqual([
    [7.4, 43.7],
    [7.4, 43.8],
  ]);
  expect(cornersIn("")).toEqual([]);
  expect(cornersIn("43.7, 7.4; here")).toBeNull();
  expect(cornersIn(cornersOf([[7.42251, 43.7355]]))).toEqual([[7.42251, 43.7355]]);
});

test("a code is made of a name", () => {
  expect(codeOf("Le Vieux-Château 2")).toBe("le-vieux-chateau-2");
  expect(codeOf("旧市街")).toBe("zone");
});
