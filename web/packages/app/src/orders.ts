import { type Order, orders, partners } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "./session.tsx";

const PLACED_LATER = new Set(["draft", "quoted", "confirmed", "held"]);

/** True while nobody could place the order's address, or that of its collection, with confidence. */
export const needsPlace = (order: Pick<Order, "review_code" | "collect_review_code" | "status">): boolean =>
  (order.review_code ?? order.collect_review_code) !== null && PLACED_LATER.has(order.status);

/** {"cold_l": 12} as people write it. */
export const writtenAmounts = (amounts: Readonly<Record<string, number>>): string =>
  Object.entries(amounts)
    .map(([name, amount]) => `${name} ${amount}`)
    .join(", ");

/** Names of merchants by id; empty for those who may not list them. */
export function useMerchantNames(): (id: string | null) => string {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ["merchants"],
    queryFn: partners.merchants,
    enabled: may("partners:read"),
    staleTime: 300_000,
  });
  return (id) => data?.find((merchant) => merchant.organisation_id === id)?.name ?? "";
}

/** Names of partners by id; empty for those who may not list them. */
export function usePartnerNames(): (id: string | null) => string {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ["partners"],
    queryFn: partners.partners,
    enabled: may("partners:read"),
    staleTime: 300_000,
  });
  return (id) => data?.find((partner) => partner.partner_org_id === id)?.name ?? "";
}

/** The names of other loads that the carrier's vehicles know; null while they are not told yet. */
export function useLoadNames(): readonly string[] | null {
  const { data } = useQuery({ queryKey: ["load-names"], queryFn: orders.loadNames, staleTime: 300_000 });
  return data ?? null;
}
