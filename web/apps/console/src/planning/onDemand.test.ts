import type { OnDemandOrder } from "@pannier/api";
import { expect, test } from "vitest";
import { endedLast, isLate, minutesOf, openFirst } from "./onDemand.ts";

const order = (reference: string, state: string, more: Partial<OnDemandOrder> = {}): OnDemandOrder =>
  ({
    reference,
    state,
    needs_you: false,
    deliver_by: null,
    ended_at: null,
    leaves_late_s: 0,
    arrives_late_s: 0,
    ...more,
  }) as OnDemandOrder;

test("who needs a person comes first, then who waits, then who is due first", () => {
  const orders = [
    order("over", "done"),
    order("riding", "going"),
    order("late", "given", { needs_you: true }),
    order("second", "waiting", { deliver_by: "2026-03-10T12:30:00Z" }),
    order("first", "waiting", { deliver_by: "2026-03-10T12:10:00Z" }),
    order("given", "given"),
  ];
  const names = openFirst(orders).map((one) => one.reference);
  expect(names).toEqual(["late", "first", "second", "given", "riding"]);
});

test("what ended last is named first, and what is open is not named", () => {
  const orders = [
    order("early", "done", { ended_at: "2026-03-10T12:00:00Z" }),
    order("open", "going"),
    order("last", "done", { ended_at: "2026-03-10T12:30:00Z" }),
  ];
  expect(endedLast(orders).map((one) => one.reference)).toEqual(["last", "early"]);
});

test("whoever leaves late is late although the door is in time, by a minute at least", () => {
  expect(isLate(order("a", "given", { leaves_late_s: 20 }))).toBe(true);
  expect(isLate(order("b", "given", { arrives_late_s: 600 }))).toBe(true);
  expect(isLate(order("c", "given"))).toBe(false);
  expect([20, 90, 600].map(minutesOf)).toEqual([1, 2, 10]);
});
