import { useLingui } from "@lingui/react/macro";
import { planning, type RouteStop, type WhyHere as Why } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { Skeleton, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { signed } from "./whyHere.ts";

type Elsewhere = Why["orders"][number]["elsewhere"][number];

/** Why a stop is with its rider: what its orders would cost with the next best, or which rule forbids it. */
export function WhyHere({ stop }: { stop: Pick<RouteStop, "id" | "label"> }) {
  const { t } = useLingui();
  const why = useQuery({ queryKey: ["why", stop.id], queryFn: () => planning.why(stop.id) });
  return (
    <section className="co-why" aria-label={t`Why here?`}>
      <h3 dir="auto">{t`Why here? ${stop.label}`}</h3>
      {why.isPending && <Skeleton label={t`Trying the other riders`} lines={2} />}
      {why.isLoadingError && <ProblemState error={why.error} onRetry={() => void why.refetch()} />}
      {why.data?.orders.map((order) => (
        <div key={order.order_id} className="co-why__order">
          <b>{order.reference}</b>
          {order.elsewhere.length === 0 && (
            <span className="pn-quiet">{t`Nobody else is there to ask.`}</span>
          )}
          <ul>
            {order.elsewhere.map((one) => (
              <OtherRider key={one.shift_id} one={one} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function OtherRider({ one }: { one: Elsewhere }) {
  const { t } = useLingui();
  const format = useFormat();
  const who = t`With ${one.rider_name}, ${one.vehicle_name}`;
  if (one.forbidden)
    return (
      <li>
        <span>{who}</span>
        <span className="pn-quiet">{one.forbidden}</span>
      </li>
    );
  const money = signed(one.extra_cents, format.money);
  const time = signed(one.extra_s, format.duration);
  const carbon = signed(one.extra_co2e_g, format.mass);
  const weights = one.extra_weights_cents;
  return (
    <li>
      <span>{who}</span>
      <span className="pn-quiet">
        {t`${money}, ${time} on the road, ${carbon} CO₂e; there at ${format.time(one.starts_at)}`}
        {weights !== 0 && ` · ${t`counts ${signed(weights, format.money)} besides`}`}
      </span>
    </li>
  );
}
