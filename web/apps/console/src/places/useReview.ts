import { orders } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";
import { usePages } from "../pages.ts";

export const REVIEW_KEY = ["orders", "review"];

/** Orders whose address nobody could place with confidence, of all days. */
export function useReview() {
  const pages = usePages();
  return useQuery({
    queryKey: REVIEW_KEY,
    queryFn: () => orders.list({ in_review: true, limit: 200 }),
    refetchInterval: 30_000,
    enabled: pages.has("review"),
  });
}

export const useReviewCount = (): number => useReview().data?.items.length ?? 0;
