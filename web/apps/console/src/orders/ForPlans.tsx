import { useLingui } from "@lingui/react/macro";
import { type OrderDetail, orders } from "@pannier/api";
import { FormDialog, useLoadNames, WishFields, wishChangeOf, wishDraftOf, wishFaultsOf } from "@pannier/app";
import { TextField, TimeField, toast, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { type PlanDraft, planChangeOf, planDraftOf, planFaultsOf } from "./planFacts.ts";

/** What plans must know of an order: needs, loads, when it is ready and due, its goods, whom it goes with. */
export function ForPlans({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const { hubs } = useDay();
  const zone = hubs.find((hub) => hub.id === order.hub_id)?.timezone ?? format.settings.timeZone;
  const [draft, setDraft] = useState(() => planDraftOf(order, zone));
  const [wishes, setWishes] = useState(() => wishDraftOf(order, zone));
  const names = useLoadNames()?.join(", ");
  const faults = planFaultsOf(draft);
  const change = useMutation({
    mutationFn: () =>
      orders.change(order.id, {
        ...planChangeOf(order, draft, zone),
        ...wishChangeOf(order, wishes, zone),
      }),
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["order", order.id] });
      onClose();
    },
  });
  const bind = (field: keyof PlanDraft) => ({
    value: draft[field],
    error: faults.has(field) ? t`This cannot be read.` : undefined,
    onChange: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
  });
  return (
    <FormDialog
      title={t`Change ${order.reference} for plans`}
      action={t`Change`}
      command={change}
      isReady={faults.size === 0 && Object.keys(wishFaultsOf(wishes)).length === 0}
      onSubmit={change.mutate}
      onClose={onClose}
    >
      <div className="co-form">
        <TextField label={t`Needs`} hint={t`Skills or equipment, like lift`} {...bind("needs")} />
        <TextField
          label={t`Other loads`}
          hint={names ? t`Like cold_l 12. Vehicles know ${names}` : t`Like cold_l 12`}
          {...bind("loads")}
        />
        <TimeField label={t`Ready at`} {...bind("ready")} />
        <TextField
          label={t`May stay out of a plan for`}
          unit={format.settings.currency}
          hint={t`The more, the sooner it is served. Empty: it must be.`}
          {...bind("prize")}
        />
      </div>
      <WishFields
        draft={wishes}
        kind={order.kind}
        problem={change.error}
        showFaults
        look="co-form"
        onChange={(part) => setWishes((before) => ({ ...before, ...part }))}
      />
    </FormDialog>
  );
}
