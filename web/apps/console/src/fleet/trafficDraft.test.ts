import { expect, test } from "vitest";
import { addTrafficRow, trafficFaultsOf, trafficIn, trafficRowsOf } from "./trafficDraft.ts";

const hours = [
  { kinds: ["e_van"], weekdays: [1, 2], begins: "07:00", ends: "09:00", longer_percent: 40, zone_id: null },
  { kinds: [], weekdays: [], begins: "00:00", ends: "24:00", longer_percent: -20, zone_id: "z" },
];

test("hours are shown as rows and read back as they were", () => {
  expect(trafficIn(trafficRowsOf(hours))).toEqual(hours);
  expect(trafficFaultsOf(trafficRowsOf(hours))).toEqual({});
});

test("a new row asks how much longer ways take", () => {
  expect(trafficFaultsOf(addTrafficRow([]))).toEqual({ 0: { longer: "no_share" } });
});

test("what cannot be meant is told by its row", () => {
  const [first, second] = trafficRowsOf(hours).map((row, at) => ({
    ...row,
    ...[{ begins: "10:00" }, { begins: "7", longer: "much" }][at],
  }));
  expect(trafficFaultsOf([first, second].filter((row) => row !== undefined))).toEqual({
    0: { ends: "reversed" },
    1: { begins: "no_time", longer: "no_share" },
  });
});
