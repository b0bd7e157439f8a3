import { useLingui } from "@lingui/react/macro";
import type { FailureReason, RiderOrder, RiderStop } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { useState } from "react";
import { useAppState, useDay } from "../base/context.tsx";
import { Button, Note, Page } from "../base/parts.tsx";
import { go } from "../base/router.ts";
import { findOrder } from "./groups.ts";
import { PhotoField } from "./PhotoField.tsx";
import { reasonsFor } from "./proof.ts";
import { isCollection } from "./reduce.ts";
import { useHandOver } from "./useHandOver.ts";
import { NEXT_STEPS } from "./words.ts";

const back = () => history.back();

/** It did not work: why, and what happens next. */
export function FailScreen({ orderId }: { orderId: string }) {
  const { t } = useLingui();
  const day = useDay();
  const found = findOrder(day.route, orderId);
  if (!found) {
    return (
      <Page title={t`Not possible`} onBack={() => go({ name: "today" }, { replace: true })}>
        <Note tone="info">{t`This order is closed already.`}</Note>
      </Page>
    );
  }
  return <Fail {...found} />;
}

function Fail({ stop, orders }: { stop: RiderStop; orders: RiderOrder[] }) {
  const { t, i18n } = useLingui();
  const day = useDay();
  const { notes } = useAppState();
  const handOver = useHandOver(stop);
  const [first] = orders as [RiderOrder, ...RiderOrder[]];
  const { fitting, rest } = reasonsFor(day, first);
  const left = first.parcels.some((parcel) => notes.leftBehind.includes(parcel.barcode));
  const [code, setCode] = useState<string | null>(left ? "missing_item" : null);
  const [all, setAll] = useState(false);
  const [text, setText] = useState("");
  const [photo, setPhoto] = useState<Blob | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = all ? [...fitting, ...rest] : fitting;
  const reason = shown.find((one) => one.code === code) ?? null;
  const lacksText = reason?.text_required === true && text.trim() === "";
  const lacksPhoto = reason?.photo === "required" && photo === null;
  const finish = async () => {
    if (!reason) return;
    setBusy(true);
    const data = { reason: reason.code, text: text.trim() || null };
    await handOver(orders, { how: "fail", data }, photo ? [{ kind: "photo", file: photo }] : []);
  };
  const next = nextStep(first, reason);
  const word = useWord(reason, { lacksText, lacksPhoto });
  return (
    <Page
      quiet
      title={<Title order={first} />}
      sub={<bdi>{first.recipient_name}</bdi>}
      onBack={back}
      action={
        <Button look="primary" disabled={!reason || lacksText || busy} onClick={() => void finish()}>
          {word}
        </Button>
      }
    >
      <fieldset className="dr-reasons">
        <legend className="dr-reasons__title">{reason ? t`The reason` : t`What is in the way?`}</legend>
        {(reason ? [reason] : shown).map((one) => (
          <Reason key={one.code} reason={one} chosen={one.code === code} onChoose={setCode} />
        ))}
        {reason ? (
          <Button look="quiet" onClick={() => setCode(null)}>{t`Another reason`}</Button>
        ) : (
          !all && <Button look="quiet" icon="more" onClick={() => setAll(true)}>{t`Something else`}</Button>
        )}
      </fieldset>
      {next && (
        <Note tone="info" icon="chevronRight">
          <strong>{t`What happens next`}</strong>
          <p>{i18n._(next)}</p>
        </Note>
      )}
      {reason?.text_required && (
        <label className="dr-field">
          <span>{t`In a few words`}</span>
          <textarea rows={3} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      {reason && reason.photo !== "off" && (
        <section className="dr-card" key={reason.code}>
          <h2>
            {t`Photo`}
            {reason.photo === "required" && <small className="dr-needed">{t`needed`}</small>}
          </h2>
          <PhotoField onPhoto={setPhoto} />
        </section>
      )}
    </Page>
  );
}

function Title({ order }: { order: RiderOrder }) {
  const { t } = useLingui();
  return isCollection(order) ? t`Not collected` : t`Not possible`;
}

const nextStep = (order: RiderOrder, reason: FailureReason | null) =>
  reason && NEXT_STEPS[isCollection(order) ? order.kind : reason.next];

/** What the button says: what is still missing, or that it can be noted. */
function useWord(reason: FailureReason | null, { lacksText, lacksPhoto }: Record<string, boolean>): string {
  const { t } = useLingui();
  if (!reason) return t`Choose a reason`;
  if (lacksText) return t`Say it in a few words`;
  return lacksPhoto ? t`Note it without a photo` : t`Note it and go on`;
}

function Reason({
  reason,
  chosen,
  onChoose,
}: {
  reason: FailureReason;
  chosen: boolean;
  onChoose: (code: string) => void;
}) {
  return (
    <label className="dr-reason">
      <input type="radio" name="reason" checked={chosen} onChange={() => onChoose(reason.code)} />
      <span>
        <Icon name={chosen ? "check" : "chevronRight"} size={20} strokeWidth={2.4} />
        {reason.label}
      </span>
    </label>
  );
}
