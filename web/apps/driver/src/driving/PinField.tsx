import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderOrder } from "@pannier/api";
import { useState } from "react";
import { signal } from "../base/feedback.ts";
import { Note } from "../base/parts.tsx";
import { pinMatches } from "./proof.ts";

export interface PinAnswer {
  pin: string;
  tries: number;
  right: boolean;
}

const DIGITS = 4;

/** Tries are counted over leaving and coming back: they belong to the order. */
const triesOf = new Map<string, number>();

/** Ask for the recipient's PIN; checked on the phone, without network. */
export function PinField({ order, onAnswer }: { order: RiderOrder; onAnswer: (answer: PinAnswer) => void }) {
  const { t } = useLingui();
  const [pin, setPin] = useState("");
  const [tries, setTries] = useState(triesOf.get(order.order_id) ?? 0);
  const [right, setRight] = useState(false);
  const check = order.pin_check;
  if (!check) return null;
  const left = check.tries - tries;
  const type = async (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, DIGITS);
    setPin(digits);
    if (digits.length < DIGITS) return;
    const fits = await pinMatches(check, digits);
    const count = tries + 1;
    triesOf.set(order.order_id, count);
    setTries(count);
    setRight(fits);
    signal(fits ? "ok" : "wrong");
    onAnswer({ pin: digits, tries: count, right: fits });
    if (!fits) setPin("");
  };
  return (
    <div className="dr-pin">
      <label>
        <span className="dr-hidden">{t`PIN`}</span>
        <input
          inputMode="numeric"
          autoComplete="off"
          pattern="[0-9]*"
          maxLength={DIGITS}
          value={pin}
          disabled={right || left <= 0}
          placeholder="••••"
          onChange={(event) => void type(event.target.value)}
        />
      </label>
      {right && <Note tone="ok">{t`The PIN is right.`}</Note>}
      {!right && tries > 0 && left > 0 && (
        <Note tone="danger">{t`Wrong PIN. ${plural(left, { one: "# try left", other: "# tries left" })}.`}</Note>
      )}
      {!right && left <= 0 && (
        <Note tone="danger">{t`No tries left. Call your dispatcher, or choose “Not possible”.`}</Note>
      )}
      {tries === 0 && (
        <p className="dr-muted">{t`The recipient finds it in the message about this delivery.`}</p>
      )}
    </div>
  );
}
