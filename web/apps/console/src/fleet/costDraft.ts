/** What a kind of vehicle costs, as it is typed in whole units of the currency, and what is sent. */
import type { KindCosts, NewKindCosts } from "@pannier/api";

export type Rate = "fixed_cents" | "per_hour_cents" | "per_km_cents" | "per_kwh_cents";
export type CostDraft = Record<Rate, string>;

/** The most that each may be, in minor units, and whether parts of one are allowed. */
const LIMITS: Readonly<Record<Rate, { most: number; parts: boolean }>> = {
  fixed_cents: { most: 1_000_000, parts: false },
  per_hour_cents: { most: 100_000, parts: false },
  per_km_cents: { most: 10_000, parts: true },
  per_kwh_cents: { most: 10_000, parts: true },
};
export const RATES = Object.keys(LIMITS) as Rate[];
export const AS_SHIPPED: CostDraft = {
  fixed_cents: "",
  per_hour_cents: "",
  per_km_cents: "",
  per_kwh_cents: "",
};

/** The rates that a kind has: one without a battery draws no power. */
export const ratesOf = (costs: KindCosts): Rate[] =>
  RATES.filter((rate) => rate !== "per_kwh_cents" || costs.has_battery);

/** Minor units as a person types them: at least two places, more where there are parts of a cent. */
export function typedOf(cents: number): string {
  const text = String(Number((cents / 100).toFixed(5)));
  const places = text.split(".")[1]?.length ?? 0;
  return places < 2 ? (cents / 100).toFixed(2) : text;
}

/** What stands in the form at first: own figures; what is as shipped stays empty. */
export function costDraftOf({ own }: KindCosts): CostDraft {
  const shown = RATES.map((rate) => {
    const cents = own[rate];
    return [rate, cents === null ? "" : typedOf(cents)];
  });
  return Object.fromEntries(shown) as CostDraft;
}

/** Minor units of what is typed; null for nothing, undefined for what cannot be meant. */
export function centsIn(text: string, rate: Rate): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const { most, parts } = LIMITS[rate];
  const form = parts ? /^\d{1,6}(?:[.,]\d{1,5})?$/ : /^\d{1,6}(?:[.,]\d{1,2})?$/;
  if (!form.test(trimmed)) return undefined;
  const cents = Number((Number(trimmed.replace(",", ".")) * 100).toFixed(3));
  return cents <= most ? cents : undefined;
}

/** The most that a rate may be, in hundredths of the currency. */
export const mostOf = (rate: Rate): number => LIMITS[rate].most;

/** The rates that cannot be read. */
export const costFaultsOf = (draft: CostDraft): ReadonlySet<Rate> =>
  new Set(RATES.filter((rate) => centsIn(draft[rate], rate) === undefined));

/** What a draft without a fault stands for. */
export function costsIn(draft: CostDraft, currency: string, since?: string): NewKindCosts {
  const rates = RATES.map((rate) => [rate, centsIn(draft[rate], rate) ?? null]);
  return { ...Object.fromEntries(rates), currency, ...(since ? { since } : {}) } as NewKindCosts;
}
