import { describe, expect, it } from "vitest";
import { collectionChangeOf, collectionFaultsOf, collectionOf, NO_COLLECTION } from "./collectionDraft.ts";

const typed = { ...NO_COLLECTION, line: " Rue Caroline 7 ", city: "Monaco", from: "9", until: "11:30" };

describe("where an order is collected, as typed", () => {
  it("needs an address and a whole window, or none", () => {
    expect(collectionFaultsOf(NO_COLLECTION)).toEqual({ line: "line_missing" });
    expect(collectionFaultsOf({ ...typed, until: "" })).toEqual({ until: "window_needs_both" });
    expect(collectionFaultsOf({ ...typed, until: "08:00" })).toEqual({ until: "window_order" });
    expect(collectionFaultsOf({ ...typed, from: "soon" })).toEqual({ from: "not_a_time" });
    expect(collectionFaultsOf(typed)).toEqual({});
  });

  it("means its window in the hub's zone", () => {
    const made = collectionOf(typed, "2026-03-10", "Europe/Monaco");
    expect(made.address).toEqual({ line: "Rue Caroline 7", postcode: null, city: "Monaco" });
    expect(made.window).toEqual({ start: "2026-03-10T08:00:00.000Z", end: "2026-03-10T10:30:00.000Z" });
    expect(collectionOf(typed, "", "Europe/Monaco").window).toBeNull();
  });

  it("takes the house number out of its field when the typed line holds it", () => {
    const change = collectionChangeOf({ ...typed, bundle: " x " }, "2026-03-10", "Europe/Monaco");
    expect(change.collection.address.house_number).toBeNull();
    expect(change.bundle).toBe("x");
  });
});
