import { expect, test } from "vitest";
import { type Lock, lockable, lockOf } from "./locks.ts";

const lock = (values: Partial<Lock>): Lock => ({
  rider: false,
  time: false,
  order: false,
  tolerance_s: 900,
  kept: true,
  ...values,
});
const order = (values: object) => ({
  order_id: "a",
  kind: "dropoff",
  state: "assigned",
  lock: null,
  ...values,
});

test("a stop is fixed in what any of its orders is", () => {
  const stop = {
    orders: [
      order({ lock: lock({ rider: true }) }),
      order({}),
      order({ lock: lock({ time: true, kept: false }) }),
    ],
  };
  expect(lockOf(stop)).toEqual(lock({ rider: true, time: true, kept: false }));
  expect(lockOf({ orders: [order({})] })).toBeNull();
});

test("nothing is fixed of what is done, or of a sender's door", () => {
  const stop = { orders: [order({ kind: "collect" }), order({ state: "closed" }), order({ order_id: "b" })] };
  expect(lockable(stop).map((one) => one.order_id)).toEqual(["b"]);
});
