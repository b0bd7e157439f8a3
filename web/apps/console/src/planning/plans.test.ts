import type { PlanSummary } from "@pannier/api";
import { expect, test } from "vitest";
import { newestThatCounts } from "./plans.ts";

const plan = (revision: number, state: string, routes: number) =>
  ({ id: `plan-${revision}`, revision, state, totals: { routes } }) as unknown as PlanSummary;

test("the newest draft or released plan is shown first", () => {
  expect(newestThatCounts([plan(1, "released", 4), plan(2, "superseded", 3), plan(3, "draft", 1)])?.id).toBe(
    "plan-3",
  );
});

test("a plan without any route does not hide the routes that were released", () => {
  expect(newestThatCounts([plan(1, "released", 4), plan(2, "draft", 0)])?.id).toBe("plan-1");
});

test("a day without plans has none to show", () => {
  expect(newestThatCounts([])).toBeUndefined();
});
