import type { RiderToday } from "@pannier/api";
import { createFormat, type Format } from "@pannier/core";
import { localeFor } from "@pannier/ui/words";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { AppState, RiderApp } from "./app.ts";

const AppContext = createContext<RiderApp | null>(null);

export const AppProvider = ({ app, children }: { app: RiderApp; children: ReactNode }) => (
  <AppContext value={app}>{children}</AppContext>
);

export function useApp(): RiderApp {
  const app = useContext(AppContext);
  if (!app) throw new Error("Wrap the page in <AppProvider>.");
  return app;
}

export function useAppState(): AppState {
  const app = useApp();
  return useSyncExternalStore(app.subscribe, () => app.state);
}

/** The day; only on screens that are shown when there is one. */
export function useDay(): RiderToday {
  const { day } = useAppState();
  if (!day) throw new Error("This screen needs the rider's day.");
  return day;
}

/** Times in the hub's zone, quantities in the phone's language. */
export function useFormat(): Format {
  const zone = useAppState().day?.hub.timezone ?? "UTC";
  return useMemo(
    () => createFormat({ locale: localeFor("en", navigator.languages), timeZone: zone, currency: "EUR" }),
    [zone],
  );
}

/** Server time in milliseconds, renewed while it is shown. */
export function useNow(everyMs = 1000): number {
  const { clock } = useApp();
  const [now, setNow] = useState(() => clock.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.nowMs()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}
