import type { Plan, PlanSummary } from "@pannier/api";
import { expect, test } from "vitest";
import { newestThatCounts, outcomeOf, splitLeftOut } from "./plans.ts";

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

test("a search without a route, a shift or success is put into words", () => {
  const over = { result: null, error: null };
  expect(outcomeOf(undefined)).toBeNull();
  expect(outcomeOf({ ...over, state: "finished", result: { routes: 2 } })).toBeNull();
  expect(outcomeOf({ ...over, state: "finished", result: { routes: 0 } })).toBe("no_route");
  expect(outcomeOf({ ...over, state: "error", error: { code: "no_shifts" } })).toBe("no_shift");
  expect(outcomeOf({ ...over, state: "error", error: { code: "optimiser_died" } })).toBe("failed");
});

test("what a partner carries since is not left out any more", () => {
  const out = (order_id: string, partner_org_id: string | null) =>
    ({ order_id, partner_org_id }) as Plan["left_out"][number];
  const [a, b] = [out("a", null), out("b", "partner")];
  expect(splitLeftOut([a, b])).toEqual({ staying: [a], given: [b] });
});
