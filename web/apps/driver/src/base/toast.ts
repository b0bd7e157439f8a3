/** One short message at a time, with at most one way back. */
import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

const SHOWN_MS = 8_000;
let current: Toast | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;
const listeners = new Set<() => void>();

function show(next: Toast | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export function toast(text: string, undo?: () => void): void {
  clearTimeout(timer);
  count += 1;
  show({ id: count, text, undo });
  timer = setTimeout(() => show(null), SHOWN_MS);
}

export const closeToast = (): void => show(null);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useToast = (): Toast | null => useSyncExternalStore(subscribe, () => current);
