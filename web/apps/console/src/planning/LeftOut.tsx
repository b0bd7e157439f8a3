import { useLingui } from "@lingui/react/macro";
import { type Order, orders, type Plan } from "@pannier/api";
import { usePartnerNames } from "@pannier/app";
import { ORDER_STATES, wordOf } from "@pannier/core";
import { Panel, WordBadge } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { splitLeftOut } from "./plans.ts";

/** Orders of the plan's day that partners carry, all pages of them. */
async function withPartners(plan: Plan): Promise<Order[]> {
  const found: Order[] = [];
  let cursor: string | undefined;
  do {
    const page = await orders.list({
      hub_id: plan.hub_id,
      date: plan.date,
      carrier: "partner",
      limit: 200,
      cursor,
    });
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return found;
}

/** What the plan left out: orders that stay, and those that a partner took over since. */
export function useLeftOut(plan: Plan) {
  const partners = useQuery({
    queryKey: ["orders", "with-partners", plan.id],
    queryFn: () => withPartners(plan),
    enabled: plan.left_out.length > 0,
    refetchInterval: 30_000,
  });
  return splitLeftOut(plan.left_out, partners.data ?? []);
}

/** Every order without a route, with its reason or with the partner that has it now. */
export function LeftOutList({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const partnerName = usePartnerNames();
  const { staying, given } = useLeftOut(plan);
  return (
    <>
      {staying.length > 0 && (
        <Panel title={t`Left out`}>
          <ul className="co-left-out">
            {staying.map((one) => (
              <li key={one.order_id}>
                <Link className="co-link" href={`/orders/${one.order_id}`}>
                  {one.reference}
                </Link>
                <span>{one.reason}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {given.length > 0 && (
        <Panel title={t`Given to partners`}>
          <ul className="co-left-out">
            {given.map((order) => (
              <li key={order.id}>
                <Link className="co-link" href={`/orders/${order.id}`}>
                  {order.reference}
                </Link>
                <span className="co-given">
                  {t`given to ${partnerName(order.partner_org_id) || t`a partner`}`}
                  <WordBadge word={wordOf(ORDER_STATES, order.status)} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
