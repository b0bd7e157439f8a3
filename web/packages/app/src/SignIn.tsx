import "./sign-in.css";
import { useLingui } from "@lingui/react/macro";
import { accounts, type Session } from "@pannier/api";
import { Banner, Button, Mark, TextField } from "@pannier/ui";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useProblemText } from "./problem.tsx";

export function SignIn({ appName, onDone }: { appName: string; onDone: (session: Session) => void }) {
  const { t } = useLingui();
  const textOf = useProblemText();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({ mutationFn: () => accounts.signIn(email, password), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="pn-sign-in">
      <form className="pn-sign-in__card" onSubmit={submit}>
        <span className="pn-sign-in__brand">
          <Mark size={36} />
          Pannier
        </span>
        <h1>{t`Sign in to ${appName}`}</h1>
        {signIn.isError && <Banner tone="danger">{textOf(signIn.error)}</Banner>}
        <TextField
          label={t`E-mail`}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          isRequired
          autoFocus
        />
        <TextField
          label={t`Password`}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        <Button type="submit" look="primary" isPending={signIn.isPending}>
          {t`Sign in`}
        </Button>
        <p className="pn-sign-in__help">{t`No account or password lost? Ask the administrator of your organisation.`}</p>
      </form>
    </main>
  );
}
