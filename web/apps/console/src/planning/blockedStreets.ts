/** Blocked streets as lists and maps tell them. */
import { useLingui } from "@lingui/react/macro";
import { type BlockedStreet, blockedStreets, fleet } from "@pannier/api";
import { useMay } from "@pannier/app";
import type { AreaShape } from "@pannier/map/scene";
import { useClock, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDay } from "../day.tsx";
import { ringsOf } from "../fleet/zoneDraft.ts";

/** The streets that are blocked now or later. */
export function useBlockedStreets() {
  const may = useMay();
  return useQuery({
    queryKey: ["blocked-streets"],
    queryFn: blockedStreets.list,
    enabled: may("plans:read"),
    refetchInterval: 60_000,
  });
}

/** Those that are blocked at some time of the chosen day. */
export function useBlockedOfDay(): readonly BlockedStreet[] {
  const format = useFormat();
  const { date } = useDay();
  const all = useBlockedStreets().data;
  return useMemo(
    () =>
      (all ?? []).filter(
        (one) => format.serviceDay(one.starts_at) <= date && date <= format.serviceDay(one.ends_at),
      ),
    [all, date, format],
  );
}

export function useVehicleKinds() {
  const may = useMay();
  const found = useQuery({
    queryKey: ["vehicle-kinds"],
    queryFn: fleet.kinds,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: may("fleet:read"),
  });
  return found.data ?? [];
}

/** Since when, until when and for whom a street is blocked, each in a line of its own. */
export function useBlockedWords(): (street: BlockedStreet) => string[] {
  const { t } = useLingui();
  const format = useFormat();
  const clock = useClock();
  const kinds = useVehicleKinds();
  return useMemo(() => {
    const labels = new Map(kinds.map((kind) => [kind.code, kind.label]));
    return (street) => {
      const [start, end] = [format.moment(street.starts_at), format.moment(street.ends_at)];
      const who = street.kinds.map((kind) => labels.get(kind) ?? kind).join(", ");
      const isLater = Date.parse(street.starts_at) > clock.nowMs();
      return [
        isLater ? t`from ${start} until ${end}` : t`until ${end}`,
        ...(who ? [t`only for ${who}`] : []),
      ];
    };
  }, [t, format, clock, kinds]);
}

/** What is blocked on the chosen day, as the map draws it. */
export function useBlockedAreas(): readonly AreaShape[] {
  const words = useBlockedWords();
  const streets = useBlockedOfDay();
  return useMemo(
    () =>
      streets.map((street) => ({
        id: street.id,
        title: [street.name, ...words(street)].join("\n"),
        rings: ringsOf(street.polygon as { type: string; coordinates: unknown }),
        isBlocked: true,
      })),
    [streets, words],
  );
}
