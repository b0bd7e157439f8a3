import { useLingui } from "@lingui/react/macro";
import { orders, type ParcelPlace } from "@pannier/api";
import { ProblemState, useMay } from "@pannier/app";
import { DataTable, EmptyState, Icon, Panel, Skeleton } from "@pannier/ui";
import { useHubDay } from "./useHubDay.ts";

/** The parcels of the day that nobody has scanned yet. */
export function NotReceived() {
  const { t } = useLingui();
  const may = useMay();
  const { expected } = useHubDay();
  if (expected.isPending) return <Skeleton label={t`Loading parcels`} lines={6} />;
  if (expected.isLoadingError)
    return <ProblemState error={expected.error} onRetry={() => void expected.refetch()} />;
  const { items, next_cursor } = expected.data;
  if (items.length === 0)
    return (
      <EmptyState icon="check" title={t`Nothing is missing`}>
        {t`Every parcel of this hub and day was scanned, or none was announced.`}
      </EmptyState>
    );
  return (
    <Panel title={t`Not received yet`} flush>
      <DataTable<ParcelPlace>
        label={t`Not received yet`}
        rows={items}
        rowKey={(parcel) => parcel.parcel_id}
        columns={[
          { id: "order", label: t`Order`, cell: (parcel) => <b dir="auto">{parcel.reference}</b> },
          {
            id: "barcode",
            label: t`Barcode`,
            cell: (parcel) => <bdi className="co-scan__code">{parcel.barcode}</bdi>,
          },
          {
            id: "labels",
            label: t`Labels`,
            align: "end",
            cell: (parcel) =>
              may("orders:read") && (
                <a
                  className="pn-download"
                  href={orders.labelsUrl(parcel.order_id)}
                  target="_blank"
                  rel="noreferrer"
                >
                  <Icon name="print" />
                  {t`Print`}
                  <span className="pn-hidden"> {t`the labels of ${parcel.reference}`}</span>
                </a>
              ),
          },
        ]}
      />
      {next_cursor && <p className="co-scan__more">{t`The first ${items.length} are shown.`}</p>}
    </Panel>
  );
}
