import { useLingui } from "@lingui/react/macro";
import { type Job, orders, type Proposal, planning, type Route } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { Banner, Button, Checkbox, Progress, SelectField, TextField, useClock, useFormat } from "@pannier/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { CornerMap } from "../fleet/ZoneForm.tsx";
import { cornersOf } from "../fleet/zoneDraft.ts";
import { BlockedFields } from "./BlockedFields.tsx";
import { useOperationWords } from "./ChangeTheDay.tsx";
import {
  blockedIn,
  type ChangeDraft,
  EMPTY,
  handsOver,
  isWhole,
  leavesOut,
  meetingIn,
  type Operation,
  ordersAhead,
  ordersWaiting,
  routesFor,
  type When,
  wantedOf,
} from "./changeDraft.ts";
import { usePropose } from "./useProposals.ts";

interface ChangeFormProps {
  operation: Operation;
  routes: readonly Route[];
  onClose: () => void;
  onMade: (proposal: Proposal) => void;
}

interface FieldsProps {
  operation: Operation;
  routes: readonly Route[];
  draft: ChangeDraft;
  onChange: (change: Partial<ChangeDraft>) => void;
}

/** A code for the order's record. */
const CALLED_OFF = "called_off_on_the_day";

/** Say what happened; the answer is a proposal, and nothing changes before it is accepted. */
export function ChangeForm({ operation, routes, onClose, onMade }: ChangeFormProps) {
  const { t } = useLingui();
  const wordOf = useOperationWords();
  const [draft, setDraft] = useState<ChangeDraft>(EMPTY);
  const { command, search } = usePropose(onMade);
  const when = useWhen();
  const send = () =>
    command.mutate({
      ...wantedOf(operation, draft, routes),
      callOff: draft.callOff ? { orderId: draft.callOff, reason: CALLED_OFF } : null,
      block: operation === "street_blocked" ? blockedIn(draft, when()) : null,
    });
  const fields = {
    operation,
    routes,
    draft,
    onChange: (change: Partial<ChangeDraft>) => setDraft({ ...draft, ...change }),
  };
  return (
    <FormDialog
      title={wordOf(operation)}
      action={t`Propose a change`}
      command={command}
      isReady={isWhole(operation, draft, when())}
      onSubmit={send}
      onClose={onClose}
    >
      {(operation === "urgent_order" || operation === "orders_inserted") && <WaitingOrders {...fields} />}
      {operation === "street_blocked" && <BlockedFields draft={draft} onChange={fields.onChange} />}
      {(leavesOut(operation) || operation === "low_battery") && <RouteFields {...fields} />}
      {operation === "order_cancelled" && <CalledOff {...fields} />}
      <p className="pn-quiet">
        {t`Pannier looks for the smallest useful change. Riders see nothing before you accept it.`}
      </p>
      {command.isPending && search && <Searching search={search} />}
    </FormDialog>
  );
}

/** The server's time and the hub's day: a browser's clock may be wrong, and a rehearsed day is another one. */
function useWhen(): () => When {
  const clock = useClock();
  const format = useFormat();
  const { hub, date } = useDay();
  return () => ({ nowMs: clock.nowMs(), date, zone: hub?.timezone ?? format.settings.timeZone });
}

/** How far the search is; whoever has waited long enough takes what was found by then. */
function Searching({ search }: { search: Job }) {
  const { t } = useLingui();
  const stop = useMutation({ mutationFn: () => planning.stopProposal(search.id) });
  return (
    <div className="co-change__search">
      <Progress value={search.progress} label={search.message} />
      <Button small isPending={stop.isPending} isDisabled={stop.isSuccess} onPress={() => stop.mutate()}>
        {t`Stop and take the best so far`}
      </Button>
    </div>
  );
}

