import { expect, test } from "vitest";
import { Glide } from "./glide.ts";
import type { RiderPin } from "./scene.ts";

const rider = (lon: number): RiderPin => ({
  id: "ana",
  routeId: "r",
  at: [lon, 43.7],
  heading: 0,
  shape: "bike",
  age: "fresh",
  letter: "A",
  title: "",
  note: "",
  light: "",
  dark: "",
});

test("a rider seen for the first time stands where it is", () => {
  const glide = new Glide(1000);
  glide.aim([rider(7.4)], 0);
  expect(glide.at([rider(7.4)], 0)[0]?.at).toEqual([7.4, 43.7]);
  expect(glide.moving(0)).toBe(false);
});

test("half of the time is half of the way", () => {
  const glide = new Glide(1000);
  glide.aim([rider(7.4)], 0);
  glide.aim([rider(7.42)], 5000);
  expect(glide.at([rider(7.42)], 5500)[0]?.at[0]).toBeCloseTo(7.41, 9);
  expect(glide.at([rider(7.42)], 9000)[0]?.at[0]).toBe(7.42);
});

test("a new position in between starts from where the rider is drawn", () => {
  const glide = new Glide(1000);
  glide.aim([rider(7.4)], 0);
  glide.aim([rider(7.42)], 0);
  glide.aim([rider(7.46)], 500);
  expect(glide.at([rider(7.46)], 500)[0]?.at[0]).toBeCloseTo(7.41, 9);
  expect(glide.moving(1400)).toBe(true);
  expect(glide.moving(1600)).toBe(false);
});
