import { useLingui } from "@lingui/react/macro";
import type { Serves } from "./onDemandDraft.ts";

/** What shifts serve, in words. */
export function useServesWords(): Readonly<Record<Serves, string>> {
  const { t } = useLingui();
  return { rounds: t`Planned rounds`, on_demand: t`Only on demand`, both: t`Rounds and on demand` };
}
