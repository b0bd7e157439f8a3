import { useLingui } from "@lingui/react/macro";
import { ApiProblem, orders } from "@pannier/api";
import { CollectionFields, useMe, useProblemText, WishFields } from "@pannier/app";
import {
  Banner,
  Button,
  DateField,
  PageHead,
  Panel,
  SelectField,
  TextField,
  TimeField,
  toast,
} from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import {
  type DraftError,
  EMPTY_DRAFT,
  faultsOf,
  isCollected,
  type OrderDraft,
  orderOf,
  type TextFieldName,
} from "./draft.ts";
import { OtherLoads } from "./OtherLoads.tsx";
import { QuotePanel } from "./QuotePanel.tsx";
import { endsQuote } from "./quotes.ts";

// Fields of the form → last part of the pointer in the server's answer.
const POINTERS: Partial<Record<keyof OrderDraft, string>> = {
  weight: "weight_kg",
  volume: "volume_l",
  until: "window",
  ready: "release_at",
  loads: "other_loads",
};

/** One order by hand. */
export default function NewOrderPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { operator, organisation } = useMe();
  const textOf = useProblemText();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const zone = (operator ?? organisation).timezone;
  const create = useMutation({
    mutationFn: () => orders.create(orderOf(draft, zone)),
    onSuccess: (order) => {
      toast(t`${order.reference} is accepted.`);
      void client.invalidateQueries({ queryKey: ["orders"] });
      navigate(`/orders/${order.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faultsOf(draft)).length === 0) create.mutate();
  };
  return (
    <form className="po-page po-narrow" onSubmit={submit}>
      <PageHead
        title={t`New order`}
        note={t`The same reference again changes the order instead of making a second one.`}
      />
      {create.isError && <Banner tone="danger">{textOf(create.error)}</Banner>}
      <Fields
        draft={draft}
        problem={create.error}
        showFaults={tried}
        zone={zone}
        onChange={(change) =>
          setDraft((before) => ({ ...before, ...(endsQuote(change) && { quoteId: "" }), ...change }))
        }
      />
      <div className="po-tools">
        <Button type="submit" look="primary" isPending={create.isPending}>
          {t`Send the order`}
        </Button>
        <Button onPress={() => navigate("/")}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  draft: OrderDraft;
  problem: unknown;
  showFaults: boolean;
  zone: string;
  onChange: (change: Partial<OrderDraft>) => void;
}

/** The sentence under a field: from the own check, else from the server. */
function useFieldErrors({ draft, problem, showFaults }: Omit<FieldsProps, "onChange" | "zone">) {
  const { t } = useLingui();
  const sentences: Record<DraftError, string> = {
    window_needs_both: t`Give both ends of the window, or none.`,
    window_order: t`The window must end after it starts.`,
    window_needs_date: t`A window needs a delivery day.`,
    ready_needs_date: t`The time it is ready needs a delivery day.`,
    not_a_time: t`Give a time like 08:30.`,
    not_a_number: t`Give a number above 0.`,
    loads: t`Say each load and how much of it.`,
    collection: t`Say where it is collected.`,
    wishes: t`Some of this cannot be read.`,
  };
  const faults = showFaults ? faultsOf(draft) : {};
  return (field: keyof OrderDraft): string | undefined => {
    const fault = faults[field];
    if (fault) return sentences[fault];
    return problem instanceof ApiProblem ? problem.fieldDetail(POINTERS[field] ?? field) : undefined;
  };
}

function Fields(props: FieldsProps) {
  const { draft, onChange } = props;
  const { t } = useLingui();
  const errorOf = useFieldErrors(props);
  const bind = (field: TextFieldName) => ({
    name: field,
    value: draft[field],
    error: errorOf(field),
    onChange: (value: string) => onChange({ [field]: value }),
  });
  return (
    <>
      <Panel title={t`Order`}>
        <div className="po-form">
          <TextField label={t`Your reference`} isRequired autoFocus {...bind("reference")} />
          <SelectField
            label={t`Kind`}
            value={draft.kind}
            onChange={(kind) => onChange({ kind: kind as OrderDraft["kind"] })}
            choices={[
              { value: "delivery", label: t`Delivery` },
              { value: "return", label: t`Return from a customer` },
            ]}
          />
          {draft.kind === "delivery" && (
            <SelectField
              label={t`Its parcels`}
              value={draft.origin}
              onChange={(origin) => onChange({ origin: origin as OrderDraft["origin"] })}
              choices={[
                { value: "hub", label: t`come to the hub` },
                { value: "elsewhere", label: t`are collected elsewhere` },
              ]}
            />
          )}
        </div>
      </Panel>
      {isCollected(draft) && (
        <Panel title={t`Collection`}>
          <CollectionFields
            draft={draft.collection}
            problem={props.problem}
            showFaults={props.showFaults}
            look="po-form"
            onChange={(part) => onChange({ collection: { ...draft.collection, ...part } })}
          />
        </Panel>
      )}
      <Panel title={t`Recipient`}>
        <div className="po-form">
          <TextField label={t`Name`} isRequired autoComplete="off" {...bind("name")} />
          <TextField label={t`Phone`} type="tel" autoComplete="off" {...bind("phone")} />
          <TextField
            label={t`E-mail`}
            type="email"
            autoComplete="off"
            hint={t`For the tracking link`}
            {...bind("email")}
          />
        </div>
        <div className="po-form po-form--address">
          <TextField label={t`Street and number`} isRequired autoComplete="off" {...bind("line")} />
          <TextField label={t`Postcode`} autoComplete="off" {...bind("postcode")} />
          <TextField label={t`City`} autoComplete="off" {...bind("city")} />
        </div>
      </Panel>
      <Panel title={t`When`}>
        <div className="po-form po-form--times">
          <DateField label={t`Delivery day`} {...bind("date")} />
          <TimeField label={t`Not before`} {...bind("from")} />
          <TimeField label={t`Not after`} {...bind("until")} />
          {!isCollected(draft) && (
            <TimeField
              label={t`Ready from`}
              hint={draft.kind === "return" ? t`When it can be fetched` : t`When it can be loaded`}
              {...bind("ready")}
            />
          )}
        </div>
        <QuotePanel draft={draft} zone={props.zone} onChange={onChange} />
      </Panel>
      <Panel title={t`Parcels`}>
        <div className="po-form">
          <TextField label={t`Number of parcels`} inputMode="numeric" {...bind("parcels")} />
          <TextField label={t`Weight`} inputMode="decimal" unit="kg" {...bind("weight")} />
          <TextField label={t`Volume`} inputMode="decimal" unit="l" {...bind("volume")} />
        </div>
        <OtherLoads
          loads={draft.loads}
          problem={props.problem}
          showFaults={props.showFaults}
          onChange={(loads) => onChange({ loads })}
        />
        <TextField label={t`Note for the rider`} rows={2} {...bind("notes")} />
      </Panel>
      <Panel title={t`For the round`}>
        <WishFields
          draft={draft.wishes}
          kind={draft.kind}
          problem={props.problem}
          showFaults={props.showFaults}
          look="po-form"
          onChange={(part) => onChange({ wishes: { ...draft.wishes, ...part } })}
        />
      </Panel>
    </>
  );
}
