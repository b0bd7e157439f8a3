import { useLingui } from "@lingui/react/macro";
import { ApiProblem, type OrderDetail } from "@pannier/api";
import { Facts, Panel, TextField, TimeField, useFormat } from "@pannier/ui";
import { type CollectionDraft, type CollectionFault, collectionFaultsOf } from "./collectionDraft.ts";
import { useDoubtWords } from "./OrderParts.tsx";
import { usePromiseWords } from "./promise.ts";

/** Where an order is collected, from whom and when; nothing for orders that leave from the hub. */
export function CollectionFacts({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const format = useFormat();
  const { windowWords } = usePromiseWords();
  const doubtWords = useDoubtWords();
  const { collection } = order;
  if (!collection) return null;
  return (
    <Panel title={t`Collection`}>
      <Facts
        columns={2}
        facts={[
          { label: t`From`, value: collection.contact.name ?? t`No name given` },
          { label: t`Address`, value: collection.address.label },
          doubtWords(collection.address.review_code),
          { label: t`Ready`, value: windowWords(collection) },
          {
            label: t`Collected`,
            value: collection.collected_at ? format.moment(collection.collected_at) : t`not yet`,
          },
          collection.contact.phone && { label: t`Phone`, value: <bdi>{collection.contact.phone}</bdi> },
          order.bundle && { label: t`Bundle`, value: order.bundle },
          collection.notes && { label: t`Note`, value: collection.notes },
        ]}
      />
    </Panel>
  );
}

interface FieldsProps {
  draft: CollectionDraft;
  /** What the server answered to what was sent last. */
  problem: unknown;
  showFaults: boolean;
  /** The class that lays fields out side by side. */
  look: string;
  onChange: (change: Partial<CollectionDraft>) => void;
}

const POINTERS: Partial<Record<keyof CollectionDraft, string>> = {
  line: "collection/address",
  from: "collection/window/start",
  until: "collection/window/end",
  bundle: "bundle",
};

/** The fields that say where an order is collected. */
export function CollectionFields({ draft, problem, showFaults, look, onChange }: FieldsProps) {
  const { t } = useLingui();
  const sentences: Record<CollectionFault, string> = {
    line_missing: t`Give the street and number.`,
    window_needs_both: t`Give both ends of the window, or none.`,
    window_order: t`The window must end after it starts.`,
    not_a_time: t`Give a time like 08:30.`,
  };
  const faults = showFaults ? collectionFaultsOf(draft) : {};
  const bind = (field: keyof CollectionDraft) => {
    const fault = faults[field];
    const pointer = POINTERS[field];
    const told = problem instanceof ApiProblem && pointer ? problem.fieldDetail(pointer) : undefined;
    return {
      name: `collection-${field}`,
      value: draft[field],
      error: fault ? sentences[fault] : told,
      onChange: (value: string) => onChange({ [field]: value }),
    };
  };
  return (
    <>
      <div className={look}>
        <TextField
          label={t`Collected at`}
          hint={t`Street and number`}
          isRequired
          autoComplete="off"
          {...bind("line")}
        />
        <TextField label={t`Postcode`} autoComplete="off" {...bind("postcode")} />
        <TextField label={t`City`} autoComplete="off" {...bind("city")} />
        <TextField label={t`Who hands it over`} autoComplete="off" {...bind("name")} />
        <TextField label={t`Phone`} type="tel" autoComplete="off" {...bind("phone")} />
        <TextField
          label={t`Bundle`}
          hint={t`Orders of one bundle go by one rider`}
          autoComplete="off"
          {...bind("bundle")}
        />
        <TimeField label={t`Ready from`} {...bind("from")} />
        <TimeField label={t`Ready until`} {...bind("until")} />
      </div>
      <TextField label={t`Note for the collection`} rows={2} {...bind("notes")} />
    </>
  );
}
