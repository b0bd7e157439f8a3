import type { KindCosts } from "@pannier/api";
import { expect, test } from "vitest";
import { AS_SHIPPED, centsIn, costDraftOf, costFaultsOf, costsIn, ratesOf, typedOf } from "./costDraft.ts";

const NOTHING = { fixed_cents: null, per_hour_cents: null, per_km_cents: null, per_kwh_cents: null };
const van = { own: { ...NOTHING, fixed_cents: 2600, per_km_cents: 14.5 }, has_battery: true } as KindCosts;

test("own figures are shown as they are typed, what is as shipped stays empty", () => {
  expect(costDraftOf(van)).toEqual({ ...AS_SHIPPED, fixed_cents: "26.00", per_km_cents: "0.145" });
  expect([typedOf(2200), typedOf(0), typedOf(31.25), typedOf(0.1)]).toEqual([
    "22.00",
    "0.00",
    "0.3125",
    "0.001",
  ]);
});

test("a draft is sent in minor units; nothing typed is as shipped", () => {
  const draft = { ...AS_SHIPPED, per_hour_cents: "25,50", per_kwh_cents: "0.3125" };
  expect(costsIn(draft, "EUR")).toEqual({
    ...NOTHING,
    per_hour_cents: 2550,
    per_kwh_cents: 31.25,
    currency: "EUR",
  });
  expect(costsIn(AS_SHIPPED, "EUR", "2026-03-01").since).toBe("2026-03-01");
});

test("what is typed and sent comes back as it was", () => {
  for (const text of ["0.145", "0.29", "1.10", "99.99999"]) {
    const cents = centsIn(text, "per_km_cents");
    expect(typedOf(cents ?? Number.NaN)).toBe(text);
  }
});

test("words, amounts below nothing, too much, and parts of a cent of a shift are faults", () => {
  const draft = {
    fixed_cents: "10.005",
    per_hour_cents: "-1",
    per_km_cents: "100.01",
    per_kwh_cents: "much",
  };
  expect([...costFaultsOf(draft)]).toEqual(Object.keys(draft));
  expect(costFaultsOf(costDraftOf(van)).size).toBe(0);
});

test("a kind without a battery has no price of power", () => {
  expect(ratesOf({ ...van, has_battery: false })).not.toContain("per_kwh_cents");
  expect(ratesOf(van)).toContain("per_kwh_cents");
});
