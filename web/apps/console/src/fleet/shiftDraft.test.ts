import type { Shift } from "@pannier/api";
import { expect, test } from "vitest";
import { draftOf, faultsOf, hoursOf, restOf, shiftOf, takenBy } from "./shiftDraft.ts";

const DAY = { date: "2026-03-10", zone: "Europe/Monaco" };
const draft = draftOf({}, ["ana", "ben"], ["bike", "van"], [], DAY);
const taken = {
  rider_id: "ana",
  vehicle_id: "bike",
  starts_at: "2026-03-10T07:00:00Z",
  ends_at: "2026-03-10T11:00:00Z",
} as Shift;

test("a day of eight hours has half an hour of break around its middle", () => {
  expect(restOf("08:00", "16:00")).toEqual({ restMin: "30", restFrom: "11:30", restUntil: "14:00" });
  expect(restOf("12:00", "20:00")).toMatchObject({ restFrom: "15:30", restUntil: "18:00" });
  expect(faultsOf(draft)).toEqual({});
});

test("a short shift has no break unless somebody asks for one", () => {
  expect(restOf("08:00", "12:00").restMin).toBe("0");
  expect(
    shiftOf(draftOf({ until: "12:00" }, ["ana"], ["bike"], [], DAY), "2026-03-10", "Europe/Monaco"),
  ).toEqual({
    rider_id: "ana",
    vehicle_id: "bike",
    date: "2026-03-10",
    starts_at: "2026-03-10T07:00:00.000Z",
    ends_at: "2026-03-10T11:00:00.000Z",
  });
});

test("the break is sent with its window in the hub's zone", () => {
  expect(shiftOf({ ...draft, restFrom: "12" }, "2026-03-10", "Europe/Monaco")).toMatchObject({
    break_s: 1800,
    break_start: "2026-03-10T11:00:00.000Z",
    break_end: "2026-03-10T13:00:00.000Z",
  });
});

test("each fault stands at its field", () => {
  expect(faultsOf({ ...draft, from: "x" })).toEqual({ from: "not_a_time" });
  expect(faultsOf({ ...draft, until: "07:00" })).toEqual({ until: "ends_first" });
  expect(faultsOf({ ...draft, from: "00:00", until: "23:00" })).toEqual({ until: "too_long" });
  expect(faultsOf({ ...draft, restFrom: "07:30" })).toEqual({ restFrom: "rests_outside" });
  expect(faultsOf({ ...draft, restUntil: "16:30" })).toEqual({ restUntil: "rests_outside" });
  expect(faultsOf({ ...draft, restUntil: "11:00" })).toEqual({ restUntil: "ends_first" });
  expect(faultsOf({ ...draft, restUntil: "11:45" })).toEqual({ restMin: "rest_too_long" });
});

test("whoever has no shift yet is proposed first", () => {
  expect(draftOf({}, ["ana", "ben"], ["bike", "van"], [taken], DAY)).toMatchObject({
    riderId: "ben",
    vehicleId: "van",
  });
});

test("nobody is given two shifts at once", () => {
  const at = (from: string) => {
    const hours = hoursOf({ ...draft, from }, "2026-03-10", "Europe/Monaco");
    return hours && takenBy(draft, hours, [taken]);
  };
  expect(at("08:00")?.riderId).toBe(taken);
  expect(at("noon")).toBeNull();
  expect(at("12:00")?.riderId).toBeUndefined();
  expect(at("12:00")?.vehicleId).toBeUndefined();
});

test("overtime is sent with its price, and not at all without any", () => {
  const sent = shiftOf({ ...draft, overtimeMin: "60", overtimeRate: "12,5" }, "2026-03-10", "Europe/Monaco");
  expect(sent).toMatchObject({ overtime_s: 3600, overtime_per_hour_cents: 1250 });
  expect(shiftOf({ ...draft, overtimeMin: "30" }, "2026-03-10", "Europe/Monaco")).toMatchObject({
    overtime_s: 1800,
    overtime_per_hour_cents: 0,
  });
  expect(shiftOf({ ...draft, overtimeRate: "9" }, "2026-03-10", "Europe/Monaco")).not.toHaveProperty(
    "overtime_s",
  );
  expect(faultsOf({ ...draft, overtimeMin: "60", overtimeRate: "x" })).toEqual({
    overtimeRate: "not_a_price",
  });
});

test("a vehicle that stands elsewhere than at the hub says where", () => {
  const sent = shiftOf({ ...draft, startAt: "43.7374, 7.4203" }, "2026-03-10", "Europe/Monaco");
  expect(sent.start_at).toEqual({ lon: 7.4203, lat: 43.7374 });
  expect(sent).not.toHaveProperty("end_at");
  expect(faultsOf({ ...draft, endAt: "at home" })).toEqual({ endAt: "not_a_place" });
});

test("where everybody has a shift, who is free in these hours comes first", () => {
  const evening = { ...taken, rider_id: "ben", vehicle_id: "van", starts_at: "2026-03-10T16:00:00Z" };
  const both = [taken, { ...evening, ends_at: "2026-03-10T20:00:00Z" } as Shift];
  const of = (from: string, until: string) =>
    draftOf({ from, until }, ["ana", "ben"], ["bike", "van"], both, DAY);
  expect(of("08:00", "12:00")).toMatchObject({ riderId: "ben", vehicleId: "van" });
  expect(of("17:00", "20:00")).toMatchObject({ riderId: "ana", vehicleId: "bike" });
});

test("where everybody rides in the usual hours, those after the first of their shifts are proposed", () => {
  const late = { ...taken, rider_id: "ben", vehicle_id: "van", ends_at: "2026-03-10T15:00:00Z" } as Shift;
  expect(draftOf({}, ["ana", "ben"], ["bike", "van"], [taken, late], DAY)).toMatchObject({
    riderId: "ana",
    vehicleId: "bike",
    from: "12:00",
    until: "16:00",
  });
});
