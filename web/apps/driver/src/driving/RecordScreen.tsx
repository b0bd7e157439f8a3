import { useLingui } from "@lingui/react/macro";
import { Icon } from "@pannier/ui/icons";
import { useApp, useAppState, useFormat } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { Facts } from "./Facts.tsx";
import { waitingCount } from "./outbox.ts";
import type { DutyRecord } from "./record.ts";

/** The rider's own record of the day. */
export function RecordScreen({ record }: { record: DutyRecord }) {
  const { t } = useLingui();
  const app = useApp();
  const format = useFormat();
  const { outbox } = useAppState();
  const waiting = format.count(waitingCount(outbox));
  const workedS = record.startedAt ? (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 1000 : 0;
  const text = `${format.day(record.serviceDate)}: ${record.stops} stops, ${format.distance(record.distanceM)}, ${format.duration(workedS)}`;
  return (
    <Page
      title={t`Thank you`}
      sub={format.day(record.serviceDate)}
      action={<Button look="primary" onClick={() => void app.closeRecord()}>{t`Close the day`}</Button>}
      above={
        "share" in navigator && (
          <Button
            icon="upload"
            onClick={() => void navigator.share({ text }).catch(() => undefined)}
          >{t`Share my record`}</Button>
        )
      }
    >
      <section className="dr-record">
        <Icon name="leaf" size={44} strokeWidth={1.5} />
        <p className="dr-record__big">{format.count(record.stops)}</p>
        <p>{t`stops`}</p>
      </section>
      <section className="dr-card">
        <Facts
          facts={[
            [t`Handed over`, format.count(record.delivered)],
            [t`Collected`, format.count(record.collected)],
            [t`Not possible`, format.count(record.failed)],
            [t`Distance`, format.distance(record.distanceM)],
            [t`On duty`, format.duration(workedS)],
            [t`Break`, format.duration(record.breakMs / 1000)],
            [t`From`, format.time(record.startedAt)],
            [t`To`, format.time(record.endedAt)],
            [t`Vehicle`, record.vehicle ?? "–"],
          ]}
        />
      </section>
      {waitingCount(outbox) > 0 && (
        <Note
          tone="warn"
          icon="clock"
        >{t`${waiting} actions still wait for network. Keep the app open until they are sent.`}</Note>
      )}
      <p className="dr-muted">{t`This record stays on this phone. It is yours; nobody is ranked by it.`}</p>
    </Page>
  );
}
