import { useLingui } from "@lingui/react/macro";
import { accounts, type OwnOrganisation } from "@pannier/api";
import { useFailureToast, useMay } from "@pannier/app";
import { Button, IconButton, Panel, TextField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { addRow, classesIn, type GoodsFault, type GoodsRow, goodsFaultsOf, rowsOf } from "./goodsDraft.ts";

/** The classes of goods that orders may name, and which of them never share a trip. */
export function GoodsClasses({ own }: { own: OwnOrganisation }) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <Panel title={t`Goods that never share a trip`}>
      <p className="pn-quiet">
        {t`Orders name one of these classes. Two classes of which one names the other never share a trip; a class that names itself always goes alone.`}
      </p>
      {may("rates:write") ? (
        <GoodsForm key={JSON.stringify(own.goods_classes)} own={own} />
      ) : (
        <ul>
          {own.goods_classes.map((one) => (
            <li key={one.code}>
              {one.not_with.length > 0 ? t`${one.label}: not with ${one.not_with.join(", ")}` : one.label}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function GoodsForm({ own }: { own: OwnOrganisation }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [rows, setRows] = useState(() => rowsOf(own.goods_classes));
  const faults = goodsFaultsOf(rows);
  const change = useMutation({
    mutationFn: accounts.changeOrganisation,
    onError: fail,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["organisation"] });
      void client.invalidateQueries({ queryKey: ["goods-classes"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(faults).length === 0) change.mutate({ goods_classes: classesIn(rows) });
  };
  const isSame = JSON.stringify(classesIn(rows)) === JSON.stringify(own.goods_classes);
  return (
    <form className="co-stack co-goods-form" onSubmit={submit}>
      {rows.map((row, place) => (
        <Row
          key={row.id}
          row={row}
          number={place + 1}
          faults={faults[row.id] ?? {}}
          onChange={(part) =>
            setRows((before) => before.map((one) => (one.id === row.id ? { ...one, ...part } : one)))
          }
          onRemove={() => setRows((before) => before.filter((one) => one.id !== row.id))}
        />
      ))}
      <div className="co-tools">
        <Button small icon="plus" onPress={() => setRows(addRow)}>
          {t`Add a class`}
        </Button>
        <Button
          small
          type="submit"
          isDisabled={isSame || Object.keys(faults).length > 0}
          isPending={change.isPending}
        >
          {t`Set the classes`}
        </Button>
        {own.has_own_classes && (
          <Button small onPress={() => change.mutate({ goods_classes: null })}>
            {t`Back to the usual ones`}
          </Button>
        )}
      </div>
    </form>
  );
}

interface RowProps {
  row: GoodsRow;
  number: number;
  faults: Partial<Record<keyof GoodsRow, GoodsFault>>;
  onChange: (part: Partial<GoodsRow>) => void;
  onRemove: () => void;
}

function Row({ row, number, faults, onChange, onRemove }: RowProps) {
  const { t } = useLingui();
  const sentences: Record<GoodsFault, string> = {
    no_code: t`Give a code in small letters, like hot_food.`,
    twice: t`This code stands twice; keep one.`,
    no_label: t`Say what people call it.`,
    unknown: t`One of these codes is no class here.`,
  };
  const bind = (field: "code" | "label" | "notWith") => {
    const fault = faults[field];
    return {
      value: row[field],
      error: fault && sentences[fault],
      autoComplete: "off",
      onChange: (value: string) => onChange({ [field]: value }),
    };
  };
  return (
    <fieldset className="co-fields co-goods">
      <legend className="pn-hidden">{t`Class ${number}`}</legend>
      <TextField label={t`Code`} {...bind("code")} />
      <TextField label={t`Called`} {...bind("label")} />
      <TextField label={t`Not with`} {...bind("notWith")} />
      <IconButton label={t`Remove class ${number}`} icon="close" size={16} onPress={onRemove} />
    </fieldset>
  );
}
