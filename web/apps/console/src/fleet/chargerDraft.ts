/** What is typed of a charger, a line for each span or price, read strictly: a line that is half right is none. */
import type { Charger } from "@pannier/api";

export interface ChargerDraft {
  plugs: string;
  hours: string;
  reservations: string;
  prices: string;
}

export type ChargerFault =
  | "no_count"
  | "no_hours"
  | "no_reservation"
  | "no_price"
  | "same_price"
  | "uncounted";
export type ChargerFaults = Partial<Record<keyof ChargerDraft, ChargerFault>>;

const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const UNTIL = `${CLOCK}|24:00`;
const SPAN = new RegExp(String.raw`^(${CLOCK})\s*[-–]\s*(${UNTIL})$`);
const RESERVED = new RegExp(String.raw`^(\d{4}-\d\d-\d\d)\s+(${CLOCK})\s*[-–]\s*(${UNTIL})$`);
const PRICE = new RegExp(String.raw`^(${CLOCK})\s+(\d{1,4}(?:[.,]\d{1,3})?)$`);

export const chargerDraftOf = (charger?: Charger): ChargerDraft => ({
  plugs: charger?.plugs == null ? "" : String(charger.plugs),
  hours: (charger?.hours ?? []).map((one) => `${one.from}-${one.until}`).join("\n"),
  reservations: (charger?.reservations ?? []).map((one) => `${one.date} ${one.from}-${one.until}`).join("\n"),
  prices: (charger?.tariff ?? []).map((one) => `${one.from} ${one.cents_per_kwh}`).join("\n"),
});

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Every line read, or null where one is not as it should be. */
function readAll<T>(text: string, pattern: RegExp, made: (parts: string[]) => T | null): T[] | null {
  const found = linesOf(text).map((line) => {
    const parts = pattern.exec(line);
    return parts ? made(parts.slice(1)) : null;
  });
  return found.every((one) => one !== null) ? (found as T[]) : null;
}

const spanOf = (from = "", until = "") => (from === until ? null : { from, until });

const isDate = (text = ""): boolean => new Date(`${text}T00:00Z`).toJSON()?.slice(0, 10) === text;

const hoursIn = (text: string) => readAll(text, SPAN, ([from, until]) => spanOf(from, until));
const reservationsIn = (text: string) =>
  readAll(text, RESERVED, ([date = "", from, until]) => {
    const span = spanOf(from, until);
    return span && isDate(date) ? { date, ...span } : null;
  });
const pricesIn = (text: string) =>
  readAll(text, PRICE, ([from = "", cents = ""]) => {
    const cents_per_kwh = Number(cents.replace(",", "."));
    return cents_per_kwh <= 10_000 ? { from, cents_per_kwh } : null;
  });

/** What cannot be meant, by field. */
export function chargerFaultsOf(draft: ChargerDraft): ChargerFaults {
  const faults: ChargerFaults = {};
  if (!/^\d{0,3}$/.test(draft.plugs.trim())) faults.plugs = "no_count";
  if (!hoursIn(draft.hours)) faults.hours = "no_hours";
  if (!reservationsIn(draft.reservations)) faults.reservations = "no_reservation";
  else if (linesOf(draft.reservations).length > 0 && !draft.plugs.trim()) faults.plugs ??= "uncounted";
  const prices = pricesIn(draft.prices);
  if (!prices) faults.prices = "no_price";
  else if (new Set(prices.map((one) => one.from)).size < prices.length) faults.prices = "same_price";
  return faults;
}

/** The charger to send. */
export const chargerIn = (draft: ChargerDraft): Charger => ({
  plugs: draft.plugs.trim() ? Number(draft.plugs) : null,
  hours: hoursIn(draft.hours) ?? [],
  reservations: reservationsIn(draft.reservations) ?? [],
  tariff: pricesIn(draft.prices) ?? [],
});

/** 24 lines of hour and grams as shown and typed. */
export const gridLinesOf = (grams: readonly number[]): string =>
  grams.map((one, hour) => `${hour},${one}`).join("\n");
