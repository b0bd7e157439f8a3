import { useLingui } from "@lingui/react/macro";
import { type OrderDetail, orders } from "@pannier/api";
import {
  CollectionFields,
  collectionChangeOf,
  collectionDraftOf,
  collectionFaultsOf,
  FormDialog,
} from "@pannier/app";
import { Button, toast, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";

/** Say or change where an order is collected, as long as nobody has. */
export function ChangeCollection({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (order.collection?.collected_at) return null;
  return (
    <>
      <Button small icon="bike" onPress={() => setOpen(true)}>
        {order.collection ? t`Change the collection` : t`Collect elsewhere`}
      </Button>
      {open && <CollectionDialog order={order} onClose={() => setOpen(false)} />}
    </>
  );
}

function CollectionDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const { hubs } = useDay();
  const zone = hubs.find((hub) => hub.id === order.hub_id)?.timezone ?? format.settings.timeZone;
  const [draft, setDraft] = useState(() => collectionDraftOf(order, zone));
  const store = (body: Parameters<typeof orders.change>[1]) => orders.change(order.id, body);
  const done = () => {
    toast(t`The next plan goes by it.`);
    void client.invalidateQueries({ queryKey: ["order", order.id] });
    void client.invalidateQueries({ queryKey: ["orders"] });
    onClose();
  };
  const change = useMutation({
    mutationFn: () => store(collectionChangeOf(draft, order.date, zone)),
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: () => store({ collection: null }), onSuccess: done });
  return (
    <FormDialog
      title={t`Where ${order.reference} is collected`}
      action={t`Change`}
      command={change}
      isReady={Object.keys(collectionFaultsOf(draft)).length === 0}
      onSubmit={change.mutate}
      onClose={onClose}
    >
      <CollectionFields
        draft={draft}
        problem={change.error}
        showFaults={false}
        look="co-form"
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
      {order.collection && (
        <Button look="quiet" isPending={remove.isPending} onPress={() => remove.mutate()}>
          {t`It comes by the hub after all`}
        </Button>
      )}
    </FormDialog>
  );
}
