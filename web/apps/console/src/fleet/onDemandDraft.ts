/** How a hub serves orders on demand, as a person enters it in minutes, and what is sent. */
import type { OnDemandRules, OnDemandRulesChange } from "@pannier/api";

export type Serves = "rounds" | "on_demand" | "both";

export interface OnDemandDraft {
  active: boolean;
  leaveMin: string;
  deliverMin: string;
  holdMin: string;
  answerMin: string;
  escalateMin: string;
  serveLate: boolean;
  serves: Serves;
}

const FIELDS = {
  leaveMin: "leave_within_s",
  deliverMin: "deliver_within_s",
  holdMin: "hold_s",
  answerMin: "answer_s",
  escalateMin: "escalate_s",
} as const;
export type MinutesField = keyof typeof FIELDS;
export const MINUTES = Object.keys(FIELDS) as readonly MinutesField[];
/** Fields that may be 0. */
const MAY_BE_NONE: readonly MinutesField[] = ["holdMin", "escalateMin"];

const minutesIn = (text: string): number =>
  text.trim() ? Number(text.trim().replace(",", ".")) : Number.NaN;

export function onDemandDraftOf(rules: OnDemandRules): OnDemandDraft {
  const minutes = MINUTES.map((name) => [name, String(rules[FIELDS[name]] / 60)]);
  return {
    ...(Object.fromEntries(minutes) as Record<MinutesField, string>),
    active: rules.active,
    serveLate: rules.serve_late,
    serves: rules.serves,
  };
}

/** The fields that hold no number of minutes. */
export function onDemandFaultsOf(draft: OnDemandDraft): ReadonlySet<MinutesField> {
  return new Set(
    MINUTES.filter((name) => {
      const minutes = minutesIn(draft[name]);
      return !(minutes > 0 || (minutes === 0 && MAY_BE_NONE.includes(name)));
    }),
  );
}

/** The rules to send, of a draft without faults. */
export function onDemandChangeOf(draft: OnDemandDraft): OnDemandRulesChange {
  const seconds = MINUTES.map((name) => [FIELDS[name], Math.round(minutesIn(draft[name]) * 60)]);
  return {
    ...Object.fromEntries(seconds),
    active: draft.active,
    serve_late: draft.serveLate,
    serves: draft.serves,
  };
}
