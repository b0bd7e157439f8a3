import type { PlanSummary } from "@pannier/api";

export type Aim = "cost" | "promises" | "grams" | "fairness";

export interface ChoiceRow {
  id: string;
  state: string;
  bestAt: readonly Aim[];
  /** What is paid. */
  costCents: number;
  /** What counts besides and nobody pays; null in plans made before it was told apart. */
  weightsCents: number | null;
  /** Both together, which is what was searched for; null where they are not told apart. */
  allCents: number | null;
  /** Whether both together come to the least here: the plan that is opened. Told only where something besides counts. */
  isLeastInAll: boolean;
  /** Each beside the first: shares of its cost and grams, share of windows, seconds. Null for the first itself. */
  more: { cost: number; grams: number; kept: number; unevenS: number } | null;
  kept: number;
  grams: number;
  unevenS: number;
}

const share = (one: number, of: number): number => (of === 0 ? 0 : one / of - 1);

/** The plans of a run that can still be chosen, beside the first, which comes to the least with all that counts. */
export function choiceRows(plans: readonly PlanSummary[]): ChoiceRow[] {
  const open = plans.flatMap(({ id, state, choice }) =>
    choice && (state === "draft" || state === "choice") ? [{ id, state, choice }] : [],
  );
  const first = open[0]?.choice;
  const isWeighed = open.some(({ choice }) => choice.weights_cents);
  return open.map(({ id, state, choice }, position) => ({
    id,
    state,
    bestAt: choice.best_at as Aim[],
    costCents: choice.cost_cents,
    weightsCents: choice.weights_cents ?? null,
    allCents: choice.weights_cents == null ? null : choice.cost_cents + choice.weights_cents,
    isLeastInAll: isWeighed && position === 0,
    kept: choice.kept,
    grams: choice.grams,
    unevenS: choice.uneven_s,
    more:
      position === 0 || !first
        ? null
        : {
            cost: share(choice.cost_cents, first.cost_cents),
            grams: share(choice.grams, first.grams),
            kept: choice.kept - first.kept,
            unevenS: choice.uneven_s - first.uneven_s,
          },
  }));
}
