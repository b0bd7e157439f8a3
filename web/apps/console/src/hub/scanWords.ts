/** What a scan came to, as a person with a scanner in the hand must read it from two metres away. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { NewScan } from "@pannier/api";
import type { Tone } from "@pannier/core";

export type HubAction = Extract<NewScan["action"], "receive" | "sort" | "back" | "return" | "lost">;

export const ACTIONS: Readonly<Record<HubAction, MessageDescriptor>> = {
  receive: msg`Receive`,
  sort: msg`Sort`,
  back: msg`Back at the hub`,
  return: msg`Return to merchant`,
  lost: msg`Lost`,
};

export interface Verdict {
  tone: Extract<Tone, "ok" | "info" | "warn" | "danger">;
  label: MessageDescriptor;
  /** What to do now, where the server does not say it. */
  next?: MessageDescriptor;
}

const DONE: Readonly<Record<HubAction, Verdict>> = {
  receive: { tone: "ok", label: msg`Received` },
  sort: { tone: "ok", label: msg`Sorted` },
  back: { tone: "ok", label: msg`Back at the hub` },
  return: { tone: "ok", label: msg`Returned to the merchant` },
  lost: { tone: "warn", label: msg`Noted as lost`, next: msg`Found again? Scan it with “Receive”.` },
};

const AGAIN: Readonly<Record<HubAction, Verdict>> = {
  receive: { tone: "info", label: msg`Already received`, next: msg`Nothing to do.` },
  sort: { tone: "info", label: msg`Already sorted`, next: msg`Nothing to do.` },
  back: { tone: "info", label: msg`Already back`, next: msg`Nothing to do.` },
  return: { tone: "info", label: msg`Already returned`, next: msg`Nothing to do.` },
  lost: { tone: "info", label: msg`Already lost`, next: msg`Nothing to do.` },
};

const LATE: Verdict = {
  tone: "info",
  label: msg`Something newer is known`,
  next: msg`The scan is kept; nothing to do.`,
};

const REFUSED: Readonly<Record<string, MessageDescriptor>> = {
  parcel_unknown: msg`Unknown barcode`,
  wrong_hub: msg`Belongs to another hub`,
  wrong_route: msg`Belongs to another route`,
  no_route: msg`On no route yet`,
  custody_step: msg`This cannot be`,
};

/** Return the verdict on one result; of a refusal the server itself says what to do. */
export function verdictOf(action: HubAction, result: { state: string; code: string | null }): Verdict {
  if (result.state === "applied") return DONE[action];
  if (result.state === "repeated") return AGAIN[action];
  if (result.state === "late") return LATE;
  return { tone: "danger", label: REFUSED[result.code ?? ""] ?? msg`Refused` };
}
