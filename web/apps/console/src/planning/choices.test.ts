import type { PlanSummary } from "@pannier/api";
import { expect, test } from "vitest";
import { choiceRows } from "./choices.ts";

const plan = (id: string, state: string, cost_cents: number, grams: number, best_at: string[]) =>
  ({
    id,
    state,
    choice: { best_at, cost_cents, grams, kept: 0.96, uneven_s: 600, plans: 2 },
  }) as unknown as PlanSummary;

test("each plan is told beside the first one", () => {
  const rows = choiceRows([
    plan("a", "draft", 20_000, 500, ["cost"]),
    plan("b", "choice", 20_240, 460, ["grams"]),
  ]);
  expect(rows.map((row) => row.id)).toEqual(["a", "b"]);
  expect(rows[0]?.more).toBeNull();
  expect(rows[1]?.bestAt).toEqual(["grams"]);
  expect(rows[1]?.more?.cost).toBeCloseTo(0.012);
  expect(rows[1]?.more?.grams).toBeCloseTo(-0.08);
});

test("what only weighs is told beside what is paid", () => {
  const weighing = plan("b", "choice", 19_900, 460, ["cost"]);
  const rows = choiceRows([
    plan("a", "draft", 20_000, 500, []),
    { ...weighing, choice: { ...weighing.choice, weights_cents: 350 } } as PlanSummary,
  ]);
  expect(rows.map((row) => [row.costCents, row.weightsCents])).toEqual([
    [20_000, null],
    [19_900, 350],
  ]);
});

test("the plan that is opened is the least with all that counts, also where another one is less to pay", () => {
  const weighed = (id: string, cost_cents: number, weights_cents: number, best_at: string[]) => {
    const one = plan(id, "choice", cost_cents, 500, best_at);
    return { ...one, choice: { ...one.choice, weights_cents } } as PlanSummary;
  };
  const rows = choiceRows([weighed("a", 20_000, 100, []), weighed("b", 19_900, 350, ["cost"])]);
  expect(rows.map((row) => [row.allCents, row.isLeastInAll])).toEqual([
    [20_100, true],
    [20_250, false],
  ]);
  const plain = choiceRows([weighed("a", 20_000, 0, ["cost"]), weighed("b", 20_500, 0, ["grams"])]);
  expect(plain.some((row) => row.isLeastInAll)).toBe(false);
});

test("a plan that emits nothing is no division by it", () => {
  const rows = choiceRows([plan("a", "draft", 20_000, 0, []), plan("b", "choice", 20_240, 0, [])]);
  expect(rows[1]?.more?.grams).toBe(0);
});

test("plans that were called off, and those made alone, are no choices", () => {
  const alone = { ...plan("c", "draft", 1, 1, []), choice: null } as PlanSummary;
  expect(choiceRows([plan("a", "superseded", 20_000, 500, []), alone])).toEqual([]);
});
