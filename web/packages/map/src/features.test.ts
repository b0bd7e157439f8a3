import { expect, test } from "vitest";
import { featuresOf } from "./features.ts";
import { EMPTY_SCENE, type RouteLine, type Scene, type StopPin } from "./scene.ts";

const colours = { light: "#0b5fb3", dark: "#62b0ff" };
const route = (id: string): RouteLine => ({
  id,
  letter: "A",
  ...colours,
  doneLegs: 1,
  legs: [
    [
      [7.41, 43.73],
      [7.42, 43.74],
    ],
    [],
    [
      [7.42, 43.74],
      [7.43, 43.74],
    ],
  ],
});
const stop: StopPin = {
  id: "s1",
  routeId: "r1",
  at: [7.42, 43.74],
  number: 3,
  look: "open",
  title: "3 Rue",
  ...colours,
};
const scene = (more: Partial<Scene>): Scene => ({ ...EMPTY_SCENE, ...more });

test("each leg with a line is a feature and knows whether it lies behind the rider", () => {
  const { features } = featuresOf(scene({ routes: [route("r1")] }), "light").routes;
  expect(features.map((feature) => feature.properties.done)).toEqual([true, false]);
});

test("colours follow the theme", () => {
  expect(featuresOf(scene({ stops: [stop] }), "light").stops.features[0]?.properties.color).toBe("#0b5fb3");
  expect(featuresOf(scene({ stops: [stop] }), "dark").stops.features[0]?.properties.color).toBe("#62b0ff");
});

test("other routes step back when one is in focus", () => {
  const shown = featuresOf(scene({ routes: [route("r1"), route("r2")], selectedRouteId: "r1" }), "light")
    .routes.features;
  expect(shown.map((feature) => feature.properties.presence)).toEqual(["focus", "focus", "faint", "faint"]);
});

test("a failed stop is marked by a sign, not by its colour alone", () => {
  const failed = featuresOf(scene({ stops: [{ ...stop, look: "failed" }] }), "light").stops.features[0];
  expect(failed?.properties.text).toBe("×");
});

test("a blocked area is told from one with hours", () => {
  const rings = [[[7.42, 43.73] as const, [7.43, 43.73] as const, [7.42, 43.74] as const]];
  const areas = [
    { id: "b", title: "Rue Grimaldi", rings, isBlocked: true },
    { id: "z", title: "Old town", rings },
  ];
  const { features } = featuresOf(scene({ areas }), "light").areas;
  expect(features.map((feature) => feature.properties.blocked)).toEqual([true, false]);
});

test("a silent rider points nowhere", () => {
  const rider = {
    id: "p",
    routeId: "r1",
    at: [7.42, 43.74] as const,
    heading: 90,
    shape: "bike" as const,
    age: "silent" as const,
    letter: "A",
    title: "Ana",
    note: "seen 14:02",
    ...colours,
  };
  expect(featuresOf(scene({ riders: [rider] }), "light").riders.features[0]?.properties.pointer).toBeNull();
  expect(
    featuresOf(scene({ riders: [{ ...rider, age: "fresh" }] }), "light").riders.features[0]?.properties
      .pointer,
  ).toBe("pointer|#0b5fb3");
});

test("a door has the sign of its theme and says what it is", () => {
  const door = { id: "you", at: [7.42, 43.74] as const, title: "Your door" };
  expect(featuresOf(scene({ doors: [door] }), "dark").doors.features[0]?.properties).toEqual({
    id: "you",
    title: "Your door",
    icon: "door|dark",
  });
});
