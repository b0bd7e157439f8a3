import { useLingui } from "@lingui/react/macro";
import type { Endurance, Plan } from "@pannier/api";
import { Badge, Figure, Panel, useFormat } from "@pannier/ui";

type Share = Endurance["windows"];

/** How the plan holds on days that are not as planned, and what its slack costs. */
export function PlanEndurance({ plan, references }: { plan: Plan; references: ReadonlyMap<string, string> }) {
  const { t } = useLingui();
  const format = useFormat();
  const held = plan.endurance;
  if (!held || held.windows.count + held.reserves.count === 0) return null;
  const days = format.count(held.days);
  const inThousand = (rate: number) => format.decimal(1000 * rate);
  const span = (share: Share) => t`${format.shareFine(share.low)} to ${format.shareFine(share.high)}`;
  return (
    <Panel title={t`On days that are not as planned`} aside={<Reached held={held} />}>
      <div className="co-stack">
        <div className="co-figures">
          <Figure
            label={t`Windows kept`}
            value={format.shareFine(held.windows.rate)}
            note={held.windows.rate === null ? t`no order has a window` : span(held.windows)}
          />
          <Figure
            label={t`Routes that touch the reserve`}
            value={held.reserves.rate === null ? "–" : t`${inThousand(held.reserves.rate)} in 1,000`}
            note={
              held.reserves.rate === null
                ? t`no battery is used`
                : t`${inThousand(held.reserves.low)} to ${inThousand(held.reserves.high)}`
            }
          />
          <Figure
            label={t`Routes back in time`}
            value={format.shareFine(held.shifts.rate)}
            note={span(held.shifts)}
          />
          {held.without && <Price without={held.without} />}
        </div>
        <p className="pn-quiet">
          {t`In ${days} simulated days with other traffic, services and weather. The spans hold 19 times out of 20.`}
        </p>
        <Risks held={held} references={references} />
      </div>
    </Panel>
  );
}

function Reached({ held }: { held: Endurance }) {
  const { t } = useLingui();
  if (held.reached === null) return null;
  return held.reached ? (
    <Badge tone="ok">{t`Aims reached`}</Badge>
  ) : (
    <Badge tone="warn">{t`Aims not reached: the day leaves no more slack`}</Badge>
  );
}

function Price({ without }: { without: NonNullable<Endurance["without"]> }) {
  const { t } = useLingui();
  const format = useFormat();
  const kept = format.shareFine(without.windows.rate);
  const price = without.price_pct === null ? "" : format.shareFine(without.price_pct / 100);
  return (
    <Figure
      label={t`Slack costs`}
      value={format.money(without.price_cents)}
      note={
        <>
          {t`${price} more; without it ${kept} of windows`}
          {without.price_weights_cents
            ? ` · ${t`counted besides: ${format.money(without.price_weights_cents)}`}`
            : ""}
        </>
      }
    />
  );
}

/** The orders that are most often late, by name. */
function Risks({ held, references }: { held: Endurance; references: ReadonlyMap<string, string> }) {
  const { t } = useLingui();
  const format = useFormat();
  if (held.risks.length === 0) return null;
  const worst = held.risks
    .slice(0, 5)
    .map((risk) => `${references.get(risk.order_id) ?? "–"} ${format.share(risk.late_share)}`)
    .join(" · ");
  return <p className="pn-quiet">{t`Late most often, by share of days: ${worst}`}</p>;
}
