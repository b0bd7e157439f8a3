import { expect, test } from "vitest";
import { nextOf } from "./backWords.ts";

test("every way on has its step, and what is unknown is looked into", () => {
  expect(nextOf("returning")).not.toEqual(nextOf("held"));
  expect(nextOf("held")).not.toEqual(nextOf("reattempt_scheduled"));
  expect(nextOf("delivered")).toEqual(nextOf("something new"));
});
