/** What an order asks for at the door, and whether it is there. */
import type {
  FailureReason,
  PinCheck,
  ProofKind,
  ProofLevel,
  RiderOrder,
  RiderToday,
  SuccessCode,
} from "@pannier/api";

export const PROOF_KINDS: readonly ProofKind[] = ["pin", "photo", "signature", "name"];
export const DEFAULT_CODE = {
  delivery: "delivered_to_recipient",
  return: "picked_up_from_customer",
  collection: "collected_from_sender",
} as const;

/** The stronger of two levels. */
const ORDER: readonly ProofLevel[] = ["off", "optional", "warn", "required"];
const stronger = (a: ProofLevel, b: ProofLevel): ProofLevel => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

export type Needs = Record<ProofKind, ProofLevel>;

/** What a hand-over in this way needs. Nobody is there to sign or to tell a PIN at a mailbox. */
export function needsOf(order: RiderOrder, code: SuccessCode | undefined): Needs {
  const policy = order.proof;
  const alone = code !== undefined && code.photo === "required";
  const level = (kind: ProofKind): ProofLevel => policy[kind] ?? "off";
  const third = code?.code === "delivered_to_third_party";
  return {
    pin: level("pin"),
    photo: stronger(level("photo"), code?.photo ?? "off"),
    signature: alone && level("signature") !== "required" ? "off" : level("signature"),
    name: alone ? "off" : stronger(level("name"), third ? "warn" : "off"),
  };
}

/** Ways to hand this order over, the usual one first. */
export function codesFor(day: RiderToday, order: RiderOrder): SuccessCode[] {
  const usual = DEFAULT_CODE[order.kind];
  const fitting = day.success_codes.filter((code) => code.kind === order.kind);
  return [...fitting].sort((a, b) => Number(b.code === usual) - Number(a.code === usual));
}

/** True when one tap closes the order: nothing is required or asked for with a warning. */
export const isOneTap = (needs: Needs): boolean =>
  PROOF_KINDS.every((kind) => needs[kind] === "off" || needs[kind] === "optional");

export interface Given {
  photo: boolean;
  signature: boolean;
  pin: boolean;
  name: boolean;
}

/** Kinds at a level that are not there yet. */
export const missingOf = (needs: Needs, given: Given, level: ProofLevel): ProofKind[] =>
  PROOF_KINDS.filter((kind) => needs[kind] === level && !given[kind]);

const AT_THE_DOOR = [
  "not_ready",
  "recipient_absent",
  "closed",
  "access_blocked",
  "address_wrong",
  "refused",
  "damaged",
  "missing_item",
] as const;

/** The eight reasons that fit at this door, the rest, and at last the one that wants words. */
export function reasonsFor(
  day: RiderToday,
  order: RiderOrder,
): { fitting: FailureReason[]; rest: FailureReason[] } {
  const strict = order.proof.pin === "required" || order.proof.signature === "required";
  const eighth = strict ? "proof_missing" : order.kind === "delivery" ? "no_time" : "wrong_item";
  const wanted: readonly string[] = [...AT_THE_DOOR, eighth];
  const end = order.kind === "collection" ? order.kind : "delivery";
  const here = day.failure_reasons.filter((reason) => reason.at.includes(end));
  const words = here.filter((reason) => reason.text_required);
  const known = new Map(here.map((reason) => [reason.code, reason]));
  const fitting = wanted.map((code) => known.get(code)).filter((one) => one !== undefined);
  const rest = here.filter((reason) => !fitting.includes(reason) && !words.includes(reason));
  return { fitting, rest: [...rest, ...words] };
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Check a PIN against its salted hash; needs no network. */
export async function pinMatches(check: PinCheck, pin: string): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin.trim()), "PBKDF2", false, [
    "deriveBits",
  ]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(check.salt), iterations: check.iterations };
  const made = new Uint8Array(await crypto.subtle.deriveBits(rule, key, 256));
  const wanted = bytesOf(check.hash);
  return made.length === wanted.length && made.every((byte, n) => byte === wanted[n]);
}
