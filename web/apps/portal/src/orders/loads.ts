/** Loads beyond weight and volume, as typed: a name that vehicles have, and how much of it. */
import type { NewOrder } from "@pannier/api";

export interface LoadDraft {
  /** Tells rows apart while they are typed and removed. */
  id: number;
  name: string;
  amount: string;
}

/** As many as the API takes. */
export const MOST_LOADS = 5;

export type LoadFault = "no_name" | "twice" | "not_whole";
export type LoadFaults = Readonly<Record<number, { name?: LoadFault; amount?: LoadFault }>>;

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** The loads with one more row. */
export const addLoad = (loads: readonly LoadDraft[]): LoadDraft[] => [
  ...loads,
  { id: Math.max(0, ...loads.map((load) => load.id)) + 1, name: "", amount: "" },
];

const said = (loads: readonly LoadDraft[]): LoadDraft[] =>
  loads
    .map((load) => ({ ...load, name: load.name.trim(), amount: load.amount.trim() }))
    .filter((load) => load.name || load.amount);

/** Faults that need no server, by row; empty rows say nothing. */
export function loadFaultsOf(loads: readonly LoadDraft[]): LoadFaults {
  const faults: Record<number, { name?: LoadFault; amount?: LoadFault }> = {};
  const seen = new Set<string>();
  for (const { id, name, amount } of said(loads)) {
    if (!NAME.test(name)) faults[id] = { name: "no_name" };
    else if (seen.has(name)) faults[id] = { name: "twice" };
    if (!/^\d{1,10}$/.test(amount) || Number(amount) === 0)
      faults[id] = { ...faults[id], amount: "not_whole" };
    seen.add(name);
  }
  return faults;
}

/** The loads to send; nothing where none is said. */
export function loadsOf(loads: readonly LoadDraft[]): NewOrder["other_loads"] {
  const rows = said(loads);
  return rows.length ? Object.fromEntries(rows.map((load) => [load.name, Number(load.amount)])) : undefined;
}
