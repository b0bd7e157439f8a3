import type { PositionPoint } from "@pannier/api";
import { describe, expect, test } from "vitest";
import { metresBetween } from "../driving/day.ts";
import { isWorthKeeping } from "./thin.ts";

const at = (seconds: number, metresEast: number, more: Partial<PositionPoint> = {}): PositionPoint => ({
  device_time: new Date(seconds * 1000).toISOString(),
  lon: 7.42 + metresEast / (111_195 * Math.cos((43.73 * Math.PI) / 180)),
  lat: 43.73,
  accuracy_m: 8,
  ...more,
});

describe("a position fix", () => {
  test("is kept when the rider moved, and now and then while standing", () => {
    expect(isWorthKeeping(at(0, 0), null)).toBe(true);
    expect(isWorthKeeping(at(5, 20), at(0, 0))).toBe(true);
    expect(isWorthKeeping(at(5, 5), at(0, 0))).toBe(false);
    expect(isWorthKeeping(at(31, 0), at(0, 0))).toBe(true);
  });

  test("is dropped when it comes too soon or is not exact", () => {
    expect(isWorthKeeping(at(1, 50), at(0, 0))).toBe(false);
    expect(isWorthKeeping(at(10, 50, { accuracy_m: 400 }), at(0, 0))).toBe(false);
  });

  test("is asked for less often while the phone's battery is low", () => {
    expect(isWorthKeeping(at(10, 80, { battery_pct: 12 }), at(0, 0))).toBe(false);
    expect(isWorthKeeping(at(30, 80, { battery_pct: 12 }), at(0, 0))).toBe(true);
  });

  test("lies as far away as a degree of the earth says", () => {
    expect(metresBetween([7, 43], [7, 44])).toBeCloseTo(111_195, -2);
  });
});
