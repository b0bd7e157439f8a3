import { type PlanSearch, planning } from "@pannier/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDay } from "../day.tsx";
import { hasEnded, running } from "./searches.ts";

const EVERY_MS = 700;
/** While nothing is searched: somebody else may ask for a plan. */
const SELDOM_MS = 5_000;
const NONE: readonly PlanSearch[] = [];

/** The searches for a plan of the day as the server knows them; when one ends, `onMade` and all that shows plans. */
export function useSearches(onMade: () => void): readonly PlanSearch[] {
  const client = useQueryClient();
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  const { data } = useQuery({
    queryKey: ["searches", day],
    queryFn: () => planning.searches(day),
    enabled: Boolean(hub),
    refetchInterval: (query) => (running(query.state.data ?? NONE).length > 0 ? EVERY_MS : SELDOM_MS),
    staleTime: 0,
  });
  const key = `${day.hub_id} ${date}`;
  const seen = useRef<{ key: string; searches: readonly PlanSearch[] } | null>(null);
  useEffect(() => {
    if (!data) return;
    const before = seen.current;
    seen.current = { key, searches: data };
    // What is over when the day is opened has its plan in what the page just asked for.
    if (before?.key !== key || !hasEnded(before.searches, data)) return;
    onMade();
    for (const one of ["plans", "plan", "choices", "routes", "orders"])
      void client.invalidateQueries({ queryKey: [one] });
  }, [data, key, client, onMade]);
  return data ?? NONE;
}
