import { useLingui } from "@lingui/react/macro";
import type { ProofKind, ProofLevel, RiderOrder, RiderStop } from "@pannier/api";
import { type ReactNode, useState } from "react";
import type { NewPicture } from "../base/app.ts";
import { useDay } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { TakeParcels } from "../hub/TakeParcels.tsx";
import { findOrder } from "./groups.ts";
import { PhotoField } from "./PhotoField.tsx";
import { type PinAnswer, PinField } from "./PinField.tsx";
import { codesFor, missingOf, type Needs, needsOf } from "./proof.ts";
import { isCollection } from "./reduce.ts";
import { SignaturePad } from "./SignaturePad.tsx";
import { useHandOver } from "./useHandOver.ts";

const back = () => history.back();

/** Hand over with what this order needs, and nothing else. */
export function ProofScreen({ orderId }: { orderId: string }) {
  const { t } = useLingui();
  const day = useDay();
  const found = findOrder(day.route, orderId);
  if (!found) {
    return (
      <Page title={t`Hand over`} onBack={() => go({ name: "today" }, { replace: true })}>
        <Note tone="info">{t`This order is closed already.`}</Note>
      </Page>
    );
  }
  return <Proof {...found} />;
}

interface Answers {
  photo: Blob | null;
  signature: Blob | null;
  pin: PinAnswer | null;
  name: string;
}

const EMPTY: Answers = { photo: null, signature: null, pin: null, name: "" };

function Proof({ stop, orders }: { stop: RiderStop; orders: RiderOrder[] }) {
  const { t } = useLingui();
  const day = useDay();
  const handOver = useHandOver(stop);
  const [first] = orders as [RiderOrder, ...RiderOrder[]];
  const codes = codesFor(day, first);
  const [code, setCode] = useState(codes[0]?.code ?? "");
  const [answers, setAnswers] = useState(EMPTY);
  const [kept, setKept] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("damaged");
  const [busy, setBusy] = useState(false);
  const answer = (part: Partial<Answers>) => setAnswers((before) => ({ ...before, ...part }));
  const needs = needsOf(
    first,
    codes.find((one) => one.code === code),
  );
  const words = useProofWords();
  const given = {
    photo: answers.photo !== null,
    signature: answers.signature !== null,
    pin: answers.pin?.right === true,
    name: answers.name.trim() !== "",
  };
  const [missing] = missingOf(needs, given, "required");
  const [asked] = missingOf(needs, given, "warn");
  const parcels = orders.flatMap((order) => order.parcels);

  const finish = async () => {
    setBusy(true);
    const partial = kept.length > 0 && orders.length === 1;
    const data = {
      code,
      name: answers.name.trim() || null,
      pin: answers.pin?.right ? answers.pin.pin : null,
      pin_tries: answers.pin?.tries ?? null,
      delivered_parcels: partial
        ? parcels.map((parcel) => parcel.barcode).filter((one) => !kept.includes(one))
        : null,
      reason: partial ? reason : null,
    };
    await handOver(orders, { how: "succeed", data }, picturesOf(answers));
  };
  const missingWord = missing && words[missing];
  const askedWord = asked && words[asked];
  return (
    <Page
      quiet
      title={first.kind === "delivery" ? t`Hand over` : t`Collect`}
      sub={<bdi>{first.recipient_name}</bdi>}
      onBack={back}
      action={
        <Button
          look="primary"
          icon="check"
          disabled={busy || missing !== undefined}
          onClick={() => void finish()}
        >
          {missingWord
            ? t`Still needed: ${missingWord}`
            : askedWord
              ? t`Done without: ${askedWord}`
              : t`Done`}
        </Button>
      }
    >
      <label className="dr-field">
        <span>{first.kind === "delivery" ? t`Who or where?` : t`How was it collected?`}</span>
        <select value={code} onChange={(event) => setCode(event.target.value)}>
          {codes.map((one) => (
            <option key={one.code} value={one.code}>
              {one.label}
            </option>
          ))}
        </select>
      </label>
      {isCollection(first) && <TakeParcels parcels={parcels} />}
      <Section kind="pin" needs={needs}>
        <PinField order={first} onAnswer={(pin) => answer({ pin })} />
      </Section>
      <Section kind="photo" needs={needs}>
        <PhotoField onPhoto={(photo) => answer({ photo })} />
      </Section>
      <Section kind="signature" needs={needs}>
        <SignaturePad onSigned={(signature) => answer({ signature })} />
      </Section>
      <Section kind="name" needs={needs}>
        <label className="dr-field">
          <span className="dr-hidden">{t`Name`}</span>
          <input
            value={answers.name}
            maxLength={120}
            autoComplete="off"
            placeholder={first.recipient_name ?? ""}
            onChange={(event) => answer({ name: event.target.value })}
          />
        </label>
      </Section>
      {orders.length === 1 && parcels.length > 1 && !isCollection(first) && (
        <KeptBack order={first} kept={kept} onKept={setKept} reason={reason} onReason={setReason} />
      )}
    </Page>
  );
}

