import { useLingui } from "@lingui/react/macro";
import type { Route, RouteStop } from "@pannier/api";
import { hasFailed, isClosed, lateMs, STOP_KINDS, timesOf } from "@pannier/core";
import { Icon, type IconName, useFormat } from "@pannier/ui";
import { Link } from "wouter";
import { useBreakWords } from "../planning/BreakNote.tsx";
import { LockIcon, LockStop, useLockWords } from "../planning/LockStop.tsx";

const KIND_ICONS: Readonly<Record<string, IconName>> = {
  start: "home",
  end: "home",
  reload: "orders",
  swap: "battery",
  charge: "battery",
  break: "clock",
};

type Look = "done" | "failed" | "late" | "next" | "open";

function lookOf(stop: RouteStop, isNext: boolean): Look {
  if (isClosed(stop)) return hasFailed(stop) ? "failed" : "done";
  if (lateMs(stop) > 0) return "late";
  return isNext ? "next" : "open";
}

export interface StopRowProps {
  stop: RouteStop;
  route: Pick<Route, "state">;
  /** Its number among the doors; nothing for what lies between them. */
  number: number | undefined;
  isNext: boolean;
  selected: boolean;
  onSelect: () => void;
}

/** One stop of a route; the selected one shows its orders. */
export function StopRow({ stop, route, number, isNext, selected, onSelect }: StopRowProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const look = lookOf(stop, isNext);
  const kind = STOP_KINDS[stop.kind];
  const isPlace = number !== undefined;
  const times = timesOf(stop);
  const late = Math.round(lateMs(stop) / 60_000);
  return (
    <li id={`stop-${stop.id}`} className="co-stop" data-look={look} data-selected={selected || undefined}>
      <button type="button" className="co-stop__main" aria-pressed={selected} onClick={onSelect}>
        <span className="co-stop__number">
          {number ?? <Icon name={KIND_ICONS[stop.kind] ?? "pin"} size={15} />}
        </span>
        <span className="co-stop__words">
          <span dir="auto">{isPlace || isOwnEnd(stop) ? stop.label : kind ? i18n._(kind) : stop.kind}</span>
          {stop.kind === "collect" && <small>{t`collect`}</small>}
          {stop.kind === "charge" && <Charge stop={stop} untilMs={times.departureMs} />}
          {stop.charge_cents !== null && stop.charge_wh !== null && <PowerFigures stop={stop} />}
          <Rest stop={stop} />
          <Locked stop={stop} />
          {stop.window && (
            <small>
              {stop.kind === "collect"
                ? t`ready ${format.window(stop.window)}`
                : t`promised ${format.window(stop.window)}`}
            </small>
          )}
        </span>
        <span className="co-stop__time">
          <b>{format.time(times.arrivalMs)}</b>
          <small>{look === "late" ? t`${late} min late` : <StopState look={look} kind={stop.kind} />}</small>
        </span>
      </button>
      {selected && stop.orders.length > 0 && (
        <ul className="co-stop__orders">
          {stop.orders.map((order) => (
            <li key={order.task_id}>
              <Link href={`/orders/${order.order_id}`}>{order.reference}</Link>
              {order.kind === "collect" && <small className="pn-quiet">{t`collect`}</small>}
            </li>
          ))}
        </ul>
      )}
      {selected && <LockStop stop={stop} route={route} />}
    </li>
  );
}

/** From when to when a break is, by which rule, and what of it is waited anyway. */
function Rest({ stop }: { stop: RouteStop }) {
  const { span, rule, anyway } = useBreakWords()(stop);
  if (stop.kind !== "break") return null;
  return <small>{[span, rule, anyway].filter(Boolean).join(" · ")}</small>;
}

/** What a dispatcher has fixed of it. */
function Locked({ stop }: { stop: RouteStop }) {
  const words = useLockWords()(stop);
  if (!words) return null;
  return (
    <small className="co-lock-words">
      <LockIcon />
      {words}
    </small>
  );
}

/** A shift may start and end elsewhere than at the hub. */
const isOwnEnd = (stop: RouteStop): boolean => (stop.kind === "start" || stop.kind === "end") && !stop.at_hub;

/** Where it charges, until when and how far. */
function Charge({ stop, untilMs }: { stop: RouteStop; untilMs: number }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <small dir="auto">
      {t`${stop.label} until ${format.time(untilMs)}, to ${format.charge(stop.charge_pct)}`}
    </small>
  );
}

/** What it draws at the plug, costs and emits at that hour. */
function PowerFigures({ stop }: { stop: RouteStop }) {
  const format = useFormat();
  const figures = [
    format.energy(stop.charge_wh ?? 0),
    format.money(stop.charge_cents ?? 0),
    format.emission((stop.charge_co2e_g ?? 0) * 1000),
  ];
  return <small>{figures.join(" · ")}</small>;
}

function StopState({ look, kind }: { look: Look; kind: string }) {
  const { t } = useLingui();
  const words: Record<Look, string> = {
    done: t`done`,
    failed: kind === "collect" ? t`not collected` : t`not delivered`,
    late: "",
    next: t`next`,
    open: "",
  };
  return words[look];
}
