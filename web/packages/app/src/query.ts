import { ApiProblem } from "@pannier/api";
import { QueryCache, QueryClient } from "@tanstack/react-query";

const RETRIES = 2;

/** A refusal is final; a dead line or an overloaded server is tried again. */
export const shouldRetry = (tries: number, error: unknown): boolean =>
  tries < RETRIES && !(error instanceof ApiProblem && error.status < 500 && error.status !== 429);

/** The client of one page; a lost session asks for sign-in wherever it is noticed. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof ApiProblem && error.signedOut && query.queryKey[0] !== "me") {
          client.setQueryData(["me"], null);
        }
      },
    }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  return client;
}
