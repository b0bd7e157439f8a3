import { useFormat } from "@pannier/ui";

/** Money as text with the parts of a cent that a rate of a kilometre or a kilowatt hour may have. */
export function useRateText(): (cents: number) => string {
  const { settings } = useFormat();
  const { format } = new Intl.NumberFormat(settings.locale, {
    style: "currency",
    currency: settings.currency,
    maximumFractionDigits: 5,
  });
  return (cents) => format(cents / 100);
}
