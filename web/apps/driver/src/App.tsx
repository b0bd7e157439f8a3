import { useLingui } from "@lingui/react/macro";
import { Mark } from "@pannier/ui/icons";
import { Suspense, useState } from "react";
import { SignIn } from "./accounts/SignIn.tsx";
import { useApp, useAppState } from "./base/context.tsx";
import { Button } from "./base/parts.tsx";
import { go, useScreen } from "./base/router.ts";
import { nextAct } from "./driving/day.ts";
import { StartScreen } from "./driving/StartScreen.tsx";
import { TodayScreen } from "./driving/TodayScreen.tsx";
import {
  BreakScreen,
  ChargeScreen,
  FailScreen,
  FinishScreen,
  HubScreen,
  LoadScreen,
  MenuScreen,
  OutboxScreen,
  ProofScreen,
  RecordScreen,
  StopScreen,
} from "./screens.ts";

export function App({ linkCode }: { linkCode: string | null }) {
  const { phase } = useAppState();
  const [code, setCode] = useState(linkCode);
  if (code !== null) return <SignIn linkCode={code} onDone={() => setCode(null)} />;
  if (phase === "sign_in") return <SignIn linkCode={null} />;
  if (phase === "broken") return <Broken />;
  if (phase === "loading") return <Loading />;
  return (
    <Suspense fallback={<Waiting />}>
      <Working />
    </Suspense>
  );
}

/** The screen that the address asks for, else the one thing that is to be done now. */
function Working() {
  const screen = useScreen();
  const { record } = useAppState();
  if (screen.name === "menu") return <MenuScreen />;
  if (screen.name === "outbox") return <OutboxScreen />;
  if (record) return <RecordScreen record={record} />;
  if (screen.name === "stop") return <StopScreen id={screen.id} />;
  if (screen.name === "proof") return <ProofScreen orderId={screen.id} />;
  if (screen.name === "fail") return <FailScreen orderId={screen.id} />;
  if (screen.name === "finish") return <FinishScreen />;
  return <Now />;
}

function Now() {
  const { day, notes } = useAppState();
  if (!day) return <Loading />;
  const act = nextAct(day, notes);
  switch (act.kind) {
    case "start":
      return <StartScreen />;
    case "load":
      return <LoadScreen key={act.trip} trip={act.trip} stop={act.stop} />;
    case "hub":
      return act.stop.kind === "charge" ? (
        <ChargeScreen key={act.stop.id} stop={act.stop} />
      ) : (
        <HubScreen stop={act.stop} />
      );
    case "break":
      return <BreakScreen />;
    case "finish":
      return <FinishScreen />;
    default:
      return <TodayScreen next={act.kind === "drive" ? act.stop : null} />;
  }
}

/** A screen whose file is not on the phone: only right after the first start, and only without network. */
function Waiting() {
  const { t } = useLingui();
  const { name } = useScreen();
  return (
    <main className="dr-welcome dr-welcome--plain dr-late" role="status">
      <p>{t`This screen is not on the phone yet. It opens as soon as there is network.`}</p>
      {name !== "today" && <Button onClick={() => go({ name: "today" })}>{t`Back`}</Button>}
    </main>
  );
}

function Loading() {
  const { t } = useLingui();
  return (
    <main className="dr-welcome dr-welcome--plain" role="status">
      <Mark size={72} />
      <p className="dr-late">{t`Fetching your day…`}</p>
    </main>
  );
}

function Broken() {
  const { t } = useLingui();
  const app = useApp();
  const { problem } = useAppState();
  const detail =
    problem?.kind === "server"
      ? problem.detail
      : t`There is no connection, and this phone has no day stored yet. Nothing is lost; go where there is network and try again.`;
  return (
    <main className="dr-welcome dr-welcome--plain">
      <Mark size={72} />
      <h1>{t`Your day could not be read`}</h1>
      <p role="alert">{detail}</p>
      <Button look="primary" onClick={() => void app.restart()}>{t`Try again`}</Button>
      <Button look="quiet" onClick={() => void app.signOut()}>{t`Sign in as somebody else`}</Button>
    </main>
  );
}
