/** How old a rider's position is, in the three classes that the map and the lists show. */
export type Age = "fresh" | "old" | "silent";

const FRESH_S = 30;
const OLD_S = 300;
/** Phones send every few real seconds, however fast a demo's clock runs: less than this says nothing. */
const FRESH_REAL_S = 15;
const OLD_REAL_S = 30;

/**
 * fresh < 30 s, old < 5 min, then silent; a missing time is silent. Where `factor` seconds of the clock pass in a real
 * one, each limit is at least some real seconds long.
 */
export function ageOf(seenAt: string | null | undefined, nowMs: number, factor = 1): Age {
  if (!seenAt) return "silent";
  const seconds = (nowMs - Date.parse(seenAt)) / 1000;
  if (seconds < Math.max(FRESH_S, FRESH_REAL_S * factor)) return "fresh";
  return seconds < Math.max(OLD_S, OLD_REAL_S * factor) ? "old" : "silent";
}
