import { expect, test } from "vitest";
import { chargerDraftOf, chargerFaultsOf, chargerIn, gridLinesOf } from "./chargerDraft.ts";

const NOTHING = chargerDraftOf();

test("nothing said is plenty of plugs, always, at the usual price", () => {
  expect(chargerFaultsOf(NOTHING)).toEqual({});
  expect(chargerIn(NOTHING)).toEqual({ plugs: null, hours: [], reservations: [], tariff: [] });
});

test("what is typed is what is sent, and what was sent is shown so again", () => {
  const draft = {
    plugs: "2",
    hours: "06:00-12:00\n14:00-24:00",
    reservations: "2026-03-10 12:00-13:30",
    prices: "07:00 31.25\n22:00 14.5",
  };
  const sent = chargerIn(draft);
  expect(sent.hours).toEqual([
    { from: "06:00", until: "12:00" },
    { from: "14:00", until: "24:00" },
  ]);
  expect(sent.reservations).toEqual([{ date: "2026-03-10", from: "12:00", until: "13:30" }]);
  expect(sent.tariff).toEqual([
    { from: "07:00", cents_per_kwh: 31.25 },
    { from: "22:00", cents_per_kwh: 14.5 },
  ]);
  expect(chargerDraftOf(sent)).toEqual(draft);
});

test("a price has a point or a comma", () => {
  expect(chargerIn({ ...NOTHING, prices: "07:00 9,5" }).tariff).toEqual([
    { from: "07:00", cents_per_kwh: 9.5 },
  ]);
});

test("what cannot be meant names its field", () => {
  expect(chargerFaultsOf({ ...NOTHING, plugs: "two" })).toEqual({ plugs: "no_count" });
  for (const hours of ["6-7", "06:00-06:00", "24:00-06:00", "06:00"])
    expect(chargerFaultsOf({ ...NOTHING, hours })).toEqual({ hours: "no_hours" });
  expect(chargerFaultsOf({ ...NOTHING, plugs: "1", reservations: "2026-02-30 06:00-07:00" })).toEqual({
    reservations: "no_reservation",
  });
  expect(chargerFaultsOf({ ...NOTHING, reservations: "2026-03-10 06:00-07:00" })).toEqual({
    plugs: "uncounted",
  });
  expect(chargerFaultsOf({ ...NOTHING, prices: "07:00" })).toEqual({ prices: "no_price" });
  expect(chargerFaultsOf({ ...NOTHING, prices: "07:00 1\n07:00 2" })).toEqual({ prices: "same_price" });
});

test("hours of the grid are shown as lines", () => {
  expect(gridLinesOf([310, 305.5])).toBe("0,310\n1,305.5");
});
