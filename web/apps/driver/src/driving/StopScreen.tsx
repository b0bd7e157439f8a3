import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderOrder, RiderStop } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { later } from "@pannier/ui/later";
import { Suspense, useState } from "react";
import { useApp, useAppState, useDay, useFormat, useNow } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { nextStop } from "./day.ts";
import { groupOf } from "./groups.ts";
import { NeedChips } from "./NeedChips.tsx";
import { streetOf, Words } from "./NextCard.tsx";
import { codesFor, isOneTap, needsOf } from "./proof.ts";
import { allWait, isCollection, toCollectFirst } from "./reduce.ts";
import { actAt, useHandOver } from "./useHandOver.ts";
import { navigationUrl } from "./words.ts";

const LegMap = later(async () => (await import("../tracking/LegMap.tsx")).default);
const toDay = () => go({ name: "today" }, { replace: true });

/** One door: everything to know there, and what to do. */
export function StopScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const { day } = useAppState();
  const stop = day?.route?.stops.find((one) => one.id === id);
  if (!stop) {
    return (
      <Page title={t`Stop`} onBack={toDay}>
        <Note tone="info">{t`This stop is no longer on your route.`}</Note>
      </Page>
    );
  }
  return <Door stop={stop} />;
}

function Door({ stop }: { stop: RiderStop }) {
  const { t } = useLingui();
  const format = useFormat();
  const { route } = useDay();
  const here = stop.state === "arrived";
  const first = stop.orders[0];
  const [chosen, setChosen] = useState<string | undefined>();
  const group = groupOf(stop, chosen);
  const open = stop.orders.filter((order) => order.outcome === null);
  return (
    <Page
      title={streetOf(first?.address ?? stop.label)}
      sub={[first?.postcode, first?.city].filter(Boolean).join(" ")}
      onBack={toDay}
      {...useActions(stop, group)}
    >
      <div className="dr-door-times">
        {stop.window && (
          <span className="dr-chip dr-chip--strong">
            <Icon name="clock" size={18} />{" "}
            {stop.kind === "collect"
              ? t`Ready ${format.window(stop.window)}`
              : t`Promised ${format.window(stop.window)}`}
          </span>
        )}
        {here && stop.arrived_at && <Since at={stop.arrived_at} />}
      </div>
      {stop.orders.map((order) => (
        <OrderCard
          key={`${order.kind} ${order.order_id}`}
          order={order}
          turn={group.includes(order) && open.length > group.length}
          onChoose={
            order.outcome !== null || group.includes(order) ? undefined : () => setChosen(order.order_id)
          }
        />
      ))}
      {!here && route && (
        <Suspense fallback={<div className="dr-map dr-map--wait" />}>
          <LegMap stop={stop} route={route} />
        </Suspense>
      )}
    </Page>
  );
}

