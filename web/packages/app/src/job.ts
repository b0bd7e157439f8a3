import { ApiProblem, type Job, system } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";

const EVERY_MS = 700;
/** While somebody waits for the answer to go on. */
const OFTEN_MS = 250;

export const isOver = (job: Job | undefined): boolean => job?.state === "finished" || job?.state === "error";

/** What went wrong with a failed job, in the server's words. */
export function jobProblem(job: Job): string {
  const detail = job.error?.detail;
  return typeof detail === "string" ? detail : job.message;
}

/** Follow a piece of long work to its end and return it; what went wrong is thrown in the server's words. */
export async function followed(id: string, onNews: (job: Job) => void): Promise<Job> {
  for (;;) {
    const job = await system.job(id);
    onNews(job);
    if (job.state === "error")
      throw new ApiProblem(
        Number(job.error?.status ?? 409),
        String(job.error?.code ?? ""),
        "",
        jobProblem(job),
      );
    if (isOver(job)) return job;
    await new Promise((resume) => setTimeout(resume, OFTEN_MS));
  }
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
