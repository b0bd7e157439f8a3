import type { RecipientState } from "@pannier/api";
import { expect, test } from "vitest";
import { ageInWords, frameOf, groundIn, outgrows, sceneOf } from "./leg.ts";

const SEEN = "2026-03-10T09:00:00+01:00";
const at = (seconds: number): number => Date.parse(SEEN) + seconds * 1000;
const state = {
  rider: { lon: 7.42, lat: 43.73, at: SEEN },
  you: { lon: 7.425, lat: 43.735 },
  rider_first_name: "Ana",
  vehicle: { kind: "e_van_small", label: "Small e-van" },
} as RecipientState;

test("a position is old when its delay alone does not explain its age", () => {
  expect(ageInWords(SEEN, at(59))).toBe("");
  expect(ageInWords(SEEN, at(60))).toBe("Seen 1 minute ago");
  expect(ageInWords(SEEN, at(179))).toBe("Seen 2 minutes ago");
});

test("rider and door stand on the map, the rider in the shape of the vehicle", () => {
  const { riders, doors } = sceneOf(state, at(20));
  expect(riders).toMatchObject([{ at: [7.42, 43.73], shape: "van", age: "fresh", note: "Ana" }]);
  expect(doors).toMatchObject([{ at: [7.425, 43.735], title: "Your door" }]);
});

test("an old position looks old", () => {
  expect(sceneOf(state, at(90)).riders[0]?.age).toBe("old");
});

test("nobody is shown before and after the leg", () => {
  const over = { ...state, rider: null, you: null };
  expect(sceneOf(over, at(0))).toMatchObject({ riders: [], doors: [] });
  expect(frameOf(over)).toBeNull();
});

test("the frame holds both", () => {
  expect(frameOf(state)).toEqual([7.42, 43.73, 7.425, 43.735]);
});

test("the view stays while the rider is inside and the way not half of it", () => {
  const shown = [7.42, 43.73, 7.426, 43.736] as const;
  expect(outgrows([7.42, 43.73, 7.426, 43.736], null)).toBe(true);
  expect(outgrows([7.422, 43.732, 7.426, 43.736], shown)).toBe(false);
  expect(outgrows([7.419, 43.732, 7.426, 43.736], shown)).toBe(true);
  expect(outgrows([7.424, 43.734, 7.426, 43.736], shown)).toBe(true);
});

test("the base map is read off the page, and missing where the page has none", () => {
  const ground = {
    pmtiles_url: "/map/monaco.pmtiles?v=1",
    attribution: "© OpenStreetMap",
    center: [7.42, 43.73],
    bounds: [7.4, 43.72, 7.44, 43.75],
  };
  expect(groundIn(JSON.stringify(ground))).toMatchObject({ pmtilesUrl: "/map/monaco.pmtiles?v=1" });
  expect(() => groundIn(undefined)).toThrow("names no base map");
  expect(() => groundIn(JSON.stringify({ ...ground, pmtiles_url: null }))).toThrow("names no base map");
});
