import type { PlanSearch } from "@pannier/api";
import { isOver } from "@pannier/app";

/** Searches that still go on, the newest first. */
export const running = (searches: readonly PlanSearch[]) => searches.filter(({ job }) => !isOver(job));

/** The last search that is over, where none goes on: what came of it is what is to be told. */
export function lastOver(searches: readonly PlanSearch[]): PlanSearch | undefined {
  return running(searches).length > 0 ? undefined : searches[0];
}

/** Whether a search ended since the list was last looked at, also one that began and ended in between. */
export function hasEnded(before: readonly PlanSearch[], now: readonly PlanSearch[]): boolean {
  const going = new Set(running(now).map(({ job }) => job.id));
  const known = new Set(before.filter(({ job }) => isOver(job)).map(({ job }) => job.id));
  return (
    running(before).some(({ job }) => !going.has(job.id)) ||
    now.some(({ job }) => isOver(job) && !known.has(job.id))
  );
}
