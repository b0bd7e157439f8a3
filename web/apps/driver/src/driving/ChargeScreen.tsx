import { useLingui } from "@lingui/react/macro";
import type { RiderStop } from "@pannier/api";
import { useState } from "react";
import { useApp, useDay } from "../base/context.tsx";
import { Button, Note, Page, Percent } from "../base/parts.tsx";
import { ChargeGoal } from "./ChargeGoal.tsx";
import { chargeOnArrival } from "./day.ts";
import { titleOf } from "./words.ts";

/** At a charger: until when, how far, and what the display shows before and after. */
export function ChargeScreen({ stop }: { stop: RiderStop }) {
  const { t, i18n } = useLingui();
  const app = useApp();
  const day = useDay();
  // Told only when it was read off the display: a guess would pass for a measurement.
  const [before, setBefore] = useState<number | null>(null);
  const expected = chargeOnArrival(day, stop);
  const [now, setNow] = useState(Math.max(Math.round(stop.charge_pct ?? 80), expected ?? 0));
  const fell = before !== null && now < before;
  const title = titleOf(stop);
  const finish = async () => {
    await app.act({
      type: "charge.report",
      route_id: day.route?.id,
      stop_id: stop.id,
      data: { charge_pct: now, charge_pct_before: before },
    });
    await app.note({ atHub: null });
  };
  return (
    <Page
      title={title ? i18n._(title) : stop.label}
      sub={stop.station_id ? stop.label : day.hub.name}
      action={
        <Button look="primary" icon="check" disabled={fell} onClick={() => void finish()}>
          {t`Charged, go on`}
        </Button>
      }
    >
      <section className="dr-card">
        <ChargeGoal stop={stop} atMs={Date.parse(stop.arrived_at ?? stop.planned_arrival)} />
      </section>
      <section className="dr-card">
        <Percent
          label={t`The display showed before`}
          value={before ?? expected ?? Math.round(day.vehicle?.charge_pct ?? 50)}
          isGuess={before === null}
          onChange={setBefore}
        />
      </section>
      <section className="dr-card">
        <Percent label={t`The display shows now`} value={now} onChange={setNow} />
      </section>
      {fell && (
        <Note tone="danger">{t`It cannot show less now than before. Read both off the display again.`}</Note>
      )}
    </Page>
  );
}
