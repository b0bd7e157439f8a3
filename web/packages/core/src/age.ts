/** How old a rider's position is, in the three classes that the map and the lists show. */
export type Age = "fresh" | "old" | "silent";

const FRESH_S = 30;
const OLD_S = 300;

/** fresh < 30 s, old < 5 min, then silent; a missing time is silent. */
export function ageOf(seenAt: string | null | undefined, nowMs: number): Age {
  if (!seenAt) return "silent";
  const seconds = (nowMs - Date.parse(seenAt)) / 1000;
  if (seconds < FRESH_S) return "fresh";
  return seconds < OLD_S ? "old" : "silent";
}
