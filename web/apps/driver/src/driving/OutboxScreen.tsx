import { useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "@pannier/ui/icons";
import { SignIn } from "../accounts/SignIn.tsx";
import { useApp, useAppState, useFormat } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { happenedAt } from "./events.ts";
import { streetOf } from "./NextCard.tsx";
import type { Entry, Picture } from "./outbox.ts";
import { EVENT_WORDS } from "./words.ts";

const back = () => history.back();

/** What waits, what was sent, and what the server said to it. */
export function OutboxScreen() {
  const { t } = useLingui();
  const app = useApp();
  const { outbox, signedOut, problem } = useAppState();
  const { entries, pictures, trouble } = outbox;
  if (signedOut) return <SignIn linkCode={null} onDone={back} />;
  const waiting = entries.filter((entry) => entry.state === "waiting");
  const noted = entries.filter((entry) => entry.note !== null);
  const sent = entries.filter((entry) => entry.state === "settled" && entry.note === null).reverse();
  const empty = entries.length === 0 && pictures.length === 0;
  return (
    <Page
      quiet
      title={t`Sent and waiting`}
      onBack={back}
      action={
        waiting.length + pictures.length > 0 && (
          <Button look="primary" icon="upload" disabled={outbox.sending} onClick={() => void app.flush()}>
            {outbox.sending ? t`Sending…` : t`Send now`}
          </Button>
        )
      }
    >
      {(trouble?.kind === "offline" || problem?.kind === "offline") && (
        <Note
          tone="info"
          icon="signal"
        >{t`No network. Go on working; everything is kept with its time and sent by itself.`}</Note>
      )}
      {trouble?.kind === "server" && <Note tone="warn">{trouble.detail}</Note>}
      {empty && (
        <section className="dr-empty">
          <Icon name="check" size={40} />
          <h2>{t`Everything is sent`}</h2>
          <p>{t`What you do without network waits here, in order and with its time.`}</p>
        </section>
      )}
      <List title={t`To be read`} entries={noted} />
      <List title={t`Waiting`} entries={waiting} />
      <Pictures pictures={pictures} />
      <List title={t`Sent`} entries={sent} />
    </Page>
  );
}

function List({ title, entries }: { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <section className="dr-outbox">
      <h2>{title}</h2>
      <ul>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

const ICONS: Readonly<Record<Entry["state"], IconName>> = {
  waiting: "clock",
  settled: "check",
  refused: "alert",
};

function Row({ entry }: { entry: Entry }) {
  const { t, i18n } = useLingui();
  const app = useApp();
  const format = useFormat();
  const { day } = useAppState();
  const { event, note, state } = entry;
  const stop = day?.route?.stops.find(
    (one) => one.id === event.stop_id || one.orders.some((order) => order.order_id === event.order_id),
  );
  const word = EVENT_WORDS[event.type];
  return (
    <li className="dr-outbox__row" data-state={note ? "noted" : state}>
      <Icon name={note ? "alert" : ICONS[state]} size={20} />
      <div>
        <strong>{word ? i18n._(word) : event.type}</strong>
        {stop && <span dir="auto"> {streetOf(stop.label)}</span>}
        {note && (
          <p>
            {state === "refused" ? t`Could not be applied.` : t`Kept, but something else holds.`}{" "}
            {note.detail}
          </p>
        )}
        {note && (
          <div className="dr-outbox__acts">
            {state === "refused" && (
              <Button onClick={() => void app.outbox.retry(entry.id)}>{t`Retry`}</Button>
            )}
            <Button onClick={() => void app.outbox.dismiss(entry.id)}>{t`Understood`}</Button>
          </div>
        )}
      </div>
      <time dateTime={happenedAt(event)}>{format.time(happenedAt(event))}</time>
    </li>
  );
}

function Pictures({ pictures }: { pictures: readonly Picture[] }) {
  const { t } = useLingui();
  const app = useApp();
  const format = useFormat();
  if (pictures.length === 0) return null;
  return (
    <section className="dr-outbox">
      <h2>{t`Pictures`}</h2>
      <ul>
        {pictures.map((picture) => (
          <li key={picture.id} className="dr-outbox__row" data-state={picture.refused ? "noted" : "waiting"}>
            <Icon name={picture.refused ? "alert" : "camera"} size={20} />
            <div>
              <strong>{picture.proof.kind === "photo" ? t`Photo` : t`Signature`}</strong>
              <span> {t`${format.count(Math.round(picture.file.size / 1000))} kB`}</span>
              {picture.refused && <p>{picture.refused}</p>}
              {picture.refused && (
                <div className="dr-outbox__acts">
                  <Button onClick={() => void app.outbox.retry(picture.id)}>{t`Retry`}</Button>
                  <Button onClick={() => void app.outbox.dismiss(picture.id)}>{t`Give up`}</Button>
                </div>
              )}
            </div>
            <time dateTime={picture.proof.captured_at}>{format.time(picture.proof.captured_at)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
