import "./toast.css";
import { useSyncExternalStore } from "react";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";

export interface Toast {
  id: number;
  text: string;
  tone: "ok" | "danger";
  /** Undo slot: shown for as long as the toast is. */
  undo?: { label: string; run: () => void };
}

const SHOWN_MS = 10_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const drop = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Tell something in passing; it goes by itself after ten seconds. */
export function toast(text: string, more: Partial<Pick<Toast, "tone" | "undo">> = {}): void {
  const id = nextId++;
  set([...toasts.slice(-2), { id, text, tone: "ok", ...more }]);
  setTimeout(() => drop(id), SHOWN_MS);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function ToastRegion({ label, closeLabel }: { label: string; closeLabel: string }) {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section className="pn-toasts" aria-label={label} aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={`pn-toast pn-toast--${one.tone}`}>
          <Icon name={one.tone === "ok" ? "check" : "alert"} />
          <span className="pn-toast__text">{one.text}</span>
          {one.undo && (
            <Button
              small
              look="quiet"
              onPress={() => {
                one.undo?.run();
                drop(one.id);
              }}
            >
              {one.undo.label}
            </Button>
          )}
          <IconButton label={closeLabel} icon="close" size={16} onPress={() => drop(one.id)} />
        </div>
      ))}
    </section>
  );
}
