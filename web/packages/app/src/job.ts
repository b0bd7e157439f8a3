import { type Job, system } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";

const EVERY_MS = 700;

export const isOver = (job: Job | undefined): boolean => job?.state === "finished" || job?.state === "error";

/** Watch a piece of long work until it is over; `started` is what the POST answered. */
export function useJob(started: Job | undefined): Job | undefined {
  const query = useQuery({
    queryKey: ["job", started?.id],
    queryFn: () => system.job(started?.id ?? ""),
    enabled: Boolean(started),
    refetchInterval: (current) => (isOver(current.state.data) ? false : EVERY_MS),
    staleTime: 0,
  });
  return query.data ?? started;
}
