import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useApp, useDay } from "../base/context.tsx";
import { Button, Note, Page, Percent } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { progressOfDay, stillAboard } from "./day.ts";

/** End the duty: what is open is said, what the battery shows is asked. */
export function FinishScreen() {
  const { t } = useLingui();
  const app = useApp();
  const day = useDay();
  const [pct, setPct] = useState(Math.round(day.vehicle?.charge_pct ?? 50));
  const [busy, setBusy] = useState(false);
  const { route, vehicle } = day;
  const { stops, done } = progressOfDay(route);
  const open = stops - done;
  const aboard = route ? stillAboard(route).length : 0;
  const end = async () => {
    setBusy(true);
    await app.endDuty(vehicle?.battery_wh ? pct : null);
    go({ name: "today" }, { replace: true });
  };
  return (
    <Page
      title={t`End of duty`}
      sub={day.vehicle?.name}
      onBack={() => go({ name: "today" }, { replace: true })}
      action={<Button look="primary" disabled={busy} onClick={() => void end()}>{t`End duty`}</Button>}
    >
      {open === 0 && stops > 0 && <Note tone="ok">{t`All ${stops} stops are done. Well ridden.`}</Note>}
      {open > 0 && (
        <Note tone="warn">
          {t`${plural(open, { one: "# stop is still open", other: "# stops are still open" })}. They go back to your dispatcher when you end the duty now.`}
        </Note>
      )}
      {aboard > 0 && (
        <Note tone="warn">
          {t`${plural(aboard, { one: "# parcel is still aboard", other: "# parcels are still aboard" })}. Bring them back to the hub first.`}
        </Note>
      )}
      {vehicle?.battery_wh && (
        <section className="dr-card">
          <Percent label={t`Battery: the display shows`} value={pct} onChange={setPct} />
        </section>
      )}
    </Page>
  );
}
