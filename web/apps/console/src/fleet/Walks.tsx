import { useLingui } from "@lingui/react/macro";
import { type FleetRules, fleet, type VehicleKind } from "@pannier/api";
import { ProblemState, useFailureToast, useMay } from "@pannier/app";
import { Button, Panel, Skeleton, TextField, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { draftsOf, type WalkDraft, walkFaultsOf, walksIn } from "./walkDraft.ts";

/** From which kinds of vehicles riders walk to several doors, how far, and with how much. */
export function Walks({ kinds }: { kinds: readonly VehicleKind[] }) {
  const { t } = useLingui();
  const may = useMay();
  const rules = useQuery({ queryKey: ["fleet-rules"], queryFn: fleet.rules });
  return (
    <Panel title={t`Park once, walk to several doors`}>
      <p className="pn-quiet">
        {t`Plans join near doors to one stop where walking takes less time than parking again: no metres are driven between them. Vans gain most; a bike is parked at the door in seconds, so it is off until you say otherwise. What is heavier than one walk carries is driven to.`}
      </p>
      {rules.isPending && <Skeleton label={t`Loading the rules`} lines={3} />}
      {rules.isLoadingError && <ProblemState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && (
        <WalksForm
          key={JSON.stringify(rules.data.walks)}
          rules={rules.data}
          kinds={kinds}
          mayWrite={may("fleet:write")}
        />
      )}
    </Panel>
  );
}

interface FormProps {
  rules: FleetRules;
  kinds: readonly VehicleKind[];
  mayWrite: boolean;
}

function WalksForm({ rules, kinds, mayWrite }: FormProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [drafts, setDrafts] = useState(() => draftsOf(rules));
  const change = useMutation({
    mutationFn: () => fleet.changeRules({ walks: walksIn(drafts) }),
    onError: fail,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["fleet-rules"] });
    },
  });
  const isReady = drafts.every((draft) => walkFaultsOf(draft).length === 0);
  const isSame = JSON.stringify(walksIn(drafts)) === JSON.stringify(walksIn(draftsOf(rules)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) change.mutate();
  };
  const alter = (kind: string, part: Partial<WalkDraft>) =>
    setDrafts((before) => before.map((one) => (one.kind === kind ? { ...one, ...part } : one)));
  return (
    <form className="co-stack" onSubmit={submit}>
      {drafts.map((draft) => (
        <KindRow
          key={draft.kind}
          draft={draft}
          label={kinds.find((kind) => kind.code === draft.kind)?.label ?? draft.kind}
          isReadOnly={!mayWrite}
          onChange={(part) => alter(draft.kind, part)}
        />
      ))}
      {mayWrite && (
        <div className="co-tools">
          <Button small type="submit" isDisabled={!isReady || isSame} isPending={change.isPending}>
            {t`Set how far riders walk`}
          </Button>
        </div>
      )}
    </form>
  );
}

interface RowProps {
  draft: WalkDraft;
  label: string;
  isReadOnly: boolean;
  onChange: (part: Partial<WalkDraft>) => void;
}

function KindRow({ draft, label, isReadOnly, onChange }: RowProps) {
  const { t } = useLingui();
  const faults = walkFaultsOf(draft);
  return (
    <fieldset className="co-fields co-walks" disabled={isReadOnly}>
      <legend>{label}</legend>
      <TextField
        label={t`Walk at most (0: off)`}
        unit="m"
        value={draft.within}
        onChange={(within) => onChange({ within })}
        error={faults.includes("within") ? t`Give 10 to 500 metres, or 0.` : undefined}
      />
      <TextField
        label={t`Carrying at most`}
        unit="kg"
        value={draft.kg}
        onChange={(kg) => onChange({ kg })}
        error={faults.includes("kg") ? t`Give up to 100 kilograms.` : undefined}
      />
      <TextField
        label={t`Parcels at most`}
        value={draft.parcels}
        onChange={(parcels) => onChange({ parcels })}
        error={faults.includes("parcels") ? t`Give 1 to 50 parcels.` : undefined}
      />
    </fieldset>
  );
}
