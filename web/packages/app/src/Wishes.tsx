import { useLingui } from "@lingui/react/macro";
import { ApiProblem, goods, type OrderDetail } from "@pannier/api";
import { type Fact, SelectField, TextField, TimeField, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { type WishDraft, type WishFault, wishFaultsOf } from "./wishDraft.ts";

/** The classes of goods that the carrier knows; empty while they are not told yet. */
function useGoods() {
  const { data } = useQuery({ queryKey: ["goods-classes"], queryFn: goods.classes, staleTime: 300_000 });
  return data ?? [];
}

interface FieldsProps {
  draft: WishDraft;
  /** Deliveries only may say how long their goods may be aboard. */
  kind: string;
  /** What the server answered to what was sent last. */
  problem: unknown;
  showFaults: boolean;
  /** The class that lays fields out side by side. */
  look: string;
  onChange: (change: Partial<WishDraft>) => void;
}

const POINTERS: Record<keyof WishDraft, string> = {
  due: "due_at",
  windows: "more_windows",
  aboard: "max_aboard_min",
  goods: "goods",
  together: "together",
  apart: "apart",
  onDemand: "on_demand",
  leaveWithin: "leave_within_min",
  deliverWithin: "deliver_within_min",
};

/** The fields that say what an order asks of plans. */
export function WishFields({ draft, kind, problem, showFaults, look, onChange }: FieldsProps) {
  const { t } = useLingui();
  const classes = useGoods();
  const sentences: Record<WishFault, string> = {
    not_a_time: t`Give a time like 08:30.`,
    not_windows: t`Give windows like 14:00-16:00, parted by commas.`,
    not_minutes: t`Give a number above 0.`,
  };
  const faults = showFaults ? wishFaultsOf(draft) : {};
  const bind = (field: keyof WishDraft) => {
    const fault = faults[field];
    const told = problem instanceof ApiProblem ? problem.fieldDetail(POINTERS[field]) : undefined;
    return {
      name: field,
      value: draft[field],
      error: fault ? sentences[fault] : told,
      onChange: (value: string) => onChange({ [field]: value }),
    };
  };
  return (
    <div className={look}>
      {kind === "delivery" && (
        <SelectField
          label={t`On demand`}
          hint={t`It must leave within minutes, beside the planned rounds`}
          choices={[
            { value: "", label: t`no` },
            { value: "yes", label: t`yes` },
          ]}
          {...bind("onDemand")}
        />
      )}
      {kind === "delivery" && draft.onDemand !== "" && (
        <>
          <TextField
            label={t`Leaves within`}
            unit="min"
            inputMode="decimal"
            hint={t`From when it is ready; empty: as the hub says`}
            {...bind("leaveWithin")}
          />
          <TextField
            label={t`There within`}
            unit="min"
            inputMode="decimal"
            hint={t`From when it is ready; empty: as the hub says`}
            {...bind("deliverWithin")}
          />
        </>
      )}
      <TimeField label={t`Due by`} hint={t`Later is allowed in its window, and costs`} {...bind("due")} />
      <TextField label={t`Further windows`} hint={t`Like 14:00-16:00, 18:00-19:00`} {...bind("windows")} />
      <SelectField
        label={t`Goods`}
        hint={t`Some never share a trip`}
        choices={[
          { value: "", label: t`nothing special` },
          ...classes.map((one) => ({ value: one.code, label: one.label })),
        ]}
        {...bind("goods")}
      />
      {kind === "delivery" && (
        <TextField
          label={t`Aboard at most`}
          unit="min"
          inputMode="decimal"
          hint={t`From loading to the door, as for hot food`}
          {...bind("aboard")}
        />
      )}
      <TextField
        label={t`Same vehicle as`}
        hint={t`Orders with the same word here go by one vehicle`}
        {...bind("together")}
      />
      <TextField
        label={t`Not with`}
        hint={t`Orders with the same word here go by different vehicles`}
        {...bind("apart")}
      />
    </div>
  );
}

/** What an order asks of plans, as facts beside others. */
export function useWishFacts(): (order: OrderDetail) => (Fact | false | "" | null)[] {
  const { t } = useLingui();
  const format = useFormat();
  const classes = useGoods();
  return (order) => [
    order.on_demand && { label: t`On demand`, value: t`yes` },
    order.leave_within_min !== null && {
      label: t`Leaves within`,
      value: format.duration(order.leave_within_min * 60),
    },
    order.deliver_within_min !== null && {
      label: t`There within`,
      value: format.duration(order.deliver_within_min * 60),
    },
    order.more_windows.length > 0 && {
      label: t`Further windows`,
      value: order.more_windows.map((window) => format.window(window)).join(", "),
    },
    order.due_at !== null && { label: t`Due by`, value: format.time(order.due_at) },
    order.goods !== null && {
      label: t`Goods`,
      value: classes.find((one) => one.code === order.goods)?.label ?? order.goods,
    },
    order.max_aboard_min !== null && {
      label: t`Aboard at most`,
      value: format.duration(order.max_aboard_min * 60),
    },
    order.together !== null && { label: t`Same vehicle as`, value: order.together },
    order.apart !== null && { label: t`Not with`, value: order.apart },
  ];
}
