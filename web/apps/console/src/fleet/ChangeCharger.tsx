import { useLingui } from "@lingui/react/macro";
import { type Charger, type Hub, power, type Station } from "@pannier/api";
import { FormDialog, ProblemState } from "@pannier/app";
import { Skeleton, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ChargerFields } from "./ChargerFields.tsx";
import { chargerDraftOf, chargerFaultsOf, chargerIn } from "./chargerDraft.ts";

/** Plugs, hours, reservations and prices of a station. */
export function ChangeStation({ station, onClose }: { station: Station; onClose: () => void }) {
  return (
    <ChargerDialog
      name={station.name}
      charger={station.charger}
      save={async (charger) => {
        await power.changeStation(station.id, charger);
      }}
      onClose={onClose}
    />
  );
}

/** The same of a hub's own chargers, or of its cabinet of batteries. */
export function ChangeHubCharger({ hub, onClose }: { hub: Hub; onClose: () => void }) {
  const { t } = useLingui();
  const said = useQuery({ queryKey: ["hub-charger", hub.id], queryFn: () => power.hubCharger(hub.id) });
  if (said.isLoadingError) return <ProblemState error={said.error} onRetry={() => void said.refetch()} />;
  if (!said.data) return <Skeleton label={t`Loading charging stations`} lines={2} />;
  return (
    <ChargerDialog
      name={hub.name}
      charger={said.data}
      save={async (charger) => {
        await power.setHubCharger(hub.id, charger);
      }}
      onClose={onClose}
    />
  );
}

interface ChargerDialogProps {
  name: string;
  charger: Charger;
  save: (charger: Charger) => Promise<void>;
  onClose: () => void;
}

function ChargerDialog({ name, charger, save, onClose }: ChargerDialogProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => chargerDraftOf(charger));
  const change = useMutation({
    mutationFn: save,
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["charging-stations"] });
      void client.invalidateQueries({ queryKey: ["hub-charger"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t`Plugs and prices: ${name}`}
      action={t`Save`}
      command={change}
      isReady={Object.keys(chargerFaultsOf(draft)).length === 0}
      onSubmit={() => change.mutate(chargerIn(draft))}
      onClose={onClose}
    >
      <ChargerFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
