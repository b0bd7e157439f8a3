import "./review.css";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Order } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { Badge, DataTable, EmptyState, PageHead, Skeleton } from "@pannier/ui";
import { useLocation, useParams } from "wouter";
import { Chooser } from "./Chooser.tsx";
import { doubtOf, type OrderDoubt } from "./places.ts";
import { useReview } from "./useReview.ts";

/** Addresses that wait for a person: choose the right candidate or set the pin by hand. */
export default function ReviewPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const review = useReview();
  if (review.isPending) return <Skeleton label={t`Loading addresses`} lines={6} />;
  if (review.isLoadingError)
    return <ProblemState error={review.error} onRetry={() => void review.refetch()} />;
  const waiting = review.data.items;
  const chosen = waiting.find((order) => order.id === id) ?? waiting[0];
  if (!chosen) {
    return (
      <EmptyState icon="pin" title={t`Every address was found`}>
        {t`Orders whose address is in doubt wait here; they are never dropped and never placed by guess.`}
      </EmptyState>
    );
  }
  const next = waiting.find((order) => order.id !== chosen.id);
  return (
    <div className="co-review pn-fill">
      <div className="co-page">
        <PageHead title={t`Addresses`} note={t`These orders are not planned until their place is certain.`} />
        <DataTable<Order>
          label={t`Orders with a doubtful address`}
          rows={waiting}
          rowKey={(order) => order.id}
          href={(order) => `/console/review/${order.id}`}
          onOpen={(order) => navigate(`/review/${order.id}`)}
          selectedKey={chosen.id}
          columns={[
            {
              id: "line",
              label: t`Address as given`,
              cell: (order) => <span dir="auto">{doubtOf(order).label}</span>,
            },
            { id: "reference", label: t`Order`, nowrap: true, cell: (order) => order.reference },
            { id: "why", label: t`Doubt`, cell: (order) => <Doubt {...doubtOf(order)} /> },
          ]}
        />
      </div>
      <Chooser
        key={`${chosen.id} ${doubtOf(chosen).end}`}
        order={chosen}
        onDone={() => navigate(next ? `/review/${next.id}` : "/review")}
      />
    </div>
  );
}

const DOUBTS: Readonly<Record<string, MessageDescriptor>> = {
  empty: msg`no address given`,
  street_not_found: msg`street not found`,
  number_missing: msg`number missing`,
  number_not_found: msg`number not found`,
  ambiguous: msg`several places fit`,
  spread: msg`places far apart fit`,
  other_city: msg`other city`,
  contradiction: msg`parts contradict`,
  low_quality: msg`weak match`,
  off_network: msg`no street nearby`,
  no_hub: msg`no hub serves it`,
  same_place: msg`where it is delivered`,
  map_not_built: msg`no map yet`,
};

function Doubt({ code, end }: OrderDoubt) {
  const { t, i18n } = useLingui();
  const known = code === null ? undefined : DOUBTS[code];
  const words = known ? i18n._(known) : (code ?? "").replaceAll("_", " ");
  return <Badge tone="warn">{end === "collection" ? t`collection: ${words}` : words}</Badge>;
}
