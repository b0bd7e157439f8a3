/** Who or what caused an event, and why: codes of the event log in words. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { OrderEvent } from "@pannier/api";

const WHY: Readonly<Record<string, MessageDescriptor>> = {
  cheapest: msg`costs least`,
  only_carrier: msg`the only carrier that fits`,
  share_used_up: msg`a cheaper partner has its full share of the day`,
  left_out: msg`the own fleet’s plan could not hold it`,
  dispatcher: msg`a dispatcher chose it`,
  accepted: msg`the offer was accepted`,
  no_other_carrier: msg`no carrier fits yet`,
};

const MESSAGES: Readonly<Record<string, MessageDescriptor>> = {
  on_route: msg`when it comes`,
  late: msg`that it comes later than promised`,
  delivered: msg`that it was handed over`,
  failed: msg`that it was not handed over`,
};

/** Which message to the recipient an event is about; null where it is none, or its kind is unknown. */
export function messageWord({ type, data }: Pick<OrderEvent, "type" | "data">): MessageDescriptor | null {
  return type.startsWith("message.") ? (MESSAGES[String(data.kind)] ?? null) : null;
}

/** Why a carrier was chosen; null where nothing is known about the code. */
export const whyWord = (code: string): MessageDescriptor | null => WHY[code] ?? null;

/**
 * People and programs of one's own organisation are named, of others the organisation (`outsider`, if it is known);
 * what Pannier did by itself needs no name.
 */
export function actorWord(event: Pick<OrderEvent, "actor" | "actor_name">, outsider: string) {
  const { actor, actor_name: name } = event;
  const kind = actor.split(":")[0];
  if (kind === "person" && name) return msg`by ${name}`;
  if (kind === "person") return outsider ? msg`by ${outsider}` : msg`by someone of another organisation`;
  if (kind === "key") return name ? msg`through the API, key “${name}”` : msg`through the API`;
  return null;
}

const MERCHANTS_OWN = new Set(["order.changed", "order.cancelled"]);

/** The organisation whose people may have caused an event; only merchants and partners act from outside. */
export function outsiderOf({ type, data }: Pick<OrderEvent, "type" | "data">, merchantId: string | null) {
  const named = data.partner_org_id ?? data.merchant_org_id;
  if (typeof named === "string") return named;
  return MERCHANTS_OWN.has(type) ? merchantId : null;
}
