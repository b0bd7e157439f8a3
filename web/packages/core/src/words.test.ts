import { expect, test } from "vitest";
import { ORDER_STATES, wordOf } from "./words.ts";

const LIFE_CYCLE = [
  "draft",
  "quoted",
  "confirmed",
  "allocated",
  "planned",
  "in_transit",
  "delivered",
  "partially_delivered",
  "failed",
  "cancelled",
  "reattempt_scheduled",
  "held",
  "returning",
  "returned",
  "lost",
];

test("every state of an order's life has a word", () => {
  expect(Object.keys(ORDER_STATES).sort()).toEqual([...LIFE_CYCLE].sort());
});

test("an unknown state is shown as itself", () => {
  expect(wordOf(ORDER_STATES, "half_eaten").label.message).toBe("half eaten");
});
