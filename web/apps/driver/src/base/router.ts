/** The screen on show, as the address says it: the phone's back button works, a reload comes back here. */
import { useSyncExternalStore } from "react";

export type Screen =
  | { name: "today" | "load" | "outbox" | "menu" | "finish" }
  | { name: "stop" | "proof" | "fail"; id: string };

const PLAIN = new Set(["load", "outbox", "menu", "finish"]);
const WITH_ID = new Set(["stop", "proof", "fail"]);

/** Read an address like #/stop/ID; anything else is the day. */
export function screenOf(hash: string): Screen {
  const [, name = "", id = ""] = hash.replace(/^#/, "").split("/");
  if (PLAIN.has(name)) return { name } as Screen;
  if (WITH_ID.has(name) && id) return { name, id } as Screen;
  return { name: "today" };
}

const hashOf = (screen: Screen): string =>
  screen.name === "today" ? "#/" : "id" in screen ? `#/${screen.name}/${screen.id}` : `#/${screen.name}`;

/** Go to a screen; `replace` when the one before is over and must not come back. */
export function go(screen: Screen, { replace = false } = {}): void {
  const hash = hashOf(screen);
  if (location.hash === hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", hash);
  window.dispatchEvent(new Event("hashchange"));
  window.scrollTo(0, 0);
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  window.addEventListener("popstate", listener);
  return () => {
    window.removeEventListener("hashchange", listener);
    window.removeEventListener("popstate", listener);
  };
};

export const useScreen = (): Screen => screenOf(useSyncExternalStore(subscribe, () => location.hash));
