import { useLingui } from "@lingui/react/macro";
import type { Route, RouteStop } from "@pannier/api";
import type { LiveStop } from "@pannier/app";
import {
  type Bar,
  barsOf,
  bracketsOf,
  chargeLine,
  doorNumbers,
  isClosed,
  lowestCharge,
  progressOf,
  RESERVE_PCT,
  type RouteMark,
  type Span,
  STOP_KINDS,
} from "@pannier/core";
import { Icon, RouteLetter, useFormat } from "@pannier/ui";
import { memo, useMemo } from "react";
import { useBreakWords } from "./BreakNote.tsx";
import { LockIcon, useLockWords } from "./LockStop.tsx";
import { lockOf } from "./locks.ts";
import { walkedDoors } from "./walks.ts";

export interface TimelineRowProps {
  route: Route;
  mark: RouteMark | undefined;
  span: Span;
  lanePx: number;
  selected: boolean;
  selectedStopId: string | null;
  /** Holds the tab stop of the grid. */
  isFirst: boolean;
  onSelectRoute: (routeId: string) => void;
  onSelectStop: (routeId: string, stopId: string) => void;
}

/** One route on the time axis. Memoised: only rows whose route changed are drawn again. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { route, mark, span, lanePx, selected, selectedStopId, isFirst, onSelectRoute, onSelectStop } = props;
  const { t } = useLingui();
  const bars = useMemo(() => barsOf(route.stops), [route.stops]);
  const stops = useMemo(() => new Map(route.stops.map((stop) => [stop.id, stop])), [route.stops]);
  const numbers = useMemo(() => doorNumbers(route.stops), [route.stops]);
  const perMs = lanePx / (span.endMs - span.startMs);
  const x = (at: number) => (at - span.startMs) * perMs;
  const progress = progressOf(route.stops);
  const colours = { "--route-light": mark?.light, "--route-dark": mark?.dark } as React.CSSProperties;
  const acting = bars.filter((bar) => bar.kind !== "travel" && bar.kind !== "wait");
  return (
    <div className="co-row" role="row" data-row data-selected={selected || undefined} style={colours}>
      <span className="co-row__label" role="rowheader">
        <button type="button" aria-pressed={selected} onClick={() => onSelectRoute(route.id)}>
          {mark && <RouteLetter {...mark} size={24} />}
          <span className="co-row__who">
            <b dir="auto">{route.rider_name || route.vehicle_name}</b>
            <small>
              <span className="co-row__vehicle">{route.vehicle_name} · </span>
              {t`${progress.done}/${progress.stops}`}
            </small>
          </span>
        </button>
      </span>
      <span className="co-row__lane" role="gridcell">
        <Brackets stops={route.stops} x={x} />
        <WalkedLines stops={route.stops} x={x} />
        {bars.map((bar) =>
          bar.kind === "travel" || bar.kind === "wait" ? (
            <span
              key={bar.key}
              className={`co-bar co-bar--${bar.kind}`}
              data-done={bar.done || undefined}
              style={place(bar, x)}
            />
          ) : null,
        )}
        {acting.map((bar, position) => (
          <StopBar
            key={bar.key}
            bar={bar}
            stop={stops.get(bar.stopId)}
            number={numbers.get(bar.stopId)}
            left={x(bar.startMs)}
            width={x(bar.endMs) - x(bar.startMs)}
            selected={bar.stopId === selectedStopId}
            hasTabStop={isFirst && position === 0}
            onSelect={() => onSelectStop(route.id, bar.stopId)}
          />
        ))}
        {selected && <Whiskers stops={route.stops} x={x} />}
        <ChargeLine stops={route.stops} x={x} lanePx={lanePx} />
      </span>
    </div>
  );
});

const place = (bar: Bar, x: (at: number) => number) => ({
  insetInlineStart: x(bar.startMs),
  inlineSize: Math.max(1, x(bar.endMs) - x(bar.startMs)),
});

function Brackets({ stops, x }: { stops: readonly RouteStop[]; x: (at: number) => number }) {
  const brackets = useMemo(() => bracketsOf(stops), [stops]);
  return brackets.map((bracket, position) => (
    <span
      key={bracket.key}
      className="co-bracket"
      style={{
        insetInlineStart: x(bracket.startMs),
        inlineSize: x(bracket.endMs) - x(bracket.startMs),
        insetBlockStart: 3 + (position % 3) * 2,
      }}
    />
  ));
}

/** A line under the doors for which the vehicle is parked once. */
function WalkedLines({ stops, x }: { stops: readonly RouteStop[]; x: (at: number) => number }) {
  const groups = useMemo(() => walkedDoors(stops), [stops]);
  return groups.map(({ key, doors }) => {
    const from = x(Date.parse(doors[0]?.planned_arrival ?? ""));
    const to = x(Date.parse(doors.at(-1)?.planned_departure ?? ""));
    return <span key={key} className="co-walked" style={{ insetInlineStart: from, inlineSize: to - from }} />;
  });
}

