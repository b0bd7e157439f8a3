import { useLingui } from "@lingui/react/macro";
import type { Zone } from "@pannier/api";
import { useCallback } from "react";
import { useFleet } from "./useFleet.ts";
import { useWeekdays } from "./weekdays.ts";
import { spansOf } from "./zoneDraft.ts";

/** Say each rule of a zone in a line: who, on which days, from when until when. */
export function useRuleWords(): (zone: Zone) => string[] {
  const { t } = useLingui();
  const kinds = useFleet().kinds.data;
  const weekdays = useWeekdays();
  return useCallback(
    (zone: Zone) => {
      if (zone.rules.length === 0)
        return zone.kind === "low_emission"
          ? [t`Vehicles that burn fuel: never`]
          : [t`Nobody is kept out yet: change the zone and give it a rule.`];
      return zone.rules.map((rule) => {
        const named = (rule.kinds ?? []).map(
          (code) => kinds?.find((kind) => kind.code === code)?.label ?? code,
        );
        const all = rule.fuel_only ? t`Vehicles that burn fuel` : t`All vehicles`;
        const names = named.join(", ");
        const who = names && rule.fuel_only ? t`${names}, if they burn fuel` : names || all;
        const days = (rule.weekdays ?? []).map((day) => weekdays[day - 1]).join(", ");
        const hours = spansOf(rule.hours ?? []) || t`never`;
        return days ? `${who}: ${days} ${hours}` : `${who}: ${hours}`;
      });
    },
    [t, kinds, weekdays],
  );
}
