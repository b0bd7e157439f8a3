import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Icon } from "@pannier/ui/icons";
import { useState } from "react";
import { useApp, useAppState, useDay, useFormat } from "../base/context.tsx";
import { Button, Note, Page, Percent } from "../base/parts.tsx";
import { progressOfDay } from "./day.ts";
import { Facts } from "./Facts.tsx";
import { vehicleIcon } from "./words.ts";

/** Before the duty: which vehicle, what its battery shows, what the day will be. */
export function StartScreen() {
  const { t } = useLingui();
  const app = useApp();
  const day = useDay();
  const format = useFormat();
  const { problem } = useAppState();
  const [pct, setPct] = useState(Math.round(day.vehicle?.charge_pct ?? 100));
  const { vehicle, shift, route } = day;
  const hasBattery = vehicle?.battery_wh != null;
  const start = () =>
    void app.act({
      type: "duty.start",
      route_id: route?.id,
      data: { shift_id: shift?.id, vehicle_id: vehicle?.id, battery_pct: hasBattery ? pct : null },
    });
  const firstName = day.rider.name.split(" ")[0] ?? day.rider.name;
  return (
    <Page
      title={t`Hello ${firstName}`}
      sub={`${format.day(day.service_date)} · ${day.hub.name}`}
      action={
        <Button look="primary" onClick={start} disabled={!shift && !route}>
          {t`Start duty`}
        </Button>
      }
    >
      {!shift && !route && (
        <section className="dr-empty">
          <Icon name="today" size={40} />
          <h2>{t`No shift today`}</h2>
          <p>{t`You are not on the roster for this day. If that is wrong, ask your dispatcher; this page looks again by itself.`}</p>
          <Button onClick={() => void app.refresh()}>{t`Look again`}</Button>
        </section>
      )}
      {vehicle && (
        <section className="dr-card dr-vehicle">
          <span className="dr-vehicle__icon">
            <Icon name={vehicleIcon(vehicle.kind)} size={36} strokeWidth={1.6} />
          </span>
          <div>
            <h2 dir="auto">{vehicle.name}</h2>
            <p className="dr-muted">{vehicle.kind_label}</p>
          </div>
        </section>
      )}
      {vehicle && hasBattery && (
        <section className="dr-card">
          <Percent label={t`Battery: the display shows`} value={pct} onChange={setPct} />
          {vehicle.spare_batteries > 0 && (
            <p className="dr-muted">
              {t`${plural(vehicle.spare_batteries, { one: "# spare battery waits", other: "# spare batteries wait" })} at the hub.`}
            </p>
          )}
        </section>
      )}
      {route ? (
        <DayAhead />
      ) : (
        shift && (
          <Note tone={day.routes_done > 0 ? "ok" : "info"}>
            {day.routes_done > 0
              ? t`Your route of today is done. If you get another, start your duty again; it appears here by itself.`
              : t`Your route is not released yet. You can start your duty; the route appears here by itself.`}
          </Note>
        )
      )}
      {problem?.kind === "server" && <Note tone="warn">{problem.detail}</Note>}
    </Page>
  );
}

function DayAhead() {
  const { t } = useLingui();
  const { route, shift } = useDay();
  const format = useFormat();
  if (!route) return null;
  const parcels = route.stops.flatMap((stop) => stop.orders).flatMap((order) => order.parcels).length;
  return (
    <section className="dr-card">
      <h2>{t`Your day`}</h2>
      <Facts
        facts={[
          [t`Stops`, format.count(progressOfDay(route).stops)],
          [t`Parcels`, format.count(parcels)],
          [t`Distance`, format.distance(route.distance_m)],
          [t`From`, format.time(route.starts_at)],
          [t`Home about`, format.time(route.ends_at)],
          [
            t`Break`,
            shift?.break_start ? format.window({ start: shift.break_start, end: shift.break_end }) : "–",
          ],
        ]}
      />
    </section>
  );
}
