import { useLingui } from "@lingui/react/macro";
import type { Plan } from "@pannier/api";
import { ORDER_STATES, wordOf } from "@pannier/core";
import { Panel, WordBadge } from "@pannier/ui";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { splitLeftOut } from "./plans.ts";
import { ReasonAndWays } from "./Relaxations.tsx";

type LeftOut = Plan["left_out"][number];

/** Every order without a route, with its reason or with the partner that has it now. */
export function LeftOutList({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const { staying, given } = splitLeftOut(plan.left_out);
  return (
    <>
      <Rows title={t`Left out`} rows={staying} cell={(one) => <ReasonAndWays one={one} />} />
      <Rows title={t`Given to partners`} rows={given} cell={(one) => <Given one={one} />} />
    </>
  );
}

function Rows(props: { title: string; rows: readonly LeftOut[]; cell: (one: LeftOut) => ReactNode }) {
  if (props.rows.length === 0) return null;
  return (
    <Panel title={props.title}>
      <ul className="co-left-out">
        {props.rows.map((one) => (
          <li key={one.order_id}>
            <Link className="co-link" href={`/orders/${one.order_id}`}>
              {one.reference}
            </Link>
            {props.cell(one)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Given({ one }: { one: LeftOut }) {
  const { t } = useLingui();
  const name = one.partner_name ?? t`a partner`;
  return (
    <span className="co-given">
      {one.partner_accepted ? t`given to ${name}` : t`offered to ${name}`}
      {one.status && <WordBadge word={wordOf(ORDER_STATES, one.status)} />}
    </span>
  );
}
