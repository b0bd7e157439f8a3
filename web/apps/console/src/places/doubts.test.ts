import type { Order } from "@pannier/api";
import { expect, test } from "vitest";
import { doubtOf } from "./places.ts";

const order = (review_code: string | null, collect_review_code: string | null) =>
  ({ label: "Rue Grimaldi", collect_label: "Rue Basse", review_code, collect_review_code }) as Order;

test("the recipient's address is settled first, then where it is collected", () => {
  expect(doubtOf(order("number_missing", "spread"))).toEqual({
    end: "delivery",
    label: "Rue Grimaldi",
    code: "number_missing",
  });
  expect(doubtOf(order(null, "spread"))).toEqual({ end: "collection", label: "Rue Basse", code: "spread" });
});
