import { expect, test } from "vitest";
import { signed } from "./whyHere.ts";

test("a difference says whether it is more or less, and nothing is neither", () => {
  const write = (amount: number) => `${amount} g`;
  expect([signed(3, write), signed(-3, write), signed(0, write)]).toEqual(["+3 g", "−3 g", "±0 g"]);
});
