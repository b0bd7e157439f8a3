import { type Job, system } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";

const EVERY_MS = 700;

export const isOver = (job: Job | undefined): boolean => job?.state === "finished" || job?.state === "error";

/** What went wrong with a failed job, in the server's words. */
export function jobProblem(job: Job): string {
  const detail = job.error?.detail;
  return typeof detail === "string" ? detail : job.message;
}

/** Watch a piece of long work until it is over; `id` is what the POST answered. */
export function useJob(id: string | undefined): Job | undefined {
  return useQuery({
    queryKey: ["job", id],
    queryFn: () => system.job(id ?? ""),
    enabled: Boolean(id),
    refetchInterval: (current) => (isOver(current.state.data) ? false : EVERY_MS),
    staleTime: 0,
  }).data;
}
