import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";

// A week that begins on a Monday.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Short names of the days from Monday on, in the reader's language. */
export function useWeekdays(): readonly string[] {
  const { i18n } = useLingui();
  return useMemo(() => {
    const name = new Intl.DateTimeFormat(i18n.locale, { weekday: "short", timeZone: "UTC" });
    return Array.from({ length: 7 }, (_, day) => name.format(MONDAY + day * DAY_MS));
  }, [i18n.locale]);
}
