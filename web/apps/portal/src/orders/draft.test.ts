import { expect, test } from "vitest";
import { EMPTY_DRAFT, faultsOf, orderOf } from "./draft.ts";

const draft = {
  ...EMPTY_DRAFT,
  reference: " R-1 ",
  line: "3 Rue Grimaldi",
  name: "Léa",
  date: "2026-03-03",
  from: "14:00",
  until: "16:00",
};

test("the window is meant in the hub's zone", () => {
  expect(orderOf(draft, "Europe/Monaco").window).toEqual({
    start: "2026-03-03T13:00:00.000Z",
    end: "2026-03-03T15:00:00.000Z",
  });
});

test("empty fields are not sent, a decimal comma is understood", () => {
  const order = orderOf({ ...draft, weight: "2,5" }, "Europe/Monaco");
  expect(order).toMatchObject({ reference: "R-1", weight_kg: 2.5, parcels: 1, volume_l: undefined });
  expect(JSON.parse(JSON.stringify(order)).recipient).toEqual({ name: "Léa" });
});

test("what it asks of plans is sent where it is said, and aboard only for deliveries", () => {
  const wishes = { ...draft, wishes: { ...EMPTY_DRAFT.wishes, due: "15", aboard: "30", goods: "food" } };
  const order = orderOf(wishes, "Europe/Monaco");
  expect(order).toMatchObject({ due_at: "2026-03-03T14:00:00.000Z", max_aboard_min: 30, goods: "food" });
  expect(order).not.toHaveProperty("together");
  expect(orderOf({ ...wishes, kind: "return" }, "Europe/Monaco")).not.toHaveProperty("max_aboard_min");
  expect(faultsOf({ ...draft, wishes: { ...draft.wishes, windows: "noon" } }).wishes).toBe("wishes");
});

test("half a window, a turned window and a window without a day are faults", () => {
  expect(faultsOf({ ...draft, until: "" }).until).toBe("window_needs_both");
  expect(faultsOf({ ...draft, until: "13:00" }).until).toBe("window_order");
  expect(faultsOf({ ...draft, date: "" }).date).toBe("window_needs_date");
  expect(faultsOf(draft)).toEqual({});
});

test("a weight must be a positive number", () => {
  expect(faultsOf({ ...draft, weight: "-2" }).weight).toBe("not_a_number");
  expect(faultsOf({ ...draft, weight: "two" }).weight).toBe("not_a_number");
});

test("a window is read as people type it, and what is no time is a fault", () => {
  expect(orderOf({ ...draft, from: "9" }, "Europe/Monaco").window?.start).toBe("2026-03-03T08:00:00.000Z");
  expect(faultsOf({ ...draft, from: "9" })).toEqual({});
  expect(faultsOf({ ...draft, until: "noon" }).until).toBe("not_a_time");
});

test("when its parcels are ready is meant on the delivery day, in the hub's zone", () => {
  expect(orderOf({ ...draft, ready: "9.30" }, "Europe/Monaco").release_at).toBe("2026-03-03T08:30:00.000Z");
  expect(orderOf(draft, "Europe/Monaco").release_at).toBeUndefined();
  expect(faultsOf({ ...draft, ready: "soon" }).ready).toBe("not_a_time");
  expect(faultsOf({ ...draft, from: "", until: "", date: "", ready: "9" }).date).toBe("ready_needs_date");
});

test("what is collected is ready when its collection says", () => {
  const collected = { ...draft, origin: "elsewhere" as const, ready: "soon" };
  expect(orderOf(collected, "Europe/Monaco").release_at).toBeUndefined();
  expect(faultsOf(collected).ready).toBeUndefined();
});

test("other loads are sent with the order, and checked with it", () => {
  const loads = [{ id: 1, name: "cold_box", amount: "2" }];
  expect(orderOf({ ...draft, loads }, "Europe/Monaco").other_loads).toEqual({ cold_box: 2 });
  expect(faultsOf({ ...draft, loads: [{ id: 1, name: "cold_box", amount: "" }] }).loads).toBe("loads");
});
