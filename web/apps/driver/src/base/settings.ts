/** How this rider likes the app; kept on the phone. */
import { useSyncExternalStore } from "react";

export interface Settings {
  look: "auto" | "light" | "dark" | "sun";
  hand: "right" | "left";
  sound: boolean;
}

const KEY = "pannier-driver-settings";
const USUAL: Settings = { look: "auto", hand: "right", sound: true };
const listeners = new Set<() => void>();

function read(): Settings {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    // Blocked storage or a spoilt value: the usual settings are fine.
    return USUAL;
  }
}

let current = read();

/** Put the settings on the page; sunlight is the day theme, bold and a fifth larger. */
export function applySettings(): void {
  const root = document.documentElement;
  const theme = current.look === "sun" ? "light" : current.look;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.dataset.sun = String(current.look === "sun");
  root.dataset.hand = current.hand;
}

export function change(part: Partial<Settings>): void {
  current = { ...current, ...part };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // The choice holds for this visit only.
  }
  applySettings();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSettings = (): Settings => useSyncExternalStore(subscribe, () => current);
export const settings = (): Settings => current;
