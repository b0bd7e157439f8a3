import { useLingui } from "@lingui/react/macro";
import { orders, type ParcelPlace } from "@pannier/api";
import { useMay, useReasonWords } from "@pannier/app";
import { DataTable, Panel, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { usePages } from "../pages.ts";
import { nextOf } from "./backWords.ts";
import { PARCELS, useHubDay } from "./useHubDay.ts";

/** The parcels of the day that came back: why, and what has to be done with each. */
export function CameBack() {
  const { t } = useLingui();
  const format = useFormat();
  const pages = usePages();
  const { back } = useHubDay();
  if (!back.data?.items.length) return null;
  const { items, next_cursor } = back.data;
  return (
    <Panel title={t`Came back`} flush>
      <DataTable<ParcelPlace>
        label={t`Came back`}
        rows={items}
        rowKey={(parcel) => parcel.parcel_id}
        columns={[
          {
            id: "order",
            label: t`Order`,
            cell: (parcel) => (
              <span className="co-two">
                {pages.has("orders") ? (
                  <Link className="co-link" href={`/orders/${parcel.order_id}`}>
                    {parcel.reference}
                  </Link>
                ) : (
                  <b dir="auto">{parcel.reference}</b>
                )}
                <bdi className="co-scan__code co-wide">{parcel.barcode}</bdi>
              </span>
            ),
          },
          { id: "since", label: t`Since`, wideOnly: true, cell: (parcel) => format.moment(parcel.at) },
          { id: "why", label: t`Why`, cell: (parcel) => <Why orderId={parcel.order_id} /> },
          { id: "next", label: t`What to do`, cell: (parcel) => <Next orderId={parcel.order_id} /> },
        ]}
      />
      {next_cursor && <p className="co-scan__more">{t`The first ${items.length} are shown.`}</p>}
    </Panel>
  );
}

/** The reason of the last attempt. */
function Why({ orderId }: { orderId: string }) {
  const may = useMay();
  const reasonWords = useReasonWords();
  const attempts = useQuery({
    queryKey: [PARCELS, "attempts", orderId],
    queryFn: () => orders.attempts(orderId),
    enabled: may("orders:read"),
  });
  const reason = attempts.data?.at(-1)?.reason;
  return reason ? reasonWords(reason) : "–";
}

function Next({ orderId }: { orderId: string }) {
  const { i18n } = useLingui();
  const may = useMay();
  const order = useQuery({
    queryKey: [PARCELS, "order", orderId],
    queryFn: () => orders.get(orderId),
    enabled: may("orders:read"),
  });
  return order.data ? i18n._(nextOf(order.data.status)) : "–";
}
