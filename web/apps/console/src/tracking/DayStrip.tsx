import { Plural, useLingui } from "@lingui/react/macro";
import type { Position, Route } from "@pannier/api";
import { ageOf, progressOf, sumProgress } from "@pannier/core";
import { Badge, Icon, useClock, useFormat } from "@pannier/ui";
import { Link } from "wouter";
import { useDay } from "../day.tsx";
import { ChangeTheDay } from "../planning/ChangeTheDay.tsx";
import { OnDemand, useOnDemand } from "../planning/OnDemand.tsx";
import type { useLiveFeed } from "./useLive.ts";

interface DayStripProps {
  routes: readonly Route[];
  positions: readonly Position[];
  feed: ReturnType<typeof useLiveFeed>;
  nowMs: number;
}

/** The day in one line: how far, what went wrong, and whether what is shown is fresh. */
export function DayStrip({ routes, positions, feed, nowMs }: DayStripProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { isToday } = useDay();
  const lateOnDemand = useOnDemand().data?.counts.late ?? 0;
  const total = sumProgress(routes.map((route) => progressOf(route.stops)));
  const running = routes.filter((route) => route.state === "in_progress").length;
  const drafts = routes.filter((route) => route.state === "draft").length;
  const share = total.stops ? total.done / total.stops : 0;
  return (
    <div className="co-strip">
      <div className="co-strip__progress">
        <b>{t`${total.done} of ${total.stops} stops`}</b>
        <span className="co-strip__bar" aria-hidden="true">
          <span style={{ inlineSize: `${share * 100}%` }} />
        </span>
        <span className="pn-quiet">{format.share(share)}</span>
      </div>
      <ul className="co-strip__facts">
        <li>
          <Icon name="bike" size={16} />
          {t`${running} of ${routes.length} on the road`}
        </li>
        {total.late > 0 && (
          <li>
            <Badge tone="warn" icon="clock">
              <Plural value={total.late} one="# stop late" other="# stops late" />
            </Badge>
          </li>
        )}
        {total.late + lateOnDemand === 0 && isToday && total.done < total.stops && (
          <li>
            <Badge tone="ok">{t`none late now`}</Badge>
          </li>
        )}
        {drafts > 0 && (
          <li>
            <Link href="/plan">
              <Badge tone="warn">
                <Plural value={drafts} one="# route not released" other="# routes not released" />
              </Badge>
            </Link>
          </li>
        )}
        {total.failed > 0 && (
          <li>
            <Badge tone="danger">
              <Plural value={total.failed} one="# stop not delivered" other="# stops not delivered" />
            </Badge>
          </li>
        )}
      </ul>
      <OnDemand />
      <ChangeTheDay routes={routes} />
      {isToday && <Feed {...{ routes, positions, feed, nowMs }} />}
    </div>
  );
}

/** Whether the line to the server is up, and how many riders were heard of lately. */
function Feed({ routes, positions, feed, nowMs }: DayStripProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { factor } = useClock();
  const running = routes.filter((route) => route.state === "in_progress");
  const fresh = running.filter((route) => {
    const position = positions.find((one) => one.rider_id === route.rider_id);
    return ageOf(position?.at, nowMs, factor) !== "silent";
  }).length;
  if (feed.state === "lost") {
    const since = format.ago(feed.sinceMs, Date.now());
    return (
      <span className="co-feed" role="status">
        <Badge tone="warn">{t`Live line lost ${since}; times are from then`}</Badge>
      </span>
    );
  }
  return (
    <span className="co-feed" role="status">
      <Icon name="signal" size={16} />
      {feed.state === "open" ? t`Live · ${fresh} of ${running.length} riders heard` : t`Connecting…`}
    </span>
  );
}
