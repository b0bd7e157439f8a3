import { useLingui } from "@lingui/react/macro";
import { ApiProblem } from "@pannier/api";
import { useLoadNames } from "@pannier/app";
import { Button, IconButton, TextField } from "@pannier/ui";
import { useRef } from "react";
import { addLoad, type LoadDraft, type LoadFault, loadFaultsOf, MOST_LOADS } from "./loads.ts";

interface Props {
  loads: readonly LoadDraft[];
  /** What the server answered to what was sent last. */
  problem: unknown;
  showFaults: boolean;
  onChange: (loads: readonly LoadDraft[]) => void;
}

/** What the parcels take up beyond weight and volume, a row for each, by the names that vehicles know. */
export function OtherLoads({ loads, problem, showFaults, onChange }: Props) {
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const errorOf = useLoadErrors({ loads, problem, showFaults });
  const known = useLoadNames();
  const remove = (id: number) => {
    onChange(loads.filter((load) => load.id !== id));
    // The button that was pressed is gone; who works by keyboard goes on from the one that stays.
    box.current?.querySelector<HTMLElement>(":scope > button")?.focus();
  };
  return (
    <div className="po-loads" ref={box}>
      {loads.map((load, place) => (
        <LoadRow
          key={load.id}
          load={load}
          number={place + 1}
          known={known}
          errorOf={errorOf}
          onRemove={() => remove(load.id)}
          onChange={(part) => onChange(loads.map((one) => (one.id === load.id ? { ...one, ...part } : one)))}
        />
      ))}
      {loads.length < MOST_LOADS && (
        <Button small icon="plus" onPress={() => onChange(addLoad(loads))}>
          {t`Add another load`}
        </Button>
      )}
    </div>
  );
}

type Side = "name" | "amount";

/** The sentence under a field of a row: from the own check, else from the server. */
function useLoadErrors({ loads, problem, showFaults }: Omit<Props, "onChange">) {
  const { t } = useLingui();
  const sentences: Record<LoadFault, string> = {
    no_name: t`Give its name in small letters, like cold_box.`,
    twice: t`This load is named twice; keep one.`,
    not_whole: t`Give a whole number above 0.`,
  };
  const faults = showFaults ? loadFaultsOf(loads) : {};
  const told = (pointer: string) =>
    problem instanceof ApiProblem ? problem.fieldDetail(`other_loads/${pointer}`) : undefined;
  return (load: LoadDraft, side: Side): string | undefined => {
    const fault = faults[load.id]?.[side];
    if (fault) return sentences[fault];
    const name = load.name.trim();
    return name ? told(side === "name" ? `${name}/[key]` : name) : undefined;
  };
}

interface RowProps {
  load: LoadDraft;
  number: number;
  /** The names that vehicles know; null while they are not told yet. */
  known: readonly string[] | null;
  errorOf: (load: LoadDraft, side: Side) => string | undefined;
  onRemove: () => void;
  onChange: (part: Partial<LoadDraft>) => void;
}

/** Which names there are; a name that no vehicle knows is said before the order is sent. */
function useNameHint(name: string, known: readonly string[] | null): string {
  const { t } = useLingui();
  if (known === null) return t`As the carrier calls it, like cold_box`;
  if (known.length === 0) return t`The carrier’s vehicles know no other loads.`;
  const names = known.join(", ");
  return name && !known.includes(name)
    ? t`No vehicle of the carrier knows this load; they know ${names}.`
    : t`One of ${names}`;
}

function LoadRow({ load, number, known, errorOf, onRemove, onChange }: RowProps) {
  const { t } = useLingui();
  const bind = (side: Side) => ({
    name: `load-${side}-${load.id}`,
    value: load[side],
    error: errorOf(load, side),
    autoComplete: "off",
    onChange: (value: string) => onChange({ [side]: value }),
  });
  return (
    <fieldset className="po-load">
      <legend className="pn-hidden">{t`Other load ${number}`}</legend>
      <TextField
        label={t`Load`}
        hint={useNameHint(load.name.trim(), known)}
        list={`load-names-${load.id}`}
        autoFocus
        {...bind("name")}
      />
      <datalist id={`load-names-${load.id}`}>
        {known?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField label={t`Amount`} inputMode="numeric" {...bind("amount")} />
      <IconButton label={t`Remove load ${number}`} icon="close" size={16} onPress={onRemove} />
    </fieldset>
  );
}
