import "./orders.css";
import { useLingui } from "@lingui/react/macro";
import { type Order, type OrderFilter, type OrderStatus, orders } from "@pannier/api";
import { needsPlace, ProblemState, useMay, useMerchantNames, usePromiseWords } from "@pannier/app";
import { ORDER_STATES, wordOf } from "@pannier/core";
import {
  Badge,
  Button,
  DataTable,
  EmptyState,
  PageHead,
  SearchField,
  SelectField,
  Skeleton,
  useFormat,
  WordBadge,
} from "@pannier/ui";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useLocation, useParams } from "wouter";
import { useDay } from "../day.tsx";
import { OrderDetail } from "./OrderDetail.tsx";

const STATUSES = Object.keys(ORDER_STATES);

/** All orders of the day; the opened one stands beside the list. */
export default function OrdersPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const [q, setQ] = useState("");
  const [status, setStatus] = useState("");
  const [anyDay, setAnyDay] = useState("");
  const { hub, date } = useDay();
  const filter: OrderFilter = {
    hub_id: hub?.id,
    date: anyDay ? undefined : date,
    status: status ? [status as OrderStatus] : undefined,
    q: useDeferredValue(q.trim()),
  };
  return (
    <div className="co-orders pn-fill" data-open={id ? true : undefined}>
      <div className="co-page co-orders__list">
        <PageHead title={t`Orders`} />
        <div className="co-tools">
          <SearchField
            label={t`Search reference, postcode or phone number`}
            clearLabel={t`Clear search`}
            value={q}
            onChange={setQ}
          />
          <StatusChoice value={status} onChange={setStatus} />
          <SelectField
            label={t`Days`}
            hideLabel
            value={anyDay}
            onChange={setAnyDay}
            choices={[
              { value: "", label: t`This service day` },
              { value: "all", label: t`All days` },
            ]}
          />
        </div>
        <OrderRows
          filter={filter}
          selectedId={id ?? null}
          onOpen={(orderId) => navigate(`/orders/${orderId}`)}
        />
      </div>
      {id && (
        <aside className="co-orders__detail" aria-label={t`Order`}>
          <OrderDetail key={id} id={id} onClose={() => navigate("/orders")} />
        </aside>
      )}
    </div>
  );
}

function StatusChoice({ value, onChange }: { value: string; onChange: (status: string) => void }) {
  const { t, i18n } = useLingui();
  return (
    <SelectField
      label={t`State`}
      hideLabel
      value={value}
      onChange={onChange}
      choices={[
        { value: "", label: t`All states` },
        ...STATUSES.map((code) => ({ value: code, label: i18n._(wordOf(ORDER_STATES, code).label) })),
      ]}
    />
  );
}

const PAGE = 50;

interface OrderRowsProps {
  filter: OrderFilter;
  selectedId: string | null;
  onOpen: (id: string) => void;
}

function OrderRows({ filter, selectedId, onOpen }: OrderRowsProps) {
  const { t } = useLingui();
  const query = useInfiniteQuery({
    queryKey: ["orders", filter],
    queryFn: ({ pageParam }) => orders.list({ ...filter, cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton label={t`Loading orders`} lines={8} />;
  if (query.isLoadingError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <NoOrders filtered={Boolean(filter.q || filter.status?.length)} />;
  return (
    <>
      <OrderTable rows={rows} selectedId={selectedId} onOpen={onOpen} narrow={selectedId !== null} />
      <div className="co-more">
        <span className="pn-quiet">
          {query.hasNextPage ? t`${rows.length} orders shown` : t`${rows.length} orders, all shown`}
        </span>
        {query.hasNextPage && (
          <Button onPress={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            {t`Show more`}
          </Button>
        )}
      </div>
    </>
  );
}

function NoOrders({ filtered }: { filtered: boolean }) {
  const { t } = useLingui();
  const may = useMay();
  const [, navigate] = useLocation();
  if (filtered)
    return (
      <EmptyState
        icon="search"
        title={t`No order matches`}
      >{t`Change the search or the state above.`}</EmptyState>
    );
  return (
    <EmptyState
      title={t`No orders on this day`}
      action={
        may("imports:write") && (
          <Button look="primary" icon="imports" onPress={() => navigate("/imports")}>
            {t`Import a file`}
          </Button>
        )
      }
    >
      {t`Orders come by file, from the merchants’ portal, or through the API.`}
    </EmptyState>
  );
}

interface OrderTableProps {
  rows: readonly Order[];
  selectedId: string | null;
  narrow: boolean;
  onOpen: (id: string) => void;
}

function OrderTable({ rows, selectedId, narrow, onOpen }: OrderTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { windowWords } = usePromiseWords();
  const merchantName = useMerchantNames();
  const all = [
    {
      id: "reference",
      label: t`Reference`,
      cell: (order: Order) => (
        <span className="co-two">
          {order.reference}
          <small dir="auto" className="co-wide">
            {merchantName(order.merchant_id)}
          </small>
          <small dir="auto" className="co-narrow">
            {order.recipient_name}
          </small>
          <small dir="auto" className="co-narrow">
            {order.label}
          </small>
        </span>
      ),
    },
    {
      id: "to",
      label: t`Recipient`,
      wideOnly: true,
      cell: (order: Order) => (
        <span className="co-two">
          <span dir="auto">{order.recipient_name}</span>
          <small dir="auto">{order.label}</small>
          {order.collect_label && <small dir="auto">{t`from ${order.collect_label}`}</small>}
        </span>
      ),
    },
    {
      id: "window",
      label: t`Window`,
      nowrap: true,
      wideOnly: true,
      cell: windowWords,
    },
    {
      id: "load",
      label: t`Load`,
      nowrap: true,
      align: "end" as const,
      wideOnly: true,
      cell: (order: Order) => `${order.parcels} × · ${format.mass(order.weight_kg * 1000)}`,
    },
    {
      id: "status",
      label: t`State`,
      cell: (order: Order) =>
        needsPlace(order) ? (
          <Badge tone="warn">{t`Address?`}</Badge>
        ) : (
          <WordBadge word={wordOf(ORDER_STATES, order.status)} />
        ),
    },
  ];
  return (
    <DataTable<Order>
      label={t`Orders`}
      rows={rows}
      rowKey={(order) => order.id}
      href={(order) => `/console/orders/${order.id}`}
      onOpen={(order) => onOpen(order.id)}
      selectedKey={selectedId}
      columns={narrow ? all.filter((column) => column.id !== "load") : all}
    />
  );
}
