import { Plural, useLingui } from "@lingui/react/macro";
import { ApiProblem, type OrderDetail as Detail, hub, orders } from "@pannier/api";
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
  useLoadWords,
  useMay,
  useMerchantNames,
  usePartnerNames,
  usePromiseWords,
  useWishFacts,
  writtenAmounts,
} from "@pannier/app";
import { ORDER_STATES, PARCEL_STATES, wordOf } from "@pannier/core";
import {
  Badge,
  Button,
  DataTable,
  EmptyState,
  Facts,
  Icon,
  IconButton,
  Panel,
  Skeleton,
  toast,
  useFormat,
  WordBadge,
} from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { usePages } from "../pages.ts";
import { ChangeCollection } from "./ChangeCollection.tsx";
import { ForPlans } from "./ForPlans.tsx";

/** One order with everything that happened to it. */
export function OrderDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const merchantName = useMerchantNames();
  const order = useQuery({ queryKey: ["order", id], queryFn: () => orders.get(id), refetchInterval: 10_000 });
  if (order.isPending) return <Skeleton label={t`Loading the order`} lines={8} />;
  if (isUnknown(order.error))
    return (
      <EmptyState icon="search" title={t`There is no such order`}>
        {t`The address may be mistyped, or the order is not yours to see.`}
      </EmptyState>
    );
  if (order.isLoadingError) return <ProblemState error={order.error} onRetry={() => void order.refetch()} />;
  const { data } = order;
  return (
    <article className="co-order">
      <header className="co-order__head">
        <div>
          <h1>{data.reference}</h1>
          <span className="pn-quiet" dir="auto">
            {merchantName(data.merchant_id)}
          </span>
        </div>
        {needsPlace(data) ? (
          <Badge tone="warn">
            {data.review_code ? t`Address needs a look` : t`Collection address needs a look`}
          </Badge>
        ) : (
          <WordBadge word={wordOf(ORDER_STATES, data.status)} />
        )}
        <IconButton label={t`Close order`} icon="close" onPress={onClose} />
      </header>
      <OrderWarnings order={data} />
      <OrderActions order={data} />
      <CollectionFacts order={data} />
      <OrderFacts order={data} />
      <Life id={id} merchantId={data.merchant_id} />
      <Panel title={t`Parcels`} flush>
        <Parcels order={data} />
      </Panel>
      <Money id={id} />
      {may("messages:read") && <Messages id={id} />}
    </article>
  );
}

function OrderActions({ order }: { order: Detail }) {
  const { t } = useLingui();
  const pages = usePages();
  const may = useMay();
  const [changing, setChanging] = useState(false);
  const link = async () => {
    try {
      const { url } = await orders.trackingLink(order.id);
      await navigator.clipboard.writeText(url);
      toast(t`Tracking link copied: ${url}`);
    } catch (error) {
      toast(error instanceof ApiProblem ? error.detail : t`The link could not be copied.`, {
        tone: "danger",
      });
    }
  };
  return (
    <div className="co-tools">
      <Button small icon="link" onPress={() => void link()}>
        {t`Copy tracking link`}
      </Button>
      <a className="pn-download co-small" href={orders.labelsUrl(order.id)} target="_blank" rel="noreferrer">
        <Icon name="print" />
        {t`Labels`}
      </a>
      {may("plans:write") && may("orders:write") && order.open_fields.includes("load") && (
        <Button small icon="plan" onPress={() => setChanging(true)}>
          {t`Change for plans`}
        </Button>
      )}
      {may("orders:write") && order.kind === "delivery" && order.open_fields.includes("place") && (
        <ChangeCollection order={order} />
      )}
      {changing && <ForPlans order={order} onClose={() => setChanging(false)} />}
      {needsPlace(order) && pages.has("review") && (
        <Link className="pn-download co-small" href={`/review/${order.id}`}>
          <Icon name="pin" />
          {t`Find the address`}
        </Link>
      )}
    </div>
  );
}

function OrderFacts({ order }: { order: Detail }) {
  const { t } = useLingui();
  const { words } = usePromiseWords();
  const format = useFormat();
  const loadWords = useLoadWords();
  const doubtWords = useDoubtWords();
  const partnerName = usePartnerNames();
  const wishFacts = useWishFacts();
  const proofs = Object.entries(order.proof).flatMap(([kind, level]) =>
    level === "off" ? [] : [`${kind} (${String(level)})`],
  );
  const precision: Record<string, string> = {
    house: t`to the house`,
    street: t`to the street`,
    place: t`to the place`,
  };
  const quoteWords = (quote: NonNullable<typeof order.quote>) =>
    [
      quote.price_cents !== null && format.money(quote.price_cents),
      quote.co2e_g !== null && format.emission(quote.co2e_g * 1000),
    ]
      .filter(Boolean)
      .join(" · ") || t`without a price`;
  return (
    <Panel title={t`Delivery`}>
      <Facts
        columns={2}
        facts={[
          { label: t`Recipient`, value: order.recipient.name },
          { label: t`Address`, value: <span dir="auto">{order.address.label}</span> },
          doubtWords(order.review_code),
          {
            label: t`Promised`,
            value: words(order),
          },
          {
            label: t`Load`,
            value: loadWords(order),
          },
          order.quote && { label: t`Ordered by a quote`, value: quoteWords(order.quote) },
          order.recipient.phone && { label: t`Phone`, value: <bdi>{order.recipient.phone}</bdi> },
          order.address.match_precision && {
            label: t`Located`,
            value: precision[order.address.match_precision] ?? order.address.match_precision,
          },
          proofs.length > 0 && { label: t`Proof asked for`, value: proofs.join(", ") },
          order.needs.length > 0 && { label: t`Needs`, value: order.needs.join(", ") },
          Object.keys(order.other_loads).length > 0 && {
            label: t`Other loads`,
            value: writtenAmounts(order.other_loads),
          },
          order.prize_cents !== null && {
            label: t`May stay out of a plan for`,
            value: format.money(order.prize_cents),
          },
          order.release_at && { label: t`Ready at`, value: format.time(order.release_at) },
          ...wishFacts(order),
          order.notes && { label: t`Note`, value: order.notes },
          order.access_notes && { label: t`Access`, value: order.access_notes },
          order.carrier && {
            label: t`Carried by`,
            value: order.carrier === "own" ? t`own fleet` : partnerName(order.partner_org_id) || t`partner`,
          },
        ]}
      />
    </Panel>
  );
}