function WaitingOrders({ operation, routes, draft, onChange }: FieldsProps) {
  const { t } = useLingui();
  const { hub, date } = useDay();
  const found = useQuery({
    queryKey: ["orders", "waiting", hub?.id, date],
    queryFn: () =>
      orders.list({
        hub_id: hub?.id ?? "",
        date,
        status: ["allocated", "planned", "reattempt_scheduled"],
        limit: 500,
        newest_first: true,
      }),
    enabled: Boolean(hub),
  });
  const waiting = ordersWaiting(found.data?.items ?? [], routes);
  if (found.isSuccess && waiting.length === 0) {
    return (
      <Banner tone="info">{t`No order of this day waits: all that have an address are on a route.`}</Banner>
    );
  }
  const words = (order: (typeof waiting)[number]) => `${order.reference} · ${order.label}`;
  if (operation === "urgent_order") {
    return (
      <SelectField
        label={t`Order`}
        value={[...draft.orderIds][0] ?? ""}
        onChange={(id) => onChange({ orderIds: new Set(id ? [id] : []) })}
        choices={[
          { value: "", label: t`Choose an order` },
          ...waiting.map((order) => ({ value: order.id, label: words(order) })),
        ]}
      />
    );
  }
  const toggle = (id: string) => (on: boolean) =>
    onChange({
      orderIds: new Set(on ? [...draft.orderIds, id] : [...draft.orderIds].filter((one) => one !== id)),
    });
  return (
    <fieldset className="co-fields co-change__orders">
      <legend className="co-form__part">{t`Orders that no route has`}</legend>
      <Checkbox
        label={t`All of them`}
        isSelected={draft.orderIds.size === waiting.length}
        onChange={(on) => onChange({ orderIds: new Set(on ? waiting.map((order) => order.id) : []) })}
      />
      {waiting.map((order) => (
        <Checkbox
          key={order.id}
          label={words(order)}
          isSelected={draft.orderIds.has(order.id)}
          onChange={toggle(order.id)}
        />
      ))}
    </fieldset>
  );
}

function RouteFields({ operation, routes, draft, onChange }: FieldsProps) {
  const { t } = useLingui();
  const able = routesFor(operation, routes);
  if (able.length === 0) {
    return <Banner tone="info">{t`No route is out that this could be about.`}</Banner>;
  }
  return (
    <>
      <SelectField
        label={operation === "rider_away" ? t`Rider who is away` : t`Rider and vehicle`}
        value={draft.routeId}
        onChange={(routeId) => onChange({ routeId })}
        choices={[
          { value: "", label: t`Choose a rider` },
          ...able.map((route) => ({
            value: route.id,
            label: `${route.rider_name || t`No rider`} · ${route.vehicle_name}`,
          })),
        ]}
        hint={leavesOut(operation) ? t`Parcels aboard of who has left are taken over by others` : undefined}
      />
      {leavesOut(operation) && handsOver(able.find((route) => route.id === draft.routeId)) && (
        <MeetingPlace draft={draft} onChange={onChange} />
      )}
      {operation === "low_battery" && (
        <TextField
          label={t`Battery holds now`}
          unit="Wh"
          inputMode="decimal"
          value={draft.chargeWh}
          onChange={(chargeWh) => onChange({ chargeWh })}
        />
      )}
    </>
  );
}

/** Where others take over what is aboard of who has left, unless that is where the vehicle stands. */
function MeetingPlace({ draft, onChange }: Pick<FieldsProps, "draft" | "onChange">) {
  const { t } = useLingui();
  const at = meetingIn(draft);
  return (
    <>
      <TextField
        label={t`Where others take over`}
        value={draft.meetAt}
        onChange={(meetAt) => onChange({ meetAt })}
        error={draft.meetAt.trim() && !at ? t`Write latitude, longitude.` : undefined}
        hint={t`Press on the map, or leave it empty: where the vehicle stands`}
      />
      <CornerMap
        zone={null}
        corners={at ? [[at.lon, at.lat]] : []}
        onPress={(pressed) => onChange({ meetAt: cornersOf([pressed]) })}
      />
    </>
  );
}

function CalledOff({ routes, draft, onChange }: FieldsProps) {
  const { t } = useLingui();
  return (
    <SelectField
      label={t`Order that is called off`}
      value={draft.callOff}
      onChange={(callOff) => onChange({ callOff })}
      choices={[
        { value: "", label: t`It was called off already` },
        ...ordersAhead(routes).map((one) => ({ value: one.id, label: one.label })),
      ]}
      hint={t`Its stop goes at once, for good; the proposal looks at the rest again`}
    />
  );
}
