import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ChargeSheet } from "../driving/ChargeSheet.tsx";
import { waitingCount } from "../driving/outbox.ts";
import { useApp, useAppState, useFormat } from "./context.tsx";
import { Button, Note, Page, Sheet } from "./parts.tsx";
import { go } from "./router.ts";
import { change, type Settings, useSettings } from "./settings.ts";

const back = () => history.back();

export function MenuScreen() {
  const { t } = useLingui();
  const { day, me } = useAppState();
  return (
    <Page
      title={day?.rider.name ?? me?.person?.name ?? t`Menu`}
      sub={me?.organisation.name}
      onBack={back}
      quiet
    >
      <DutyActs />
      <Looks />
      <Privacy />
      <Install />
      <Leave />
    </Page>
  );
}

function DutyActs() {
  const { t } = useLingui();
  const app = useApp();
  const { day } = useAppState();
  const [charging, setCharging] = useState(false);
  if (!day?.duty.on) return null;
  const rest = () => {
    void app.act({ type: day.duty.on_break ? "break.end" : "break.start", route_id: day.route?.id });
    go({ name: "today" });
  };
  return (
    <section className="dr-card dr-card--list">
      <Button icon="clock" onClick={rest}>
        {day.duty.on_break ? t`End the break` : t`Take a break`}
      </Button>
      {day.vehicle?.battery_wh && (
        <Button icon="battery" onClick={() => setCharging(true)}>{t`Tell the battery's charge`}</Button>
      )}
      <Button icon="home" onClick={() => go({ name: "finish" })}>{t`End duty`}</Button>
      <ChargeSheet open={charging} onClose={() => setCharging(false)} onTold={() => go({ name: "today" })} />
    </section>
  );
}

interface ChoiceProps<K extends keyof Settings> {
  label: string;
  name: K;
  options: readonly [value: Settings[K], label: string][];
}

function Choice<K extends keyof Settings>({ label, name, options }: ChoiceProps<K>) {
  const chosen = useSettings()[name];
  return (
    <fieldset className="dr-choice">
      <legend>{label}</legend>
      <div className="dr-choice__row">
        {options.map(([value, text]) => (
          <label key={text}>
            <input
              type="radio"
              name={name}
              checked={chosen === value}
              onChange={() => change({ [name]: value } as Partial<Settings>)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Looks() {
  const { t } = useLingui();
  return (
    <section className="dr-card">
      <Choice
        label={t`Look`}
        name="look"
        options={[
          ["auto", t`Auto`],
          ["light", t`Day`],
          ["dark", t`Night`],
          ["sun", t`Sunlight`],
        ]}
      />
      <Choice
        label={t`Hand`}
        name="hand"
        options={[
          ["right", t`Right`],
          ["left", t`Left`],
        ]}
      />
      <Choice
        label={t`Tones`}
        name="sound"
        options={[
          [true, t`On`],
          [false, t`Off`],
        ]}
      />
    </section>
  );
}

function Privacy() {
  const { t } = useLingui();
  const { geo } = useAppState();
  const words = {
    off: t`Off: you are not on duty, or in a break.`,
    asking: t`Waiting for the first position.`,
    on: t`On while you are on duty, never in breaks. Your dispatcher sees where you are; a recipient only on the way to them, roughly and a little late. When the screen locks, positions stop.`,
    denied: t`Not allowed on this phone. The app works by taps; allow it in the browser's settings if you like.`,
    missing: t`This browser cannot tell positions. The app works by taps.`,
  };
  return (
    <section className="dr-card">
      <h2>{t`Position`}</h2>
      <p className="dr-muted">{words[geo]}</p>
    </section>
  );
}

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

function Install() {
  const { t } = useLingui();
  const [offer, setOffer] = useState<InstallEvent | null>(null);
  const installed = window.matchMedia("(display-mode: standalone)").matches;
  useEffect(() => {
    const take = (event: Event) => {
      event.preventDefault();
      setOffer(event as InstallEvent);
    };
    window.addEventListener("beforeinstallprompt", take);
    return () => window.removeEventListener("beforeinstallprompt", take);
  }, []);
  if (installed) return null;
  return (
    <section className="dr-card">
      <h2>{t`On the home screen`}</h2>
      <p className="dr-muted">{t`Installed, the app opens full screen and the phone keeps your day longer without network.`}</p>
      {offer ? (
        <Button icon="download" onClick={() => void offer.prompt()}>{t`Install`}</Button>
      ) : (
        <p className="dr-muted">{t`Choose “Add to home screen” in the browser's menu.`}</p>
      )}
    </section>
  );
}

function Leave() {
  const { t } = useLingui();
  const app = useApp();
  const format = useFormat();
  const { outbox, day } = useAppState();
  const [asking, setAsking] = useState(false);
  const waiting = format.count(waitingCount(outbox));
  const leave = () => {
    go({ name: "today" }, { replace: true });
    void app.signOut();
  };
  return (
    <>
      <Button look="quiet" icon="signOut" onClick={() => setAsking(true)}>{t`Sign out`}</Button>
      <Sheet title={t`Sign out?`} open={asking} onClose={() => setAsking(false)}>
        {waitingCount(outbox) > 0 && (
          <Note tone="warn">{t`${waiting} actions were not sent yet. They stay on this phone and are sent when you sign in again.`}</Note>
        )}
        {day?.duty.on && <Note tone="info">{t`You are still on duty. Signing out does not end it.`}</Note>}
        <Button look="danger" onClick={leave}>{t`Sign out`}</Button>
        <Button onClick={() => setAsking(false)}>{t`Stay`}</Button>
      </Sheet>
    </>
  );
}
