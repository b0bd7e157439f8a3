import type { FleetRules } from "@pannier/api";
import { expect, test } from "vitest";
import { draftsOf, walkFaultsOf, walksIn } from "./walkDraft.ts";

const RULES = {
  parked_kinds: ["e_van", "cargo_bike"],
  walks: [{ kind: "e_van", within_m: 120, carry_g: 12_500, carry_parcels: 4 }],
} as unknown as FleetRules;

test("each kind that can be parked has a draft, off where it has no rule", () => {
  expect(draftsOf(RULES)).toEqual([
    { kind: "e_van", within: "120", kg: "12.5", parcels: "4" },
    { kind: "cargo_bike", within: "0", kg: "15", parcels: "6" },
  ]);
});

test("drafts give back the rules they were made of", () => {
  expect(walksIn(draftsOf(RULES))).toEqual(RULES.walks);
});

test("nothing is wrong with what is off, whatever else is typed", () => {
  for (const within of ["0", "", " "]) {
    const draft = { kind: "e_van", within, kg: "x", parcels: "" };
    expect(walkFaultsOf(draft)).toEqual([]);
    expect(walksIn([draft])).toEqual([]);
  }
});

test("each figure that no rule can have is named", () => {
  expect(walkFaultsOf({ kind: "e_van", within: "5", kg: "0", parcels: "many" })).toEqual([
    "within",
    "kg",
    "parcels",
  ]);
  expect(walkFaultsOf({ kind: "e_van", within: "501", kg: "101", parcels: "51" })).toHaveLength(3);
  expect(walkFaultsOf({ kind: "e_van", within: "10", kg: "0.5", parcels: "1" })).toEqual([]);
});
