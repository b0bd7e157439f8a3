import { expect, test } from "vitest";
import { eventWord } from "./eventWords.ts";

test("a doubtful address is named by its end", () => {
  const [old, delivery, collection] = [{}, { end: "delivery" }, { end: "collection" }].map(
    (data) => eventWord("order.in_review", data).label.message,
  );
  expect(old).toBe("Address needs a look");
  expect(delivery).toBe("Address needs a look");
  expect(collection).toBe("Collection address needs a look");
});

test("an order whose day is over moved on, any other was left out of a plan", () => {
  const of = (code: string) => eventWord("order.left_out", { code }).label.message;
  expect([of("day_over"), of("shift")]).toEqual(["Moved to the next day", "Left out of the plan"]);
});
