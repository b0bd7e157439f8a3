import { useLingui } from "@lingui/react/macro";
import { type OrderDetail, type OrderEvent, orders } from "@pannier/api";
import {
  Attempts,
  CollectionFacts,
  EmissionFacts,
  isUnknown,
  needsPlace,
  OrderHappenings,
  OrderWarnings,
  Part,
  PriceLines,
  ProblemState,
  useDoubtWords,
  useFailureToast,
  useLoadWords,
  useMay,
  usePromiseWords,
  useWishFacts,
  writtenAmounts,
} from "@pannier/app";
import { ORDER_STATES, wordOf } from "@pannier/core";
import {
  Badge,
  Button,
  Dialog,
  EmptyState,
  Facts,
  Icon,
  PageHead,
  Panel,
  SelectField,
  Skeleton,
  toast,
  useFormat,
  WordBadge,
} from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "wouter";

const EVERY_MS = 15_000;

/** One order as the merchant sees it: promise against fact, proof, price, emissions. */
export default function OrderPage() {
  const { t } = useLingui();
  const { id = "" } = useParams<{ id: string }>();
  const order = useQuery({
    queryKey: ["order", id],
    queryFn: () => orders.get(id),
    refetchInterval: EVERY_MS,
  });
  const events = useQuery({
    queryKey: ["order", id, "events"],
    queryFn: () => orders.events(id),
    refetchInterval: EVERY_MS,
  });
  const attempts = useQuery({
    queryKey: ["order", id, "attempts"],
    queryFn: () => orders.attempts(id),
    refetchInterval: EVERY_MS,
  });
  if (order.isPending) return <Skeleton label={t`Loading the order`} lines={8} />;
  if (isUnknown(order.error))
    return (
      <EmptyState icon="search" title={t`There is no such order`}>
        {t`The address may be mistyped, or the order is not yours to see.`}
      </EmptyState>
    );
  if (order.isLoadingError) return <ProblemState error={order.error} onRetry={() => void order.refetch()} />;
  return (
    <div className="po-page">
      <Link className="po-back" href="/">
        <Icon name="chevronLeft" size={16} />
        {t`All orders`}
      </Link>
      <OrderHead order={order.data} />
      <OrderWarnings order={order.data} />
      <PromiseLine order={order.data} events={events.data ?? []} />
      <div className="po-columns">
        <div className="po-column">
          <Panel title={t`What happened`}>
            <Part query={events} none={t`Nothing was recorded yet.`}>
              {(data) => <OrderHappenings events={data} />}
            </Part>
          </Panel>
        </div>
        <div className="po-column">
          <CollectionFacts order={order.data} />
          <Panel title={t`Delivery`}>
            <DeliveryFacts order={order.data} />
          </Panel>
          <Panel title={t`Attempts and proof`}>
            <Part query={attempts} none={t`Nobody has been at the door yet.`}>
              {(data) => <Attempts attempts={data} />}
            </Part>
          </Panel>
          <Money id={id} />
        </div>
      </div>
    </div>
  );
}

