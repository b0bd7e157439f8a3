import "./timeline.css";
import { useLingui } from "@lingui/react/macro";
import type { Route } from "@pannier/api";
import { type RouteMark, type Span, spanOf, ticksOf } from "@pannier/core";
import { IconButton, useFormat } from "@pannier/ui";
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { TimelineRow } from "./TimelineRow.tsx";

export interface TimelineProps {
  routes: readonly Route[];
  marks: ReadonlyMap<string, RouteMark>;
  selectedRouteId: string | null;
  selectedStopId: string | null;
  /** Null leaves the now line out, for other days. */
  nowMs: number | null;
  onSelectRoute: (routeId: string) => void;
  onSelectStop: (routeId: string, stopId: string) => void;
}

const LABEL_PX = 176;
const LABEL_NARROW_PX = 92;
// Room for the charge figure behind the last bar.
const AFTER_PX = 52;
const ZOOMS = [1, 1.5, 2, 3, 4.5, 7, 10];

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/** Arrow keys: along a row by bar, between rows to the bar nearest in time. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target as HTMLElement;
  const row = from.closest("[data-row]");
  if (!row || from.dataset.at === undefined) return;
  const bars = (of: Element | null | undefined) => [
    ...(of?.querySelectorAll<HTMLElement>("[data-at]") ?? []),
  ];
  const own = bars(row);
  const at = Number(from.dataset.at);
  const nearest = (list: HTMLElement[]) =>
    list.sort((a, b) => Math.abs(Number(a.dataset.at) - at) - Math.abs(Number(b.dataset.at) - at))[0];
  const moves: Record<string, () => HTMLElement | undefined> = {
    ArrowRight: () => own[own.indexOf(from) + 1],
    ArrowLeft: () => own[own.indexOf(from) - 1],
    Home: () => own[0],
    End: () => own.at(-1),
    ArrowDown: () => nearest(bars(row.nextElementSibling)),
    ArrowUp: () => nearest(bars(row.previousElementSibling)),
  };
  const target = moves[event.key]?.();
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/** A row per route on one time axis: travel, wait, service, breaks, windows, charge, and now. */
export function Timeline(props: TimelineProps) {
  const { routes, marks, nowMs } = props;
  const { t } = useLingui();
  const { ref, width } = useWidth();
  const [zoom, setZoom] = useState(0);
  const span = useMemo(() => spanOf(routes.map((route) => route.stops)), [routes]);
  const labelPx = width < 620 ? LABEL_NARROW_PX : LABEL_PX;
  const lanePx = Math.max(240, (width - labelPx - AFTER_PX) * (ZOOMS[zoom] ?? 1));
  const sorted = useMemo(
    () =>
      [...routes].sort((a, b) =>
        (marks.get(a.id)?.letter ?? "").localeCompare(marks.get(b.id)?.letter ?? ""),
      ),
    [routes, marks],
  );
  const step = (by: number) => setZoom((at) => Math.min(ZOOMS.length - 1, Math.max(0, at + by)));
  return (
    <section className="co-timeline" aria-label={t`Timeline`}>
      <div className="co-timeline__tools">
        <Legend />
        <IconButton
          label={t`Shorter time range`}
          icon="plus"
          size={16}
          onPress={() => step(1)}
          isDisabled={zoom === ZOOMS.length - 1}
        />
        <IconButton
          label={t`Longer time range`}
          icon="minus"
          size={16}
          onPress={() => step(-1)}
          isDisabled={zoom === 0}
        />
        <IconButton
          label={t`Whole day`}
          icon="fit"
          size={16}
          onPress={() => setZoom(0)}
          isDisabled={zoom === 0}
        />
      </div>
      <div
        className="co-timeline__scroll"
        ref={ref}
        role="grid"
        aria-label={t`Routes over time`}
        tabIndex={-1}
        onKeyDown={moveFocus}
        style={{ "--label": `${labelPx}px`, "--lane": `${lanePx}px` } as React.CSSProperties}
      >
        {span && (
          <>
            <Axis span={span} lanePx={lanePx} nowMs={nowMs} zoom={zoom} scroller={ref} />
            <div className="co-rows">
              <GridLines span={span} lanePx={lanePx} nowMs={nowMs} />
              {sorted.map((route, position) => (
                <TimelineRow
                  key={route.id}
                  route={route}
                  mark={marks.get(route.id)}
                  span={span}
                  lanePx={lanePx}
                  selected={route.id === props.selectedRouteId}
                  selectedStopId={route.id === props.selectedRouteId ? props.selectedStopId : null}
                  isFirst={position === 0}
                  onSelectRoute={props.onSelectRoute}
                  onSelectStop={props.onSelectStop}
                />
              ))}
            </div>
          </>
        )}
      </div>
    </section>
  );
}

interface AxisProps {
  span: Span;
  lanePx: number;
  nowMs: number | null;
  zoom: number;
  scroller: React.RefObject<HTMLDivElement | null>;
}

function Axis({ span, lanePx, nowMs, zoom, scroller }: AxisProps) {
  const { t } = useLingui();
  const format = useFormat();
  const perMs = lanePx / (span.endMs - span.startMs);
  const x = (at: number) => (at - span.startMs) * perMs;
  const nowX = nowMs !== null && nowMs >= span.startMs && nowMs <= span.endMs ? x(nowMs) : null;
  const latest = useRef(nowX);
  latest.current = nowX;
  // When the range gets shorter, what happens now stays in sight.
  useEffect(() => {
    if (zoom > 0 && latest.current !== null) scroller.current?.scrollTo({ left: latest.current - 200 });
  }, [zoom, scroller]);
  return (
    <div className="co-axis" role="row">
      <span className="co-axis__corner" role="columnheader">{t`Route`}</span>
      <span className="co-axis__lane" role="columnheader" aria-label={t`Time`}>
        {ticksOf(span, perMs).map((tick) => (
          <span key={tick} className="co-axis__tick" style={{ insetInlineStart: x(tick) }}>
            {format.time(tick)}
          </span>
        ))}
        {nowX !== null && nowMs !== null && (
          <span className="co-axis__now" style={{ insetInlineStart: nowX }}>
            {format.time(nowMs)}
          </span>
        )}
      </span>
    </div>
  );
}

/** Lines through all rows: one per tick, and now. */
function GridLines({ span, lanePx, nowMs }: Pick<AxisProps, "span" | "lanePx" | "nowMs">) {
  const perMs = lanePx / (span.endMs - span.startMs);
  const x = (at: number) => (at - span.startMs) * perMs;
  const shown = nowMs !== null && nowMs >= span.startMs && nowMs <= span.endMs;
  return (
    <div className="co-grid-lines" aria-hidden="true">
      {ticksOf(span, perMs).map((tick) => (
        <span key={tick} style={{ insetInlineStart: x(tick) }} />
      ))}
      {shown && <span className="co-now" style={{ insetInlineStart: x(nowMs) }} />}
    </div>
  );
}

function Legend() {
  const { t } = useLingui();
  const entries = [
    ["done", t`done`],
    ["open", t`to do`],
    ["late", t`late`],
    ["failed", t`not delivered`],
    ["wait", t`wait`],
    ["break", t`break`],
    ["reload", t`reload`],
    ["swap", t`battery swap`],
    ["window", t`promised window`],
  ] as const;
  return (
    <ul className="co-legend" aria-label={t`Legend`}>
      {entries.map(([look, label]) => (
        <li key={look}>
          <span className={`co-legend__sign co-legend__sign--${look}`} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  );
}
