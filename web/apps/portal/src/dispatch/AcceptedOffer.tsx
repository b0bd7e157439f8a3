import { useLingui } from "@lingui/react/macro";
import { type Offer, offers } from "@pannier/api";
import { FormDialog, useMay, useProblemText } from "@pannier/app";
import { ORDER_STATES, wordOf } from "@pannier/core";
import { Banner, Button, SelectField, toast, useClock, WordBadge } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { OfferFacts } from "./OfferFacts.tsx";

type Outcome = "succeeded" | "failed";
const OVER = new Set(["delivered", "partially_delivered", "cancelled", "returned", "lost"]);

/** An accepted order: where it stands, and how it went once the partner tells. */
export function AcceptedOffer({ offer, status }: { offer: Offer; status: string | undefined }) {
  const { t } = useLingui();
  const may = useMay();
  const [telling, setTelling] = useState<Outcome | null>(null);
  const orderId = offer.partner_order_id;
  const tells = orderId && may("outcomes:report") && !OVER.has(status ?? "");
  return (
    <li className="po-offer">
      <OfferFacts
        offer={offer}
        more={
          <span className="po-offer__state">
            {status && <WordBadge word={wordOf(ORDER_STATES, status)} />}
            {orderId && (
              <Link className="po-offer__link" href={`/orders/${orderId}`}>{t`Address and details`}</Link>
            )}
          </span>
        }
      />
      {tells && (
        <div className="po-offer__buttons">
          <Button onPress={() => setTelling("failed")}>{t`Not delivered…`}</Button>
          <Button icon="check" onPress={() => setTelling("succeeded")}>
            {t`Delivered…`}
          </Button>
        </div>
      )}
      {telling && orderId && <Tell orderId={orderId} outcome={telling} onClose={() => setTelling(null)} />}
    </li>
  );
}

function Tell({ orderId, outcome, onClose }: { orderId: string; outcome: Outcome; onClose: () => void }) {
  const { t } = useLingui();
  const clock = useClock();
  const client = useQueryClient();
  const textOf = useProblemText();
  // The same report when it is sent again.
  const [told] = useState(() => ({
    id: crypto.randomUUID(),
    device_time: new Date(clock.nowMs()).toISOString(),
  }));
  const [reason, setReason] = useState("");
  const failed = outcome === "failed";
  const reasons = useQuery({
    queryKey: ["failure-reasons"],
    queryFn: offers.failureReasons,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: failed,
  });
  const tell = useMutation({
    mutationFn: () => offers.report(orderId, { ...told, outcome, reason: failed ? reason : null }),
    onSuccess: () => {
      toast(t`Told. The operator sees it at once.`);
      void client.invalidateQueries({ queryKey: ["orders"] });
      onClose();
    },
  });
  const choices = (reasons.data?.failure_reasons ?? []).map(({ code, label }) => ({ value: code, label }));
  return (
    <FormDialog
      title={failed ? t`Not delivered` : t`Delivered`}
      action={t`Tell the operator`}
      command={tell}
      isReady={!failed || Boolean(reason)}
      onSubmit={tell.mutate}
      onClose={onClose}
      size="small"
    >
      <div className="po-stack">
        {reasons.isError && <Banner tone="danger">{textOf(reasons.error)}</Banner>}
        {failed && (
          <SelectField
            label={t`Why`}
            value={reason}
            onChange={setReason}
            choices={[{ value: "", label: t`Choose a reason` }, ...choices]}
          />
        )}
        <p>{t`Recipient and merchant are told. This cannot be taken back.`}</p>
      </div>
    </FormDialog>
  );
}
