import { expect, test } from "vitest";
import { createFormat } from "./format.ts";

const monaco = createFormat({ locale: "en-GB", timeZone: "Europe/Monaco", currency: "EUR" });

test("times are shown in the hub's zone", () => {
  expect(monaco.time("2026-03-03T07:05:00Z")).toBe("08:05");
  expect(monaco.window({ start: "2026-03-03T13:00:00Z", end: "2026-03-03T15:00:00Z" })).toBe("14:00–16:00");
});

test("the service day turns at midnight in the hub's zone", () => {
  expect(monaco.serviceDay("2026-03-02T23:30:00Z")).toBe("2026-03-03");
});

test("midnight is 00, never 24", () => {
  expect(monaco.time("2026-03-02T23:00:00Z")).toBe("00:00");
});

test("mass, distance, energy and emissions carry their unit", () => {
  expect(monaco.mass(950)).toBe("950 g");
  expect(monaco.mass(12_340)).toBe("12.3 kg");
  expect(monaco.mass(800_000)).toBe("800 kg");
  expect(monaco.distance(850)).toBe("850 m");
  expect(monaco.distance(12_345)).toBe("12.3 km");
  expect(monaco.energy(1234)).toBe("1.23 kWh");
  expect(monaco.emission(38_400)).toBe("38 g CO₂e");
  expect(monaco.emission(1_870)).toBe("1.9 g CO₂e");
  expect(monaco.emission(0)).toBe("0 g CO₂e");
  expect(monaco.emission(12_345_678)).toBe("12.35 kg CO₂e");
});

test("money follows locale and currency", () => {
  expect(monaco.money(610)).toBe("€6.10");
  expect(createFormat({ locale: "de", timeZone: "UTC", currency: "EUR" }).money(610)).toBe("6,10\u00a0€");
});

test("a missing value is a dash, not a zero", () => {
  expect(monaco.mass(null)).toBe("–");
  expect(monaco.window({ start: null, end: null })).toBe("–");
});

test("durations of an hour or more name hours", () => {
  expect(monaco.duration(59 * 60)).toBe("59 min");
  expect(monaco.duration(85 * 60)).toBe("1 h 25 min");
  expect(monaco.duration(120 * 60)).toBe("2 h");
});

test("age is counted from the server's now", () => {
  const now = Date.parse("2026-03-03T08:00:00Z");
  expect(monaco.ago("2026-03-03T07:56:40Z", now)).toBe("3 minutes ago");
  expect(monaco.ago("2026-03-03T07:59:30Z", now)).toBe("30 seconds ago");
});