function Life({ id, merchantId }: { id: string; merchantId: string | null }) {
  const { t } = useLingui();
  const merchantName = useMerchantNames();
  const partnerName = usePartnerNames();
  const events = useQuery({
    queryKey: ["order", id, "events"],
    queryFn: () => orders.events(id),
    refetchInterval: 10_000,
  });
  const attempts = useQuery({
    queryKey: ["order", id, "attempts"],
    queryFn: () => orders.attempts(id),
    refetchInterval: 10_000,
  });
  return (
    <>
      <Panel title={t`What happened`}>
        <Part query={events} none={t`Nothing was recorded yet.`}>
          {(data) => (
            <OrderHappenings
              events={data}
              merchantId={merchantId}
              nameOf={(organisationId) => merchantName(organisationId) || partnerName(organisationId)}
            />
          )}
        </Part>
      </Panel>
      <Panel title={t`Attempts and proof`}>
        <Part query={attempts} none={t`Nobody has been at the door yet.`}>
          {(data) => <Attempts attempts={data} />}
        </Part>
      </Panel>
    </>
  );
}

function Parcels({ order }: { order: Detail }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <DataTable
      label={t`Parcels`}
      rows={order.parcel_list}
      rowKey={(parcel) => parcel.id}
      columns={[
        { id: "n", label: t`No.`, cell: (parcel) => parcel.n },
        {
          id: "barcode",
          label: t`Barcode`,
          cell: (parcel) => <bdi className="co-code">{parcel.barcode}</bdi>,
        },
        {
          id: "weight",
          label: t`Weight`,
          align: "end",
          cell: (parcel) => format.mass(parcel.weight_kg * 1000),
        },
        {
          id: "state",
          label: t`Where`,
          cell: (parcel) => <ParcelPlace barcode={parcel.barcode} />,
        },
      ]}
    />
  );
}

/** Where a parcel is by its last scan. */
function ParcelPlace({ barcode }: { barcode: string }) {
  const place = useQuery({ queryKey: ["parcel", barcode], queryFn: () => hub.parcel(barcode), retry: false });
  return place.data ? <WordBadge word={wordOf(PARCEL_STATES, place.data.state)} /> : "–";
}

function Money({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const seesPrice = may("charges:read");
  const seesEmission = may("emissions:read");
  const charge = useQuery({
    queryKey: ["order", id, "charge"],
    queryFn: () => orders.charge(id),
    enabled: seesPrice,
  });
  const emission = useQuery({
    queryKey: ["order", id, "emission"],
    queryFn: () => orders.emission(id),
    enabled: seesEmission,
  });
  if (!seesPrice && !seesEmission) return null;
  return (
    <div className="co-pair">
      {seesPrice && (
        <Panel title={t`Price`}>
          <Part query={charge} none={t`Priced when an attempt is closed.`}>
            {(data) => <PriceLines charge={data} />}
          </Part>
        </Panel>
      )}
      {seesEmission && (
        <Panel title={t`Emissions`}>
          <Part query={emission} none={t`Recorded when the round is completed.`}>
            {(data) => <EmissionFacts emission={data} />}
          </Part>
        </Panel>
      )}
    </div>
  );
}

function Messages({ id }: { id: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const messages = useQuery({ queryKey: ["order", id, "messages"], queryFn: () => orders.messages(id) });
  const states: Record<string, string> = { queued: t`waiting`, sent: t`sent`, failed: t`failed` };
  return (
    <Panel title={t`Messages to the recipient`}>
      <Part query={messages} none={t`No message was sent.`}>
        {(data) =>
          data.length === 0 ? (
            <p className="pn-quiet">{t`No message was sent.`}</p>
          ) : (
            <>
              <p className="pn-quiet">
                <Plural value={data.length} one="# message" other="# messages" />
              </p>
              <ul className="co-messages">
                {data.map((message) => (
                  <li key={message.id}>
                    <Icon name="mail" />
                    <span>{message.kind.replaceAll("_", " ")}</span>
                    <span className="pn-quiet">{states[message.state] ?? message.state}</span>
                    <time className="pn-quiet">{format.moment(message.sent_at ?? message.created_at)}</time>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Part>
    </Panel>
  );
}
