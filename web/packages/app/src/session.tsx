import { useLingui } from "@lingui/react/macro";
import { ApiProblem, accounts, type Me, system } from "@pannier/api";
import { ServerClock } from "@pannier/core";
import { Skeleton, Units } from "@pannier/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { ProblemState } from "./problem.tsx";
import { SignIn } from "./SignIn.tsx";
import { wantedPage } from "./wanted.ts";

const MeContext = createContext<Me | null>(null);

/** The signed-in person; only inside of SessionGate. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("Wrap the page in <SessionGate>.");
  return me;
}

export const useMay = (): ((permission: string) => boolean) => {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
};

export function useSignOut(): () => void {
  const client = useQueryClient();
  return () => {
    void accounts.signOut().finally(() => {
      client.clear();
      client.setQueryData(["me"], null);
    });
  };
}

/** Who is signed in; null is an answer, not an error. */
async function whoAmI(): Promise<Me | null> {
  try {
    return await accounts.me();
  } catch (error) {
    if (error instanceof ApiProblem && error.signedOut) return null;
    throw error;
  }
}

const CLOCK_EVERY_MS = 30_000;

async function readClock(clock: ServerClock): Promise<number> {
  const started = performance.now();
  clock.sync(await system.clock(), performance.now() - started);
  return clock.factor;
}

export interface SessionGateProps {
  appName: string;
  /** Kinds of organisation that this app is for; others are told where to go. */
  children: ReactNode;
}

/** Ask for sign-in where there is none; else give the person, the clock and the units to the app. */
export function SessionGate({ appName, children }: SessionGateProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [clock] = useState(() => new ServerClock());
  const me = useQuery({ queryKey: ["me"], queryFn: whoAmI, staleTime: Number.POSITIVE_INFINITY });
  const synced = useQuery({
    queryKey: ["clock"],
    queryFn: () => readClock(clock),
    refetchInterval: CLOCK_EVERY_MS,
  });
  if (me.isPending || synced.isPending) return <Skeleton label={t`Loading`} lines={4} />;
  if (me.isLoadingError) return <ProblemState error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data)
    return <SignIn appName={appName} onDone={(session) => client.setQueryData(["me"], session.me)} />;
  const wanted = wantedPage(window.location.href);
  if (wanted) {
    window.location.replace(wanted);
    return <Skeleton label={t`Loading`} lines={4} />;
  }
  const { timezone, currency } = me.data.operator ?? me.data.organisation;
  return (
    <MeContext value={me.data}>
      <Units timeZone={timezone} currency={currency} clock={clock}>
        {children}
      </Units>
    </MeContext>
  );
}
