import { useLingui } from "@lingui/react/macro";
import { type Order, type OrderFilter, type OrderStatus, orders } from "@pannier/api";
import { needsPlace, ProblemState, useMay, usePromiseWords } from "@pannier/app";
import { ORDER_STATES, wordOf } from "@pannier/core";
import {
  Badge,
  Button,
  type Column,
  DataTable,
  DateField,
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
import { useLocation } from "wouter";

const STATUSES = Object.keys(ORDER_STATES);

/** The merchant's orders, the newest first: what was just sent is what one looks for. */
export function OrdersPage() {
  const { t, i18n } = useLingui();
  const may = useMay();
  const [, navigate] = useLocation();
  const [q, setQ] = useState("");
  const [status, setStatus] = useState("");
  const [date, setDate] = useState("");
  const filter: OrderFilter = {
    status: status ? [status as OrderStatus] : undefined,
    date: date || undefined,
    q: useDeferredValue(q.trim()),
  };
  const states = STATUSES.map((code) => ({ value: code, label: i18n._(wordOf(ORDER_STATES, code).label) }));
  return (
    <div className="po-page">
      <PageHead title={t`Orders`}>
        {may("orders:write") && (
          <Button look="primary" icon="plus" onPress={() => navigate("/orders/new")}>
            {t`New order`}
          </Button>
        )}
      </PageHead>
      <div className="po-tools">
        <SearchField
          label={t`Search reference, postcode or phone number`}
          clearLabel={t`Clear search`}
          value={q}
          onChange={setQ}
        />
        <SelectField
          label={t`State`}
          hideLabel
          value={status}
          onChange={setStatus}
          choices={[{ value: "", label: t`All states` }, ...states]}
        />
        <DateField label={t`Delivery day`} hideLabel value={date} onChange={setDate} />
        {date && (
          <Button look="quiet" onPress={() => setDate("")}>
            {t`All days`}
          </Button>
        )}
      </div>
      <Rows filter={filter} />
    </div>
  );
}

const PAGE = 50;

function Rows({ filter }: { filter: OrderFilter }) {
  const { t } = useLingui();
  const query = useInfiniteQuery({
    queryKey: ["orders", filter],
    queryFn: ({ pageParam }) =>
      orders.list({ ...filter, newest_first: true, cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  if (query.isPending) return <Skeleton label={t`Loading orders`} lines={8} />;
  if (query.isLoadingError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0)
    return <NoOrders filtered={Boolean(filter.q || filter.status?.length || filter.date)} />;
  return (
    <>
      <OrderTable rows={rows} />
      <div className="po-more">
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
      >{t`Change the search, the state or the day above.`}</EmptyState>
    );
  if (!may("orders:write"))
    return <EmptyState title={t`No orders yet`}>{t`Orders appear here once they are yours.`}</EmptyState>;
  return (
    <EmptyState
      title={t`Send your first order`}
      action={
        <Button look="primary" icon="imports" onPress={() => navigate("/imports")}>
          {t`Upload a file`}
        </Button>
      }
    >
      {t`Upload a CSV file of your shop, fill in the form, or let your shop send orders with an API key.`}
    </EmptyState>
  );
}

function OrderTable({ rows }: { rows: readonly Order[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const { windowWords } = usePromiseWords();
  const [, navigate] = useLocation();
  const columns: Column<Order>[] = [
    {
      id: "reference",
      label: t`Reference`,
      cell: (order) => (
        <span className="po-two">
          {order.reference}
          <small dir="auto" className="po-narrow">
            {order.recipient_name}
          </small>
          <small dir="auto" className="po-narrow">
            {order.label}
          </small>
        </span>
      ),
    },
    {
      id: "to",
      label: t`Recipient`,
      wideOnly: true,
      cell: (order) => (
        <span className="po-two">
          <span dir="auto">{order.recipient_name}</span>
          <small dir="auto">{order.label}</small>
        </span>
      ),
    },
    {
      id: "day",
      label: t`Day`,
      nowrap: true,
      wideOnly: true,
      cell: (order) => (order.date ? format.day(order.date) : t`no day yet`),
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
      align: "end",
      wideOnly: true,
      cell: (order) => `${order.parcels} × · ${format.mass(order.weight_kg * 1000)}`,
    },
    {
      id: "status",
      label: t`State`,
      cell: (order) =>
        needsPlace(order) ? (
          <Badge tone="warn">{t`Address being checked`}</Badge>
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
      href={(order) => `/portal/orders/${order.id}`}
      onOpen={(order) => navigate(`/orders/${order.id}`)}
      columns={columns}
    />
  );
}
