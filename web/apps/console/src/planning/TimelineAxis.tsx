import { useLingui } from "@lingui/react/macro";
import { type Span, ticksOf } from "@pannier/core";
import { useFormat } from "@pannier/ui";
import { useEffect, useRef } from "react";

interface AxisProps {
  span: Span;
  lanePx: number;
  nowMs: number | null;
  zoom: number;
  scroller: React.RefObject<HTMLDivElement | null>;
}

/** The hours above the rows, and now. */
export function Axis({ span, lanePx, nowMs, zoom, scroller }: AxisProps) {
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
export function GridLines({ span, lanePx, nowMs }: Pick<AxisProps, "span" | "lanePx" | "nowMs">) {
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
