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
