import type { Vehicle, VehicleKind } from "@pannier/api";
import { expect, test } from "vitest";
import {
  amountsIn,
  changeOf,
  draftOfVehicle,
  faultsOfVehicle,
  figureIn,
  usualOf,
  wordsIn,
} from "./vehicleDraft.ts";

const vehicle = {
  payload_g: 100_000,
  spare_batteries: 1,
  capacities: { cold_l: 40 },
  equipment: ["lift"],
  shift_distance_m: null,
  shift_duration_s: null,
  shift_stops: null,
  trip_distance_m: 12_500,
  trip_duration_s: null,
  trip_stops: null,
  overrides: {
    payload_g: 80_000,
    volume_ml: null,
    parcels_max: null,
    battery_wh: null,
    service_percent: null,
  },
} as unknown as Vehicle;
const draft = draftOfVehicle(vehicle);

test("the form shows what is the vehicle's own, in the units people use", () => {
  expect(draft).toMatchObject({
    payload_g: "80",
    volume_ml: "",
    trip_distance_m: "12.5",
    spare_batteries: "1",
    equipment: "lift",
    capacities: "cold_l 40",
  });
  expect(faultsOfVehicle(draft).size).toBe(0);
});

test("only what was changed is sent, and emptied means as the kind", () => {
  expect(changeOf(vehicle, draft)).toEqual({});
  expect(
    changeOf(vehicle, {
      ...draft,
      payload_g: "",
      shift_duration_s: "7,5",
      capacities: "cold_l 60, pallets 2",
    }),
  ).toEqual({ payload_g: null, shift_duration_s: 27_000, capacities: { cold_l: 60, pallets: 2 } });
});

test("what is no number, no amount or no word is told by its field", () => {
  expect(figureIn("12 km", 1000)).toBeUndefined();
  expect(amountsIn("cold_l")).toBeUndefined();
  expect(amountsIn("Cold 4")).toBeUndefined();
  expect(wordsIn("lift, a%")).toBeUndefined();
  expect([...faultsOfVehicle({ ...draft, payload_g: "-1", equipment: "%", spare_batteries: "" })]).toEqual([
    "payload_g",
    "spare_batteries",
    "equipment",
  ]);
});

test("words are written with commas and kept with underscores", () => {
  expect(wordsIn("Age check, lift")).toEqual(["age_check", "lift"]);
  expect(wordsIn(" ")).toEqual([]);
});

test("what an empty field stands for is shown in the units people use", () => {
  const kind = {
    payload_g: 800_000,
    volume_ml: 5_000_000,
    parcels_max: 120,
    battery_wh: null,
    service_percent: 100,
  };
  expect(usualOf(kind as VehicleKind)).toEqual({
    payload_g: "800",
    volume_ml: "5000",
    parcels_max: "120",
    battery_wh: "",
    service_percent: "100",
  });
  expect(usualOf(undefined)).toEqual({});
});