/** Between which times each stop ahead is expected to be reached. */
function Whiskers({ stops, x }: { stops: readonly LiveStop[]; x: (at: number) => number }) {
  return stops.map((stop) => {
    if (!stop.early || !stop.late || isClosed(stop)) return null;
    const from = x(Date.parse(stop.early));
    return (
      <span
        key={stop.id}
        className="co-whisker"
        style={{ insetInlineStart: from, inlineSize: Math.max(2, x(Date.parse(stop.late)) - from) }}
      />
    );
  });
}

interface StopBarProps {
  bar: Bar;
  stop: RouteStop | undefined;
  number: number | undefined;
  left: number;
  width: number;
  selected: boolean;
  hasTabStop: boolean;
  onSelect: () => void;
}

const SIGNS = { break: "clock", swap: "battery", reload: "orders", load: "home" } as const;
const NUMBER_FROM_PX = 17;
/** So wide a bar has room for its sign and from when to when it is. */
const SPAN_FROM_PX = 88;

function lookOf(bar: Bar): "failed" | "done" | "late" | "open" {
  if (bar.done) return bar.failed ? "failed" : "done";
  return bar.lateMs > 0 ? "late" : "open";
}

function StopBar({ bar, stop, number, left, width, selected, hasTabStop, onSelect }: StopBarProps) {
  const format = useFormat();
  const label = useBarLabel(bar, stop, number);
  const sign = bar.kind === "service" ? null : SIGNS[bar.kind as keyof typeof SIGNS];
  const look = lookOf(bar);
  return (
    <button
      type="button"
      className={`co-bar co-bar--${bar.kind}`}
      data-look={look}
      data-selected={selected || undefined}
      data-at={bar.startMs}
      tabIndex={hasTabStop || selected ? 0 : -1}
      aria-label={label}
      title={label}
      onClick={onSelect}
      style={{ insetInlineStart: left, inlineSize: Math.max(3, width - 1) }}
    >
      {sign && width >= 14 && <Icon name={sign} size={13} />}
      {bar.kind === "break" && width >= SPAN_FROM_PX && (
        <span className="co-bar__span">{`${format.time(bar.startMs)}–${format.time(bar.endMs)}`}</span>
      )}
      {bar.kind === "service" && width >= NUMBER_FROM_PX && (look === "failed" ? "×" : number)}
      {bar.kind === "service" && stop && lockOf(stop) && <LockIcon />}
    </button>
  );
}

/** Everything that colour and position say, in words. */
function useBarLabel(bar: Bar, stop: RouteStop | undefined, number: number | undefined): string {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const lockWords = useLockWords();
  const breakWords = useBreakWords();
  const kind = stop && STOP_KINDS[stop.kind];
  const name =
    bar.kind === "service" && stop
      ? [number, stop.kind === "collect" && t`collect`, stop.label].filter(Boolean).join(" · ")
      : kind
        ? [i18n._(kind), stop.station_id && stop.label].filter(Boolean).join(" · ")
        : (stop?.kind ?? "");
  const minutes = Math.round(bar.lateMs / 60_000);
  const state = { failed: t`not delivered`, done: t`done`, late: t`${minutes} min late`, open: "" }[
    lookOf(bar)
  ];
  const promised = stop?.window ? t`promised ${format.window(stop.window)}` : "";
  const locked = stop ? lockWords(stop) : "";
  const walked = Math.max(1, Math.round((stop?.walk_s ?? 0) / 60));
  const rest = stop?.kind === "break" ? breakWords(stop) : null;
  const onFoot = stop?.walk_s ? t`${walked} min on foot` : "";
  return [
    name,
    `${format.time(bar.startMs)}–${format.time(bar.endMs)}`,
    promised,
    rest?.rule,
    rest?.anyway,
    onFoot,
    locked,
    state,
  ]
    .filter(Boolean)
    .join(", ");
}

const CHARGE_PX = 18;

/** Predicted charge under the bars, with the reserve as a band and the lowest point in figures. */
function ChargeLine({
  stops,
  x,
  lanePx,
}: {
  stops: readonly RouteStop[];
  x: (at: number) => number;
  lanePx: number;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const line = useMemo(() => chargeLine(stops), [stops]);
  const low = lowestCharge(line);
  const first = line[0];
  const last = line.at(-1);
  if (!low || !first || !last) return null;
  const y = (pct: number) => CHARGE_PX * (1 - pct / 100);
  const points = line.map((point) => `${x(point.atMs).toFixed(1)},${y(point.pct).toFixed(1)}`).join(" ");
  const label = t`Charge: lowest ${format.charge(low.pct)} at ${format.time(low.atMs)}`;
  return (
    <>
      <svg className="co-charge-line" width={lanePx} height={CHARGE_PX} role="img" aria-label={label}>
        <rect
          x={x(first.atMs)}
          y={y(RESERVE_PCT)}
          width={Math.max(0, x(last.atMs) - x(first.atMs))}
          height={CHARGE_PX - y(RESERVE_PCT)}
          className="co-charge-line__reserve"
        />
        <polygon
          points={`${x(first.atMs)},${CHARGE_PX} ${points} ${x(last.atMs)},${CHARGE_PX}`}
          className="co-charge-line__area"
        />
        <polyline points={points} className="co-charge-line__line" />
      </svg>
      <span className="co-charge-low" aria-hidden="true" style={{ insetInlineStart: x(last.atMs) + 6 }}>
        {format.charge(low.pct)}
      </span>
    </>
  );
}
