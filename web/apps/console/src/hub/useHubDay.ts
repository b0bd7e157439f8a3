import { hub as hubCalls, planning } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";
import { useDay } from "../day.tsx";

export const PARCELS = "hub-parcels";
const EVERY_MS = 15_000;

/** What is in the hub on the chosen day, what has not come yet or came back, and the routes that parcels are sorted to. */
export function useHubDay() {
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  const enabled = Boolean(hub);
  return {
    counts: useQuery({
      queryKey: [PARCELS, "counts", day],
      queryFn: () => hubCalls.counts(day),
      enabled,
      refetchInterval: EVERY_MS,
    }),
    expected: useQuery({
      queryKey: [PARCELS, "expected", day],
      queryFn: () => hubCalls.parcels(day, "expected"),
      enabled,
      refetchInterval: EVERY_MS,
    }),
    back: useQuery({
      queryKey: [PARCELS, "back", day],
      queryFn: () => hubCalls.parcels(day, "back"),
      enabled,
      refetchInterval: EVERY_MS,
    }),
    routes: useQuery({ queryKey: ["routes", day], queryFn: () => planning.routes(day), enabled }),
  };
}
