/** Who or what caused an event, and why: codes of the event log in words. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { OrderEvent } from "@pannier/api";

const WHY: Readonly<Record<string, MessageDescriptor>> = {
  cheapest: msg`costs least`,
  only_carrier: msg`nobody else can carry it`,
  share_used_up: msg`a cheaper partner has its full share of the day`,
  left_out: msg`the own fleet’s plan could not hold it`,
  no_other_carrier: msg`no carrier fits yet`,
};

/** Why a carrier was chosen; null where nothing is known about the code. */
export const whyWord = (code: string): MessageDescriptor | null => WHY[code] ?? null;

/** People and programs of one's own organisation are named; what Pannier did by itself needs no name. */
export function actorWord({ actor, actor_name: name }: Pick<OrderEvent, "actor" | "actor_name">) {
  const kind = actor.split(":")[0];
  if (kind === "person") return name ? msg`by ${name}` : msg`by someone of another organisation`;
  if (kind === "key") return name ? msg`through the API, key “${name}”` : msg`through the API`;
  return null;
}
