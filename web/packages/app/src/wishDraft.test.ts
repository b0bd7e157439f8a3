import { expect, test } from "vitest";
import { NO_WISHES, windowsIn, wishChangeOf, wishDraftOf, wishesOf, wishFaultsOf } from "./wishDraft.ts";

const ZONE = "Europe/Monaco";
const order = {
  date: "2026-03-10",
  due_at: "2026-03-10T10:00:00Z",
  more_windows: [{ start: "2026-03-10T13:00:00Z", end: "2026-03-10T15:00:00Z" }],
  max_aboard_min: 30,
  goods: "food",
  together: "family",
  apart: null,
  on_demand: false,
  leave_within_min: null,
  deliver_within_min: null,
};
const draft = {
  due: "11:00",
  windows: "14:00-16:00",
  aboard: "30",
  goods: "food",
  together: "family",
  apart: "",
  onDemand: "",
  leaveWithin: "",
  deliverWithin: "",
};

test("a form shows what an order asks, in the hub's time", () => {
  expect(wishDraftOf(order, ZONE)).toEqual(draft);
  expect(wishChangeOf(order, draft, ZONE)).toEqual({});
});

test("only what was changed is sent, and what is emptied is none", () => {
  expect(wishChangeOf(order, { ...draft, aboard: "20", together: "" }, ZONE)).toEqual({
    max_aboard_min: 20,
    together: null,
  });
  expect(wishChangeOf(order, { ...draft, windows: "" }, ZONE)).toEqual({ more_windows: [] });
});

test("several windows are read as people type them", () => {
  expect(windowsIn("14-16; 18:00 – 19.30")).toEqual([
    ["14:00", "16:00"],
    ["18:00", "19:30"],
  ]);
  expect(windowsIn("")).toEqual([]);
  for (const text of ["14", "16-14", "14-15-16", "noon-14"]) expect(windowsIn(text)).toBeUndefined();
});

test("what a new order asks is meant on its day in the hub's zone", () => {
  expect(wishesOf({ ...NO_WISHES, due: "11", aboard: "2,5" }, "2026-03-10", ZONE)).toEqual({
    due_at: "2026-03-10T10:00:00.000Z",
    more_windows: [],
    max_aboard_min: 2.5,
    goods: null,
    together: null,
    apart: null,
    on_demand: false,
    leave_within_min: null,
    deliver_within_min: null,
  });
});

test("minutes are those of an order on demand, and go with it", () => {
  const urgent = { ...draft, onDemand: "yes", leaveWithin: "10", deliverWithin: "" };
  expect(wishChangeOf(order, urgent, ZONE)).toEqual({ on_demand: true, leave_within_min: 10 });
  const known = { ...order, on_demand: true, leave_within_min: 10 };
  expect(wishDraftOf(known, ZONE)).toEqual(urgent);
  expect(wishChangeOf(known, { ...urgent, onDemand: "" }, ZONE)).toEqual({
    on_demand: false,
    leave_within_min: null,
  });
  expect(wishFaultsOf({ ...urgent, leaveWithin: "soon" })).toEqual({ leaveWithin: "not_minutes" });
});

test("what cannot be meant is told by its field", () => {
  expect(wishFaultsOf({ ...NO_WISHES, due: "soon", windows: "x", aboard: "0" })).toEqual({
    due: "not_a_time",
    windows: "not_windows",
    aboard: "not_minutes",
  });
  expect(wishFaultsOf(draft)).toEqual({});
});
