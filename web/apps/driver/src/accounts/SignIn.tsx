import { useLingui } from "@lingui/react/macro";
import { ApiProblem, Unreachable } from "@pannier/api";
import { Mark } from "@pannier/ui/icons";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useApp } from "../base/context.tsx";
import { Button, Note } from "../base/parts.tsx";

/** The code of the link that a QR opened; taken out of the address, so that it is not used twice. */
export function takeCode(): string | null {
  const found = /^#code=(.+)$/.exec(location.hash);
  if (!found?.[1]) return null;
  history.replaceState(null, "", `${location.pathname}#/`);
  return decodeURIComponent(found[1]);
}

export function SignIn({ linkCode, onDone }: { linkCode: string | null; onDone?: () => void }) {
  const { t } = useLingui();
  const app = useApp();
  const [way, setWay] = useState<"code" | "password">("code");
  const [busy, setBusy] = useState(linkCode !== null);
  const [wrong, setWrong] = useState<string | null>(null);
  const started = useRef(false);

  const enter = async (call: Promise<void>) => {
    setBusy(true);
    setWrong(null);
    try {
      await call;
      onDone?.();
    } catch (error) {
      if (error instanceof Unreachable) setWrong(t`No connection. Go where there is network and try again.`);
      else if (error instanceof ApiProblem) setWrong(error.detail || error.title);
      else throw error;
    } finally {
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a one-time code is used once, when the link was opened
  useEffect(() => {
    if (linkCode === null || started.current) return;
    started.current = true;
    void enter(app.signInWithCode(linkCode));
  }, [linkCode]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const pasted = /[#&]code=([^&\s]+)/.exec(text("code"))?.[1];
    void enter(
      way === "code"
        ? app.signInWithCode(pasted ? decodeURIComponent(pasted) : text("code"))
        : app.signInWithPassword(text("email"), text("password")),
    );
  };

  return (
    <main className="dr-welcome">
      <div className="dr-welcome__brand">
        <Mark size={72} />
        <p>Pannier</p>
        <h1>{t`Good to see you`}</h1>
      </div>
      <form className="dr-welcome__form" onSubmit={submit}>
        {!window.isSecureContext && (
          <Note tone="warn">{t`This address is not secure. Open the one that begins with https: camera, position and offline work only there.`}</Note>
        )}
        {wrong && <Note tone="danger">{wrong}</Note>}
        {way === "code" ? (
          <label className="dr-field">
            <span>{t`Sign-in code`}</span>
            <input
              name="code"
              required
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
            />
            <small>{t`Scan the QR code that your dispatcher shows with the phone's camera, or type the code below it.`}</small>
          </label>
        ) : (
          <>
            <label className="dr-field">
              <span>{t`E-mail`}</span>
              <input name="email" type="email" required autoComplete="username" />
            </label>
            <label className="dr-field">
              <span>{t`Password`}</span>
              <input name="password" type="password" required autoComplete="current-password" />
            </label>
          </>
        )}
        <Button look="primary" type="submit" disabled={busy}>
          {busy ? t`Signing in…` : t`Sign in`}
        </Button>
        <Button look="quiet" onClick={() => setWay(way === "code" ? "password" : "code")}>
          {way === "code" ? t`Use e-mail and password` : t`Use a code`}
        </Button>
      </form>
    </main>
  );
}
