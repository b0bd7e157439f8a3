/** Screens in files of their own, over networks that come and go. */
import { type ComponentType, lazy } from "react";

const PAUSE_MS = 2000;

type Pause = (failures: number) => Promise<void>;

/** Resolves when it is worth asking again: at once when the network comes back, else in a moment. */
export function untilNetwork(): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const done = () => {
      listening.abort();
      resolve();
    };
    addEventListener("online", done, { signal: listening.signal });
    if (navigator.onLine) setTimeout(done, PAUSE_MS);
  });
}

/** Load until it succeeds; `pause` says when to try again, and is told how often it failed. */
export async function patiently<T>(load: () => Promise<T>, pause: Pause = untilNetwork): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await load();
    } catch {
      await pause(failures);
    }
  }
}

/**
 * A screen whose file is fetched when it is first shown, and waited for where the network is gone.
 *
 * A failure that reached React would take the whole app off the page, and React would not ask again.
 */
export const later = <P extends object>(load: () => Promise<ComponentType<P>>, pause?: Pause) =>
  lazy(async () => ({ default: await patiently(load, pause) }));
