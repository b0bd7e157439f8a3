import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderStop } from "@pannier/api";
import { useState } from "react";
import { useApp, useDay } from "../base/context.tsx";
import { Button, Note, Page, Percent } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { stillAboard } from "./day.ts";
import { streetOf } from "./NextCard.tsx";
import { titleOf } from "./words.ts";

/** At the hub: bring back what was left over, swap the battery, or end the round. */
export function HubScreen({ stop }: { stop: RiderStop }) {
  const { t, i18n } = useLingui();
  const app = useApp();
  const day = useDay();
  const [pct, setPct] = useState(Math.round(day.vehicle?.charge_pct ?? 50));
  const { route, vehicle } = day;
  const aboard = route ? stillAboard(route) : [];
  const swaps = stop.kind === "swap";
  const ends = stop.kind === "end";
  const hasBattery = vehicle?.battery_wh != null;
  const title = titleOf(stop);
  const finish = async () => {
    if (swaps)
      await app.act({
        type: "battery.swap",
        route_id: route?.id,
        stop_id: stop.id,
        data: { charge_pct_before: pct },
      });
    else if (aboard.length > 0 || ends)
      await app.act({
        type: "hub.return",
        route_id: route?.id,
        data: { battery_pct: hasBattery ? pct : null },
      });
    await app.note({ atHub: null });
    if (ends) go({ name: "finish" });
  };
  return (
    <Page
      title={title ? i18n._(title) : day.hub.name}
      sub={stop.at_hub ? day.hub.name : undefined}
      action={
        <Button look="primary" icon="check" onClick={() => void finish()}>
          {swaps
            ? t`The battery is swapped`
            : aboard.length > 0
              ? t`${plural(aboard.length, { one: "# parcel is back", other: "# parcels are back" })}`
              : t`Go on`}
        </Button>
      }
    >
      {!swaps && aboard.length === 0 && <Note tone="ok">{t`Nothing to bring back.`}</Note>}
      {!swaps && aboard.length > 0 && (
        <section className="dr-card">
          <h2>{t`Put these on the returns shelf`}</h2>
          <ul className="dr-parcels">
            {aboard.map(({ order, barcode }) => (
              <li key={barcode}>
                <bdi>
                  …<b>{barcode.slice(-4)}</b>
                </bdi>
                <span dir="auto">
                  {streetOf(order.address)}
                  {order.kind === "return" && ` · ${t`collected`}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {hasBattery && (
        <section className="dr-card">
          <Percent
            label={swaps ? t`The old battery showed` : t`Battery: the display shows`}
            value={pct}
            onChange={setPct}
          />
        </section>
      )}
    </Page>
  );
}
