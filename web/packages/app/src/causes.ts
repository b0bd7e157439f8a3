/** Who or what caused an event, and why: codes of the event log in words. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const WHY: Readonly<Record<string, MessageDescriptor>> = {
  cheapest: msg`costs least`,
  only_carrier: msg`nobody else can carry it`,
  share_used_up: msg`a cheaper partner has its full share of the day`,
  left_out: msg`the own fleet’s plan could not hold it`,
  no_other_carrier: msg`no carrier fits yet`,
};

const ACTORS: Readonly<Record<string, MessageDescriptor>> = {
  person: msg`by a person`,
  key: msg`through the API`,
};

/** Why a carrier was chosen; null where nothing is known about the code. */
export const whyWord = (code: string): MessageDescriptor | null => WHY[code] ?? null;

/** People and programs are named; what Pannier did by itself needs no name. */
export const actorWord = (actor: string | null): MessageDescriptor | null =>
  ACTORS[actor?.split(":")[0] ?? ""] ?? null;
