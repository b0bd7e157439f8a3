import "./timeline.css";
import { useLingui } from "@lingui/react/macro";
import type { Route } from "@pannier/api";
import { type RouteMark, spanOf } from "@pannier/core";
import { type KeyboardEvent, useMemo, useState } from "react";
import { RowsBelow } from "./RowsBelow.tsx";
import { Axis, GridLines } from "./TimelineAxis.tsx";
import { TimelineRow } from "./TimelineRow.tsx";
import { TimelineTools, widthAt } from "./TimelineTools.tsx";
import { ROW_PX } from "./timelineSize.ts";
import { useView } from "./useView.ts";

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
const LABEL_NARROW_PX = 120;
// Room for the charge figure behind the last bar.
const AFTER_PX = 52;

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
  const { ref, width, below, look } = useView();
  const [zoom, setZoom] = useState(0);
  const span = useMemo(() => spanOf(routes.map((route) => route.stops)), [routes]);
  const labelPx = width < 620 ? LABEL_NARROW_PX : LABEL_PX;
  const lanePx = Math.max(240, (width - labelPx - AFTER_PX) * widthAt(zoom));
  const sorted = useMemo(
    () =>
      [...routes].sort((a, b) =>
        (marks.get(a.id)?.letter ?? "").localeCompare(marks.get(b.id)?.letter ?? ""),
      ),
    [routes, marks],
  );
  return (
    <section className="co-timeline" aria-label={t`Timeline`}>
      <TimelineTools zoom={zoom} onZoom={setZoom} />
      <div
        className="co-timeline__scroll"
        ref={ref}
        role="grid"
        aria-label={t`Routes over time`}
        tabIndex={-1}
        onKeyDown={moveFocus}
        onScroll={look}
        style={
          {
            "--label": `${labelPx}px`,
            "--lane": `${lanePx}px`,
            "--row": `${ROW_PX}px`,
          } as React.CSSProperties
        }
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
      <RowsBelow rows={below} onShow={() => ref.current?.scrollTo({ top: ref.current.scrollHeight })} />
    </section>
  );
}
