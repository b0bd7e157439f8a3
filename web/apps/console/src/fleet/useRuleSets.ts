import { fleet } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";

/** The sets of rules of working time, and how they are called. */
export function useRuleSets() {
  const all =
    useQuery({
      queryKey: ["work-time-rules"],
      queryFn: fleet.workTimeRules,
      staleTime: Number.POSITIVE_INFINITY,
    }).data ?? [];
  return { all, labelOf: (code: string) => all.find((one) => one.code === code)?.label };
}
