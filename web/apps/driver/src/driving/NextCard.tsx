import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderOrder, RiderRoute, RiderStop } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { later } from "@pannier/ui/later";
import { Suspense, useState } from "react";
import { useApp, useAppState, useFormat, useNow } from "../base/context.tsx";
import { go } from "../base/router.ts";
import { ChargeGoal } from "./ChargeGoal.tsx";
import { metresBetween } from "./day.ts";
import { expectedAt, isLate } from "./forecast.ts";
import { NeedChips } from "./NeedChips.tsx";
import { isDoor } from "./reduce.ts";
import { STOP_ICONS, titleOf } from "./words.ts";

const LegMap = later(async () => (await import("../tracking/LegMap.tsx")).default);

/** The stop that comes now: where, when, for whom, and what to know at the door. */
export function NextCard({ stop, route }: { stop: RiderStop; route: RiderRoute }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const now = useNow(5000);
  const title = titleOf(stop);
  const first = stop.orders.find((order) => order.outcome === null) ?? stop.orders[0];
  const at = expectedAt(route, stop, now);
  return (
    <article className="dr-next">
      <div className="dr-next__when">
        <span className="dr-next__time">{format.time(at)}</span>
        <span className="dr-next__window">
          {stop.window && <Icon name="clock" size={16} />}
          {stop.window ? format.window(stop.window) : isDoor(stop) && t`any time`}
          {isLate(stop, at) && t`· late`}
        </span>
        <Near stop={stop} />
      </div>
      <button
        type="button"
        className="dr-next__body"
        onClick={() => go({ name: "stop", id: stop.id })}
        disabled={!isDoor(stop)}
      >
        <h2 dir="auto">
          {!isDoor(stop) && <Icon name={STOP_ICONS[stop.kind] ?? "pin"} size={28} />}
          {title ? i18n._(title) : streetOf(first?.address ?? stop.label)}
        </h2>
        {first && (
          <p className="dr-next__who" dir="auto">
            {first.recipient_name ?? t`No name given`}
          </p>
        )}
      </button>
      {stop.kind === "charge" && <ChargeGoal stop={stop} atMs={at} />}
      {first && <Words order={first} />}
      <Load stop={stop} />
      {stop.kind !== "break" && <Way stop={stop} route={route} />}
    </article>
  );
}

/** What to know at the door: how to get in, and what the recipient wrote. */
export function Words({ order }: { order: RiderOrder }) {
  return (
    <>
      {order.access_notes && (
        <p className="dr-access" dir="auto">
          <Icon name="key" size={20} />
          {order.access_notes}
        </p>
      )}
      {order.notes && (
        <p className="dr-quote" dir="auto">
          “{order.notes}”
        </p>
      )}
    </>
  );
}

function Load({ stop }: { stop: RiderStop }) {
  const { t } = useLingui();
  const open = stop.orders.filter((order) => order.outcome === null);
  const parcels = open.reduce((sum, order) => sum + order.parcels.length, 0);
  if (open.length === 0) return null;
  return (
    <div className="dr-chips">
      <span className="dr-chip dr-chip--strong">
        <Icon name="orders" size={18} />
        {t`${plural(parcels, { one: "# parcel", other: "# parcels" })}`}
      </span>
      {(stop.kind === "pickup" || stop.kind === "collect") && (
        <span className="dr-chip dr-chip--strong">{t`Collect`}</span>
      )}
      {!!stop.walk_s && <span className="dr-chip">{t`On foot`}</span>}
      {open.length > 1 && <span className="dr-chip">{t`${open.length} orders`}</span>}
      <NeedChips orders={open} />
    </div>
  );
}

/** The map is asked for: it costs battery, and most riders know the way. */
function Way({ stop, route }: { stop: RiderStop; route: RiderRoute }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="dr-next__map-toggle"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="map" size={20} />
        {open ? t`Hide the map` : t`Show the way on the map`}
      </button>
      {open && (
        <Suspense fallback={<div className="dr-map dr-map--wait" />}>
          <LegMap stop={stop} route={route} />
        </Suspense>
      )}
    </>
  );
}

/** The part of an address that matters on the street. */
export const streetOf = (address: string): string => address.split(",")[0] ?? address;

const NEAR_M = 80;

function Near({ stop }: { stop: RiderStop }) {
  const { t } = useLingui();
  const app = useApp();
  const format = useFormat();
  // Read anew with every position.
  useAppState();
  const last = app.watch.last;
  if (!last) return null;
  const metres = metresBetween([last.lon, last.lat], [stop.lon, stop.lat]);
  if (metres > 100_000) return null;
  return metres < NEAR_M ? (
    <span className="dr-next__near dr-next__near--here">{t`You are there`}</span>
  ) : (
    <span className="dr-next__near">{format.distance(Math.round(metres / 10) * 10)}</span>
  );
}
