import { Plural, useLingui } from "@lingui/react/macro";
import type { Offer } from "@pannier/api";
import { useFormat } from "@pannier/ui";
import type { ReactNode } from "react";

/** What is offered, when it was promised and what it pays; nothing names the recipient. */
export function OfferFacts({ offer, more }: { offer: Offer; more?: ReactNode }) {
  const { t } = useLingui();
  const format = useFormat();
  const { order } = offer;
  const place = [order?.postcode, order?.city].filter(Boolean).join(" ");
  const from = [order?.collect_postcode, order?.collect_city].filter(Boolean).join(" ");
  const price = format.money(offer.price_cents, offer.currency);
  return (
    <div className="po-offer__facts">
      <b>
        {order ? (
          <>
            <Plural value={order.parcels} one="# parcel" other="# parcels" />, {format.mass(order.weight_g)}
            {from && <span dir="auto"> · {t`collected at ${from}`}</span>}
            {place && <span dir="auto"> · {place}</span>}
          </>
        ) : (
          t`This order is not there any more`
        )}
      </b>
      <span>
        <Promised offer={offer} />
      </span>
      <span>{t`You get ${price}.`}</span>
      {more}
    </div>
  );
}

/** The promise to the recipient in a sentence. */
function Promised({ offer: { order } }: { offer: Offer }) {
  const { t } = useLingui();
  const format = useFormat();
  const { start, end } = order?.window ?? {};
  const from = format.moment(start);
  const to = format.time(end);
  const until = format.moment(end);
  if (start && end) return t`Promised: ${from} to ${to}.`;
  if (end) return t`Promised: by ${until}.`;
  if (start) return t`Promised: not before ${from}.`;
  return t`Promised: any time of its day.`;
}
