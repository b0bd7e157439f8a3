import { useLingui } from "@lingui/react/macro";
import { ApiProblem } from "@pannier/api";
import { Skeleton } from "@pannier/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemState } from "./problem.tsx";

export interface PartProps<T> {
  query: UseQueryResult<T>;
  /** Said instead of the part while it does not exist yet or is not for this person. */
  none: string;
  children: (data: NonNullable<T>) => ReactNode;
}

/** A part of a page with its own loading and error state. */
export function Part<T>({ query, none, children }: PartProps<T>) {
  const { t } = useLingui();
  if (query.isPending) return <Skeleton label={t`Loading`} lines={2} />;
  const missing =
    query.error instanceof ApiProblem && (query.error.status === 404 || query.error.status === 403);
  if (query.isLoadingError && !missing)
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? children(query.data) : <p className="pn-quiet">{none}</p>;
}
