import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderRoute, RiderStop } from "@pannier/api";
import { doorNumbers } from "@pannier/core";
import { Icon } from "@pannier/ui/icons";
import { useState } from "react";
import { useFormat, useNow } from "../base/context.tsx";
import { go } from "../base/router.ts";
import { progressOfDay } from "./day.ts";
import { expectedAt, isLate } from "./forecast.ts";
import { streetOf } from "./NextCard.tsx";
import { isBehind, isDoor } from "./reduce.ts";
import { STOP_ICONS, titleOf } from "./words.ts";

/** All stops of the day: what comes, and folded away what is behind. */
export function StopList({ route, next }: { route: RiderRoute; next: RiderStop | null }) {
  const { t } = useLingui();
  const [past, setPast] = useState(false);
  const numbers = doorNumbers(route.stops);
  const ahead = route.stops.filter((stop) => !isBehind(stop) && stop.id !== next?.id);
  const behind = route.stops.filter(isBehind);
  return (
    <section className="dr-stops" aria-label={t`Stops`}>
      <h2>{ahead.length > 0 ? t`Then` : t`Nothing more after this`}</h2>
      <ol>
        {ahead.map((stop) => (
          <StopRow key={stop.id} stop={stop} route={route} number={numbers.get(stop.id)} />
        ))}
      </ol>
      {progressOfDay(route).done > 0 && (
        <button type="button" className="dr-fold" aria-expanded={past} onClick={() => setPast(!past)}>
          <Icon name={past ? "chevronDown" : "chevronRight"} size={20} />
          {t`${plural(progressOfDay(route).done, { one: "# stop behind you", other: "# stops behind you" })}`}
        </button>
      )}
      {past && (
        <ol>
          {behind.map((stop) => (
            <StopRow key={stop.id} stop={stop} route={route} number={numbers.get(stop.id)} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StopRow({
  stop,
  route,
  number,
}: {
  stop: RiderStop;
  route: RiderRoute;
  number: number | undefined;
}) {
  const { i18n } = useLingui();
  const format = useFormat();
  const now = useNow(30_000);
  const hub = titleOf(stop);
  const done = isBehind(stop);
  const at = done ? Date.parse(stop.arrived_at ?? stop.planned_arrival) : expectedAt(route, stop, now);
  const body = (
    <>
      <Mark stop={stop} number={number} />
      <span className="dr-row__words">
        <strong dir="auto">{hub ? i18n._(hub) : streetOf(stop.label)}</strong>
        {number && <Who stop={stop} />}
        {stop.station_id && <small dir="auto">{stop.label}</small>}
      </span>
      <span className="dr-row__time">
        <strong>{format.time(at)}</strong>
        {stop.window && !done && <Promised stop={stop} atMs={at} />}
      </span>
    </>
  );
  return (
    <li>
      {isDoor(stop) ? (
        <button type="button" className="dr-row" onClick={() => go({ name: "stop", id: stop.id })}>
          {body}
        </button>
      ) : (
        <div className="dr-row">{body}</div>
      )}
    </li>
  );
}

function Promised({ stop, atMs }: { stop: RiderStop; atMs: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const window = format.window(stop.window);
  return <small>{isLate(stop, atMs) ? t`late for ${window}` : window}</small>;
}

function Mark({ stop, number }: { stop: RiderStop; number: number | undefined }) {
  const failed = stop.orders.some((order) => order.outcome === "failed");
  if (isBehind(stop)) {
    return (
      <span className="dr-row__mark" data-look={failed ? "failed" : "done"}>
        <Icon name={failed ? "close" : "check"} size={18} strokeWidth={2.8} />
      </span>
    );
  }
  return (
    <span className="dr-row__mark" data-look={number ? "door" : "hub"}>
      {number ?? <Icon name={STOP_ICONS[stop.kind] ?? "pin"} size={18} />}
    </span>
  );
}

function Who({ stop }: { stop: RiderStop }) {
  const { t } = useLingui();
  const parcels = stop.orders.reduce((sum, order) => sum + order.parcels.length, 0);
  return (
    <small>
      {(stop.kind === "pickup" || stop.kind === "collect") && <b>{t`Collect`}</b>}
      <bdi>{stop.orders[0]?.recipient_name}</bdi>
      <span>{t`${plural(parcels, { one: "# parcel", other: "# parcels" })}`}</span>
    </small>
  );
}
