import type { FleetRules } from "@pannier/api";
import { figureIn } from "./vehicleDraft.ts";

export type WalkRule = FleetRules["walks"][number];

/** What is typed for a kind: metres (0 or nothing: off), kilograms and parcels. */
export interface WalkDraft {
  kind: string;
  within: string;
  kg: string;
  parcels: string;
}

export type WalkFault = "within" | "kg" | "parcels";

const LEAST_M = 10;
const MOST_M = 500;
const MOST_KG = 100;
const MOST_PARCELS = 50;
const USUAL = { kg: "15", parcels: "6" };

/** One draft for each kind that can be parked, in their order. */
export function draftsOf({ walks, parked_kinds }: FleetRules): WalkDraft[] {
  const rules = new Map(walks.map((one) => [one.kind, one]));
  return parked_kinds.map((kind) => {
    const rule = rules.get(kind);
    if (!rule) return { kind, within: "0", ...USUAL };
    return {
      kind,
      within: String(rule.within_m),
      kg: String(rule.carry_g / 1000),
      parcels: String(rule.carry_parcels),
    };
  });
}

const isOff = (draft: WalkDraft) => figureIn(draft.within.trim() || "0", 1) === 0;

function isBetween(figure: number | null | undefined, least: number, most: number): boolean {
  return figure != null && figure >= least && figure <= most;
}

/** Which fields of a draft cannot be read; of one that is off only the metres count. */
export function walkFaultsOf(draft: WalkDraft): WalkFault[] {
  if (isOff(draft)) return [];
  const faults: WalkFault[] = [];
  if (!isBetween(figureIn(draft.within, 1), LEAST_M, MOST_M)) faults.push("within");
  if (!isBetween(figureIn(draft.kg, 1000), 1, MOST_KG * 1000)) faults.push("kg");
  if (!isBetween(figureIn(draft.parcels, 1), 1, MOST_PARCELS)) faults.push("parcels");
  return faults;
}

/** The rules that drafts without a fault stand for. */
export function walksIn(drafts: readonly WalkDraft[]): WalkRule[] {
  return drafts
    .filter((draft) => !isOff(draft))
    .map((draft) => ({
      kind: draft.kind,
      within_m: figureIn(draft.within, 1) ?? 0,
      carry_g: figureIn(draft.kg, 1000) ?? 0,
      carry_parcels: figureIn(draft.parcels, 1) ?? 0,
    }));
}