function picturesOf({ photo, signature }: Answers): NewPicture[] {
  const pictures: NewPicture[] = [];
  if (photo) pictures.push({ kind: "photo", file: photo });
  if (signature) pictures.push({ kind: "signature", file: signature });
  return pictures;
}

function useProofWords(): Record<ProofKind, string> {
  const { t } = useLingui();
  return { pin: t`PIN`, photo: t`Photo`, signature: t`Signature`, name: t`Name` };
}

/** One proof: open when it is asked for, folded when it is only allowed, absent when it is off. */
function Section({ kind, needs, children }: { kind: ProofKind; needs: Needs; children: ReactNode }) {
  const { t } = useLingui();
  const title = useProofWords()[kind];
  const level: ProofLevel = needs[kind];
  const [open, setOpen] = useState(false);
  if (level === "off") return null;
  if (level === "optional" && !open) {
    return <Button look="quiet" icon="plus" onClick={() => setOpen(true)}>{t`Add: ${title}`}</Button>;
  }
  return (
    <section className="dr-card">
      <h2>
        {title}
        {level === "required" && <small className="dr-needed">{t`needed`}</small>}
      </h2>
      {children}
    </section>
  );
}

interface KeptBackProps {
  order: RiderOrder;
  kept: readonly string[];
  onKept: (kept: readonly string[]) => void;
  reason: string;
  onReason: (reason: string) => void;
}

const PARTIAL_REASONS = new Set(["damaged", "missing_item", "refused", "wrong_item"]);

/** Some parcels stay aboard: which, and why. */
function KeptBack({ order, kept, onKept, reason, onReason }: KeptBackProps) {
  const { t } = useLingui();
  const day = useDay();
  const toggle = (barcode: string) => {
    const next = kept.includes(barcode) ? kept.filter((one) => one !== barcode) : [...kept, barcode];
    if (next.length < order.parcels.length) onKept(next);
  };
  return (
    <section className="dr-card">
      <h2>{t`Parcels handed over`}</h2>
      {order.parcels.map((parcel) => (
        <label key={parcel.barcode} className="dr-check">
          <input
            type="checkbox"
            checked={!kept.includes(parcel.barcode)}
            onChange={() => toggle(parcel.barcode)}
          />
          <bdi>…{parcel.barcode.slice(-4)}</bdi>
        </label>
      ))}
      {kept.length > 0 && (
        <label className="dr-field">
          <span>{t`Why not all?`}</span>
          <select value={reason} onChange={(event) => onReason(event.target.value)}>
            {day.failure_reasons
              .filter((one) => PARTIAL_REASONS.has(one.code))
              .map((one) => (
                <option key={one.code} value={one.code}>
                  {one.label}
                </option>
              ))}
          </select>
        </label>
      )}
    </section>
  );
}
