import { orders } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";

export const REVIEW_KEY = ["orders", "review"];

/** Orders whose address nobody could place with confidence, of all days. */
export const useReview = () =>
  useQuery({
    queryKey: REVIEW_KEY,
    queryFn: () => orders.list({ in_review: true, limit: 200 }),
    refetchInterval: 30_000,
  });

export const useReviewCount = (): number => useReview().data?.items.length ?? 0;