function Since({ at }: { at: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const now = useNow(5000);
  const seconds = (now - Date.parse(at)) / 1000;
  if (seconds < 60) return null;
  const time = format.duration(seconds);
  return <span className="dr-chip">{t`here for ${time}`}</span>;
}

/** What the thumb can do at this stop. */
function useActions(stop: RiderStop, group: readonly RiderOrder[]) {
  const { t } = useLingui();
  const app = useApp();
  const day = useDay();
  const handOver = useHandOver(stop);
  const { notes } = useAppState();
  const [first] = group;
  if (!day.duty.on || day.duty.on_break || !first) return {};
  const navigate = (
    <a className="dr-icon-button dr-icon-button--big" href={navigationUrl(stop)} aria-label={t`Navigate`}>
      <Icon name="pin" size={26} />
      <small>{t`Navigate`}</small>
    </a>
  );
  const before = toCollectFirst(day.route, first);
  if (before && (stop.state === "arrived" || allWait(day.route, stop)))
    return {
      action: (
        <Button
          look="primary"
          onClick={() => go({ name: "stop", id: before.id })}
        >{t`Collect it first`}</Button>
      ),
    };
  if (stop.state !== "arrived") {
    const isNext = day.route && nextStop(day.route, notes.pinned)?.id === stop.id;
    const arrive = () => void app.act({ type: "stop.arrive", route_id: day.route?.id, stop_id: stop.id });
    const pin = () => {
      void app.note({ pinned: stop.id });
      toDay();
    };
    return {
      above: !isNext && <Button icon="chevronRight" onClick={pin}>{t`Do this next`}</Button>,
      beside: navigate,
      action: <Button look="primary" onClick={arrive}>{t`I am here`}</Button>,
    };
  }
  const takes = first.kind !== "delivery";
  const usual = codesFor(day, first)[0];
  const simple = group.every((order) => isOneTap(needsOf(order, usual)));
  const word = takes ? t`Collected` : t`Handed over`;
  const done = () =>
    simple
      ? void handOver(group, { how: "succeed", data: { code: usual?.code } })
      : go({ name: "proof", id: first.order_id });
  return {
    above: (
      <div className="dr-pair">
        <Button icon="close" onClick={() => go({ name: "fail", id: first.order_id })}>
          {takes ? t`Not collected` : t`Not possible`}
        </Button>
        <Button
          icon={isCollection(first) ? "qr" : "more"}
          onClick={() => go({ name: "proof", id: first.order_id })}
        >
          {isCollection(first) ? t`Scan` : t`Differently`}
        </Button>
      </div>
    ),
    action: (
      <Button look="primary" icon="check" onClick={done}>
        {simple ? word : takes ? t`Collect` : t`Hand over`}
      </Button>
    ),
  };
}

interface OrderCardProps {
  order: RiderOrder;
  /** The button below means this one, and there are others. */
  turn: boolean;
  onChoose: (() => void) | undefined;
}

function OrderCard({ order, turn, onChoose }: OrderCardProps) {
  const { t } = useLingui();
  const { day, notes } = useAppState();
  const first = toCollectFirst(day?.route ?? null, order);
  const missing = order.parcels.filter((parcel) => notes.leftBehind.includes(parcel.barcode)).length;
  return (
    <article className="dr-card dr-order" data-outcome={order.outcome ?? "open"} data-turn={turn}>
      <header>
        <h2 dir="auto">{order.recipient_name ?? t`No name given`}</h2>
        {order.outcome && <Outcome order={order} />}
      </header>
      <Words order={order} />
      {order.attempts > 0 && order.outcome === null && (
        <p className="dr-muted">{t`${plural(order.attempts, { one: "# attempt before", other: "# attempts before" })}`}</p>
      )}
      {missing > 0 && (
        <Note tone="warn">{t`${plural(missing, { one: "# parcel stayed at the hub", other: "# parcels stayed at the hub" })}`}</Note>
      )}
      {first && order.outcome === null && (
        <Note tone="warn">{t`Not collected yet at ${streetOf(first.label)}. It cannot be handed over before.`}</Note>
      )}
      {order.outcome === null && (
        <div className="dr-chips">
          {order.kind !== "delivery" && <span className="dr-chip dr-chip--strong">{t`Collect`}</span>}
          <NeedChips orders={[order]} />
        </div>
      )}
      <Parcels order={order} />
      <p className="dr-muted dr-order__foot">
        <bdi>{order.reference}</bdi>
        {order.phone_masked && <bdi>{order.phone_masked}</bdi>}
      </p>
      {order.outcome !== null && order.outcome !== "cancelled" && <TakeBack order={order} />}
      {onChoose && <Button onClick={onChoose}>{t`This one first`}</Button>}
    </article>
  );
}

function Parcels({ order }: { order: RiderOrder }) {
  const format = useFormat();
  return (
    <ul className="dr-parcels">
      {order.parcels.map((parcel) => (
        <li key={parcel.barcode}>
          <Icon name="orders" size={20} />
          <bdi>
            …<b>{parcel.barcode.slice(-4)}</b>
          </bdi>
          <span>{format.mass(parcel.weight_g)}</span>
        </li>
      ))}
    </ul>
  );
}

function Outcome({ order }: { order: RiderOrder }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    succeeded: order.kind === "delivery" ? t`Handed over` : t`Collected`,
    partial: t`Partly handed over`,
    failed: isCollection(order) ? t`Not collected` : t`Not handed over`,
    cancelled: t`Not collected`,
  };
  const bad = order.outcome === "failed" || order.outcome === "cancelled";
  return (
    <span className={`dr-outcome dr-outcome--${bad ? "bad" : "good"}`}>
      <Icon name={bad ? "close" : "check"} size={16} strokeWidth={2.8} />
      {words[order.outcome ?? ""] ?? order.outcome}
    </span>
  );
}

function TakeBack({ order }: { order: RiderOrder }) {
  const { t } = useLingui();
  const app = useApp();
  const { day } = useAppState();
  const reopen = () =>
    void app.act({ type: actAt(order, "reopen"), route_id: day?.route?.id, order_id: order.order_id });
  return <Button look="quiet" onClick={reopen}>{t`That was wrong: open it again`}</Button>;
}