function OrderHead({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  return (
    <PageHead
      title={
        <span className="po-title">
          {order.reference}
          {needsPlace(order) ? (
            <Badge tone="warn">
              {order.review_code ? t`Address being checked` : t`Collection address being checked`}
            </Badge>
          ) : (
            <WordBadge word={wordOf(ORDER_STATES, order.status)} />
          )}
        </span>
      }
    >
      <TrackingButton order={order} />
      <CancelButton order={order} />
    </PageHead>
  );
}

function TrackingButton({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const fail = useFailureToast();
  const copy = useMutation({
    mutationFn: async () => {
      const { url } = await orders.trackingLink(order.id);
      await navigator.clipboard.writeText(url);
      return url;
    },
    onError: fail,
    onSuccess: (url) => toast(t`Tracking link copied: ${url}`),
  });
  return (
    <Button icon="link" isPending={copy.isPending} onPress={() => copy.mutate()}>
      {t`Copy tracking link`}
    </Button>
  );
}

const CANCELLABLE = new Set([
  "draft",
  "quoted",
  "confirmed",
  "allocated",
  "planned",
  "held",
  "reattempt_scheduled",
]);

function CancelButton({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("customer_changed_mind");
  const reasons = [
    { value: "customer_changed_mind", label: t`The customer changed their mind` },
    { value: "out_of_stock", label: t`Out of stock` },
    { value: "wrong_order", label: t`Entered by mistake` },
    { value: "sent_otherwise", label: t`Sent another way` },
    { value: "other", label: t`Other reason` },
  ];
  const cancel = useMutation({
    mutationFn: () => orders.cancel(order.id, reason),
    onError: fail,
    onSuccess: () => {
      setAsking(false);
      toast(t`${order.reference} is cancelled.`);
      void client.invalidateQueries({ queryKey: ["order", order.id] });
      void client.invalidateQueries({ queryKey: ["orders"] });
    },
  });
  if (!CANCELLABLE.has(order.status) || !may("orders:write")) return null;
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t`Cancel order…`}</Button>
      <Dialog
        title={t`Cancel ${order.reference}?`}
        closeLabel={t`Close`}
        isOpen={asking}
        onClose={() => setAsking(false)}
        size="small"
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t`Keep it`}</Button>
            <Button look="danger" isPending={cancel.isPending} onPress={() => cancel.mutate()}>
              {t`Cancel the order`}
            </Button>
          </>
        }
      >
        <SelectField
          label={t`Reason`}
          value={reason}
          onChange={setReason}
          choices={reasons}
          hint={t`The carrier sees it; a recipient who was told already is told again.`}
        />
      </Dialog>
    </>
  );
}

/** The promise beside the fact, in one line. */
function PromiseLine({ order, events }: { order: OrderDetail; events: readonly OrderEvent[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const delivered = events.find(
    (event) => event.type === "attempt.succeeded" || event.type === "order.delivered",
  );
  const { words } = usePromiseWords();
  const closes = order.on_demand_times?.deliver_by ?? order.window?.end;
  const kept = delivered && closes ? Date.parse(delivered.at) <= Date.parse(closes) : null;
  return (
    <dl className="po-promise">
      <div>
        <dt>{t`Promised`}</dt>
        <dd>{words(order)}</dd>
      </div>
      <div>
        <dt>{t`Delivered`}</dt>
        <dd>{delivered ? format.moment(delivered.at) : t`not yet`}</dd>
      </div>
      {kept !== null && (
        <div>
          <dt>{t`Promise`}</dt>
          <dd>{kept ? <Badge tone="ok">{t`kept`}</Badge> : <Badge tone="danger">{t`broken`}</Badge>}</dd>
        </div>
      )}
    </dl>
  );
}

function DeliveryFacts({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const format = useFormat();
  const loadWords = useLoadWords();
  const doubtWords = useDoubtWords();
  const wishFacts = useWishFacts();
  return (
    <Facts
      columns={2}
      facts={[
        { label: t`Recipient`, value: order.recipient.name },
        { label: t`Address`, value: <span dir="auto">{order.address.label}</span> },
        doubtWords(order.review_code),
        {
          label: t`Load`,
          value: `${order.parcels} × · ${loadWords(order)}`,
        },
        Object.keys(order.other_loads).length > 0 && {
          label: t`Other loads`,
          value: writtenAmounts(order.other_loads),
        },
        order.release_at && { label: t`Ready from`, value: format.moment(order.release_at) },
        order.quote && {
          label: t`Price as quoted`,
          value: order.quote.price_cents === null ? t`none` : format.money(order.quote.price_cents),
        },
        ...wishFacts(order),
        order.recipient.phone && { label: t`Phone`, value: <bdi>{order.recipient.phone}</bdi> },
        order.recipient.email && { label: t`E-mail`, value: <bdi>{order.recipient.email}</bdi> },
        order.notes && { label: t`Note`, value: order.notes },
      ]}
    />
  );
}

function Money({ id }: { id: string }) {
  const { t } = useLingui();
  const charge = useQuery({ queryKey: ["order", id, "charge"], queryFn: () => orders.charge(id) });
  const emission = useQuery({ queryKey: ["order", id, "emission"], queryFn: () => orders.emission(id) });
  return (
    <>
      <Panel title={t`Price`}>
        <Part query={charge} none={t`Priced when the delivery is closed.`}>
          {(data) => <PriceLines charge={data} />}
        </Part>
      </Panel>
      <Panel title={t`Emissions`}>
        <Part query={emission} none={t`Recorded when the round is completed.`}>
          {(data) => <EmissionFacts emission={data} />}
        </Part>
      </Panel>
    </>
  );
}
