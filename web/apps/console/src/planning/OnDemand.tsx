import { Plural, useLingui } from "@lingui/react/macro";
import { type OnDemandOrder, planning } from "@pannier/api";
import { useMay } from "@pannier/app";
import { Badge, Banner, Button, DataTable, Dialog, EmptyState, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { endedLast, isLate, minutesOf, openFirst } from "./onDemand.ts";
import { useDeskWords, useWhyWords } from "./useOnDemandWords.ts";

const EVERY_MS = 5_000;

/** The day's orders on demand, looked at every few seconds while the day is on. */
export function useOnDemand() {
  const may = useMay();
  const { hub, date, isToday } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  return useQuery({
    queryKey: ["on-demand", day],
    queryFn: () => planning.onDemand(day),
    enabled: Boolean(hub) && may("plans:read"),
    refetchInterval: isToday ? EVERY_MS : false,
  });
}

/** How many orders on demand are open and how many of them wait; a press shows who has what. */
export function OnDemand() {
  const { t } = useLingui();
  const day = useOnDemand().data;
  const desk = useDeskWords();
  const [shown, show] = useState(false);
  if (!day || (!day.active && day.orders.length === 0)) return null;
  const { open, waiting, late, needs_you: needsYou } = day.counts;
  const error = desk(day.error_code);
  return (
    <div className="co-change">
      <Button small icon="clock" onPress={() => show(true)}>
        {t`On demand: ${open} open, ${waiting} waiting`}
      </Button>
      {late > 0 && <Badge tone="warn" icon="clock">{t`${late} late`}</Badge>}
      {needsYou > 0 && (
        <Badge tone="danger">
          <Plural value={needsYou} one="# needs you" other="# need you" />
        </Badge>
      )}
      {shown && (
        <Dialog
          size="large"
          title={t`Orders on demand`}
          closeLabel={t`Close`}
          isOpen
          onClose={() => show(false)}
        >
          <div className="co-stack">
            {error !== null && <Banner tone="warn">{error}</Banner>}
            <Orders orders={openFirst(day.orders)} />
            {day.next_cursor && <More shown={day.orders.length} />}
            <Ended orders={endedLast(day.orders)} />
            <Serving riders={day.riders} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

function More({ shown }: { shown: number }) {
  const { t } = useLingui();
  return <p className="pn-quiet">{t`The first ${shown} are shown, the oldest first.`}</p>;
}

/** What ended within the last hour: nothing vanishes the moment it is done. */
function Ended({ orders }: { orders: OnDemandOrder[] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (orders.length === 0) return null;
  const ends = orders.map((one) =>
    one.ended_at ? t`${one.reference} (${format.time(one.ended_at)})` : one.reference,
  );
  return <p className="pn-quiet">{t`Ended within the last hour: ${ends.join(", ")}`}</p>;
}

function Orders({ orders }: { orders: OnDemandOrder[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const why = useWhyWords();
  if (orders.length === 0)
    return (
      <EmptyState icon="orders" title={t`No order on demand is open`}>
        {t`New ones are given to riders as they come in.`}
      </EmptyState>
    );
  const time = (at: string | null) => (at ? format.time(at) : "–");
  return (
    <DataTable<OnDemandOrder>
      stacks
      label={t`Orders on demand`}
      rows={orders}
      rowKey={(one) => one.order_id}
      columns={[
        { id: "order", label: t`Order`, cell: (one) => <Reference order={one} /> },
        { id: "rider", label: t`Rider`, cell: (one) => <Standing order={one} /> },
        {
          id: "leaves",
          label: t`Leaves`,
          cell: (one) => (
            <Due words={t`${time(one.leaves_at)}, by ${time(one.leave_by)}`} lateS={one.leaves_late_s} />
          ),
        },
        {
          id: "there",
          label: t`There`,
          cell: (one) => (
            <Due words={t`${time(one.arrives_at)}, by ${time(one.deliver_by)}`} lateS={one.arrives_late_s} />
          ),
        },
        { id: "why", label: t`Why`, cell: (one) => why(one) ?? "–" },
      ]}
    />
  );
}

/** An order by its merchant's word for it, with the day that it was left over from. */
function Reference({ order }: { order: OnDemandOrder }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <span className="co-on-demand__cell">
      <b dir="auto">{order.reference}</b>
      {order.left_over_from && (
        <Badge tone="warn" icon="clock">{t`left over from ${format.day(order.left_over_from)}`}</Badge>
      )}
    </span>
  );
}

/** A moment and by when it must be, with a word and a sign where it is late. */
function Due({ words, lateS }: { words: string; lateS: number }) {
  const { t } = useLingui();
  return (
    <span className="co-on-demand__cell">
      <span>{words}</span>
      {lateS > 0 && <Badge tone="danger" icon="alert">{t`${minutesOf(lateS)} min late`}</Badge>}
    </span>
  );
}

/** Who has an order, or that nobody has. */
function Standing({ order }: { order: OnDemandOrder }) {
  const { t } = useLingui();
  if (order.state === "waiting")
    return (
      <Badge tone={order.needs_you ? "danger" : "warn"}>{order.needs_you ? t`needs you` : t`waits`}</Badge>
    );
  return (
    <span className="co-on-demand__cell">
      <span dir="auto">{order.rider}</span>
      {isLate(order) ? (
        <Badge tone="danger" icon="alert">
          {order.state === "going" ? t`on the way, late` : t`has it, late`}
        </Badge>
      ) : (
        <Badge tone={order.state === "going" ? "ok" : "info"}>
          {order.state === "going" ? t`on the way` : t`has it`}
        </Badge>
      )}
    </span>
  );
}

function Serving({ riders }: { riders: readonly { shift_id: string; rider: string; orders: number }[] }) {
  const { t } = useLingui();
  const names = riders.map((one) => (one.orders > 0 ? `${one.rider} (${one.orders})` : one.rider)).join(", ");
  return (
    <p className="pn-quiet">
      {riders.length > 0
        ? t`On duty for them: ${names}`
        : t`Nobody who serves orders on demand is on duty. Who does is set under Fleet.`}
    </p>
  );
}
