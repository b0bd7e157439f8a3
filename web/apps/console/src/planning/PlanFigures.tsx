import { Plural, useLingui } from "@lingui/react/macro";
import { type Plan, totalsOf } from "@pannier/api";
import { Figure, useFormat } from "@pannier/ui";
import { splitLeftOut } from "./plans.ts";

/** A plan in figures: orders, way, energy, and what it costs by its parts. */
export function PlanFigures({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const format = useFormat();
  const totals = totalsOf(plan);
  // Also the orders that no plan can hold yet: all that stand in the list below.
  const { staying, given } = splitLeftOut(plan.left_out);
  const leftOut = staying.length;
  const each = totals.planned > 0 ? totals.cost_cents / totals.planned : null;
  return (
    <>
      <div className="co-figures">
        <Figure
          label={t`Orders planned`}
          value={format.count(totals.planned)}
          note={<Plural value={totals.routes} one="on # route" other="on # routes" />}
        />
        <Figure
          label={t`Left out`}
          value={format.count(leftOut)}
          tone={leftOut > 0 ? "warn" : "ok"}
          note={
            given.length > 0 ? (
              <Plural value={given.length} one="# more went to a partner" other="# more went to partners" />
            ) : leftOut > 0 ? (
              t`each with its reason below`
            ) : undefined
          }
        />
        <Figure
          label={t`Distance`}
          value={format.distance(totals.distance_m)}
          note={format.duration(totals.duration_s)}
        />
        <Figure label={t`Energy`} value={format.energy(totals.energy_wh)} />
        <Figure
          label={t`Cost`}
          value={format.money(totals.cost_cents)}
          note={each === null ? undefined : t`${format.money(Math.round(each))} an order`}
        />
      </div>
      <CostParts parts={totals.cost_parts_cents ?? {}} />
    </>
  );
}

/** What the cost is made of, in one line. */
function CostParts({ parts }: { parts: Readonly<Record<string, number>> }) {
  const { t } = useLingui();
  const format = useFormat();
  const words: Record<string, string> = {
    fixed: t`vehicles`,
    hours: t`hours`,
    distance: t`distance`,
    energy: t`energy`,
    co2e: t`CO₂e`,
    overtime: t`overtime`,
    lateness: t`lateness`,
    preferences: t`riders' areas and changes`,
    balance: t`uneven work`,
  };
  const lines = Object.entries(words).flatMap(([part, word]) =>
    parts[part] ? [`${word} ${format.money(parts[part])}`] : [],
  );
  if (lines.length === 0) return null;
  return <p className="pn-quiet co-cost-parts">{t`Of the cost: ${lines.join(" · ")}`}</p>;
}
