import { Plural, useLingui } from "@lingui/react/macro";
import { type Plan, totalsOf } from "@pannier/api";
import { Figure, useFormat } from "@pannier/ui";
import { useFleet } from "../fleet/useFleet.ts";
import { splitLeftOut } from "./plans.ts";

/** A plan in figures: orders, way, energy, what is paid by its parts, and apart what only weighs. */
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
      <CostParts paid={totals.cost_parts_cents ?? {}} weights={totals.weight_parts_cents} />
      <WorkTimeNotes plan={plan} />
    </>
  );
}

type Parts = Readonly<Record<string, number>>;

/** What the cost is made of, and what counted besides that nobody pays, each in one line. */
function CostParts({ paid, weights }: { paid: Parts; weights: Parts }) {
  const { t } = useLingui();
  const format = useFormat();
  const words: Record<string, string> = {
    fixed: t`vehicles`,
    hours: t`hours`,
    distance: t`distance`,
    energy: t`energy`,
    tariff: t`dearer or cheaper power on the way`,
    overtime: t`overtime`,
    co2e: t`CO₂e`,
    tariff_co2e: t`CO₂e of power on the way`,
    lateness: t`lateness`,
    preferences: t`riders' areas and changes`,
    balance: t`uneven work`,
  };
  const line = (parts: Parts) =>
    Object.entries(words)
      .flatMap(([part, word]) => (parts[part] ? [`${word} ${format.money(parts[part])}`] : []))
      .join(" · ");
  const cost = line(paid);
  const besides = line(weights);
  return (
    <>
      {cost && <p className="pn-quiet co-cost-parts">{t`Of the cost: ${cost}`}</p>}
      {besides && <p className="pn-quiet co-cost-parts">{t`Counted besides, paid by nobody: ${besides}`}</p>}
    </>
  );
}

/** What working time took from shifts, by rider. */
function WorkTimeNotes({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const { riders } = useFleet();
  const { work_time: notes = [], strange_stops: strange = 0, walked_s: walked = 0 } = totalsOf(plan);
  const minutes = Math.round(walked / 60);
  const nameOf = (id: string) => riders.data?.find((rider) => rider.id === id)?.name ?? t`A rider`;
  if (notes.length === 0 && strange === 0 && minutes === 0) return null;
  return (
    <ul className="pn-quiet">
      {notes.map((note) => (
        <li key={`${note.shift_id} ${note.words}`}>
          <bdi>{nameOf(note.rider_id)}</bdi>: {note.words}
        </li>
      ))}
      {minutes > 0 && (
        <li>{t`${minutes} min are walked from parked vehicles; no metres are driven for it.`}</li>
      )}
      {strange > 0 && (
        <li>
          <Plural
            value={strange}
            one="# order goes with a rider who does not know its area."
            other="# orders go with riders who do not know their area."
          />
        </li>
      )}
    </ul>
  );
}
