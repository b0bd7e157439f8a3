import { describe, expect, test } from "vitest";
import { today } from "../driving/fixture.ts";
import { cleanBarcode, matchBarcode } from "./barcode.ts";
import { judgeScan, loadList } from "./load.ts";

const NONE: ReadonlySet<string> = new Set();
const route = () => {
  const { route: made } = today();
  if (!made) throw new Error("The fixture has a route.");
  return made;
};

describe("a barcode", () => {
  test("is the same with GS1 prefix, symbology mark, brackets and separators", () => {
    const sscc = "340060000000000001";
    for (const text of [sscc, `00${sscc}`, `(00)${sscc}`, `]C100${sscc}`, `00${sscc}`, ` ${sscc} `])
      expect(cleanBarcode(text)).toBe(sscc);
  });

  test("is found by its last digits when they are unambiguous", () => {
    const known = ["340060000000010001", "340060000000020001", "340060000000030002"];
    expect(matchBarcode("0002", known)).toBe(known[2]);
    expect(matchBarcode("0001", known)).toBeNull();
    expect(matchBarcode("02", known)).toBeNull();
  });
});

describe("loading a trip", () => {
  test("lists the last door first and leaves collections and other trips out", () => {
    expect(loadList(route(), 1, NONE).map((item) => [item.door, item.orderId])).toEqual([
      [2, "order-3"],
      [2, "order-2"],
      [1, "order-1"],
    ]);
    expect(loadList(route(), 2, NONE).map((item) => item.orderId)).toEqual(["order-4"]);
  });

  test("says yours, again, a later trip, or not yours", () => {
    const mine = "340060000000000001";
    expect(judgeScan(mine, route(), 1, NONE).kind).toBe("ok");
    expect(judgeScan(mine, route(), 1, new Set([mine])).kind).toBe("again");
    expect(judgeScan("340060000000000004", route(), 1, NONE)).toEqual({ kind: "later_trip", trip: 2 });
    expect(judgeScan("999999999999999999", route(), 1, NONE)).toEqual({ kind: "wrong" });
  });
});
