import { useLingui } from "@lingui/react/macro";
import type { RiderRoute, RiderStop } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { useState } from "react";
import { useApp, useAppState, useDay, useFormat, useNow } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { ChargeSheet } from "./ChargeSheet.tsx";
import { leftOf, outlookOf, progressOfDay } from "./day.ts";
import { expectedAt } from "./forecast.ts";
import { NextCard } from "./NextCard.tsx";
import { isBehind, isDoor } from "./reduce.ts";
import { StopList } from "./StopList.tsx";
import { navigationUrl, titleOf } from "./words.ts";

/** The day on the road: the next stop as a card, then the rest. */
export function TodayScreen({ next }: { next: RiderStop | null }) {
  const { t } = useLingui();
  const app = useApp();
  const { route } = useDay();
  if (!route || !next) return <Waiting />;
  const arrive = async () => {
    if (!isDoor(next)) await app.note({ atHub: next.id, pinned: null });
    if (next.state !== "arrived")
      await app.act({ type: "stop.arrive", route_id: route.id, stop_id: next.id });
    if (next.kind === "break") {
      await app.note({ atHub: null });
      await app.act({ type: "break.start", route_id: route.id });
    }
    if (isDoor(next)) go({ name: "stop", id: next.id });
  };
  const here = next.state === "arrived";
  return (
    <Page
      title={<DayTitle route={route} />}
      sub={<Home route={route} />}
      top={<DayBar route={route} />}
      beside={
        next.kind === "break" ? undefined : (
          <a
            className="dr-icon-button dr-icon-button--big"
            href={navigationUrl(next)}
            aria-label={t`Navigate`}
          >
            <Icon name="pin" size={26} />
            <small>{t`Navigate`}</small>
          </a>
        )
      }
      action={
        <Button look="primary" onClick={() => void arrive()}>
          {next.kind === "break" ? t`Start the break` : here ? t`Open the stop` : t`I am here`}
        </Button>
      }
    >
      <Notices />
      <NextCard stop={next} route={route} />
      <Vehicle />
      <StopList route={route} next={next} />
    </Page>
  );
}

function DayTitle({ route }: { route: RiderRoute }) {
  const { t } = useLingui();
  const { done, stops } = progressOfDay(route);
  return t`${done} of ${stops}`;
}

function Home({ route }: { route: RiderRoute }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const now = useNow(30_000);
  const last = route.stops.at(-1);
  const title = last && titleOf(last);
  return title && `${i18n._(title)} · ${format.time(expectedAt(route, last, now))}`;
}

function DayBar({ route }: { route: RiderRoute }) {
  const { t } = useLingui();
  const doors = route.stops.filter(isDoor);
  const { done, stops } = progressOfDay(route);
  return (
    <div
      className="dr-bar"
      role="progressbar"
      aria-label={t`Stops done`}
      aria-valuemin={0}
      aria-valuemax={stops}
      aria-valuenow={done}
    >
      {doors.map((stop) => (
        <i
          key={stop.id}
          data-look={
            !isBehind(stop)
              ? "open"
              : stop.orders.some((order) => order.outcome === "failed")
                ? "failed"
                : "done"
          }
        />
      ))}
    </div>
  );
}

function Notices() {
  const { t } = useLingui();
  const app = useApp();
  const { changes, signedOut, geo, updateReady } = useAppState();
  return (
    <>
      {signedOut && (
        <Note
          tone="warn"
          icon="key"
          action={<Button onClick={() => go({ name: "outbox" })}>{t`Sign in`}</Button>}
        >
          {t`You are signed out. Everything you do is kept on this phone and sent later.`}
        </Note>
      )}
      {changes && (
        <Note tone="info" action={<Button onClick={() => app.acknowledgeChanges()}>{t`Understood`}</Button>}>
          <strong>{t`Your dispatcher changed the route`}</strong>
          <ul>
            {changes.added.map((label) => (
              <li key={`+${label}`}>{t`New: ${label}`}</li>
            ))}
            {changes.removed.map((label) => (
              <li key={`-${label}`}>{t`No longer yours: ${label}`}</li>
            ))}
            {changes.reordered && <li>{t`The order of the stops is another one.`}</li>}
          </ul>
        </Note>
      )}
      {geo === "denied" && (
        <Note tone="info">{t`This phone does not tell its position. You can work by taps; times for recipients are less exact.`}</Note>
      )}
      {app.clock.isWrong && (
        <Note tone="warn">{t`This phone's clock is wrong by more than two minutes. Set it to automatic time.`}</Note>
      )}
      {updateReady && (
        <Note tone="info" action={<Button onClick={() => location.reload()}>{t`Update now`}</Button>}>
          {t`A new version of the app lies ready.`}
        </Note>
      )}
    </>
  );
}

const VERDICTS = { enough: "ok", tight: "warn", not_enough: "danger" } as const;

/** Distance left, and the battery against what the rest needs. */
function Vehicle() {
  const { t } = useLingui();
  const day = useDay();
  const format = useFormat();
  const [charging, setCharging] = useState(false);
  const { route, vehicle } = day;
  if (!route || !vehicle) return null;
  const left = leftOf(route);
  const outlook = outlookOf(day);
  const held =
    vehicle.battery_wh && vehicle.charge_pct != null ? (vehicle.battery_wh * vehicle.charge_pct) / 100 : null;
  const low = format.charge(outlook?.low.pct);
  const at = format.time(outlook?.low.atMs);
  const swaps = outlook?.refill?.kind === "swap";
  const until = outlook?.refill && (swaps ? t`to the swap` : t`to the charge`);
  const words = {
    enough: t`Enough to the end`,
    tight: t`Tight: ${low} at ${at}. Ride gently`,
    not_enough: t`Not enough: tell your dispatcher`,
  };
  return (
    <section className="dr-card dr-range" aria-label={t`Range`}>
      <div>
        <strong>{format.distance(left.distanceM)}</strong>
        <span>{t`left to ride`}</span>
      </div>
      {vehicle.battery_wh && (
        <button type="button" onClick={() => setCharging(true)} aria-label={t`Tell the battery's charge`}>
          <strong>{format.charge(vehicle.charge_pct)}</strong>
          <span>{t`battery`}</span>
        </button>
      )}
      {vehicle.battery_wh && (
        <div>
          <strong>{format.energy(left.energyWh)}</strong>
          <span>
            {held === null ? t`needed` : t`needed of ${format.energy(held)}`} {until}
          </span>
        </div>
      )}
      {outlook && (
        <p data-tone={VERDICTS[outlook.verdict]}>
          <Icon name={outlook.verdict === "enough" ? "check" : "alert"} size={18} strokeWidth={2.4} />
          {words[outlook.verdict]}
        </p>
      )}
      <ChargeSheet open={charging} onClose={() => setCharging(false)} />
    </section>
  );
}

/** On duty, and no route yet. */
function Waiting() {
  const { t } = useLingui();
  const app = useApp();
  const day = useDay();
  return (
    <Page title={t`On duty`} sub={day.hub.name}>
      <Notices />
      <section className="dr-empty">
        <Icon name="plan" size={40} />
        <h2>{t`Your route is not ready yet`}</h2>
        <p>{t`It appears here by itself as soon as your dispatcher releases it.`}</p>
        <Button onClick={() => void app.refresh()}>{t`Look again`}</Button>
      </section>
    </Page>
  );
}
