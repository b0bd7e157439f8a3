import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet, type Vehicle } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { Checkbox, TextField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeOf, type DraftField, draftOfVehicle, faultsOfVehicle } from "./vehicleDraft.ts";

/** All figures of a vehicle that plans go by; what is empty is as its kind, or has no limit. */
export function ChangeVehicle({ vehicle, onClose }: { vehicle: Vehicle; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOfVehicle(vehicle));
  const [active, setActive] = useState(vehicle.active);
  const faults = faultsOfVehicle(draft);
  const change = useMutation({
    mutationFn: () => fleet.changeVehicle(vehicle.id, { ...changeOf(vehicle, draft), active }),
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["vehicles"] });
      onClose();
    },
  });
  const problem = change.error instanceof ApiProblem ? change.error : null;
  const bind = (field: DraftField) => ({
    value: draft[field],
    error: faults.has(field) ? t`This cannot be read.` : problem?.fieldDetail(field),
    onChange: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
  });
  return (
    <FormDialog
      title={t`Change ${vehicle.name}`}
      action={t`Change`}
      command={change}
      isReady={faults.size === 0}
      onSubmit={change.mutate}
      onClose={onClose}
    >
      <h3 className="co-form__part">{t`What it carries; empty is as ${vehicle.kind_label}`}</h3>
      <div className="co-form">
        <TextField label={t`Payload`} unit="kg" {...bind("payload_g")} />
        <TextField label={t`Volume`} unit="l" {...bind("volume_ml")} />
        <TextField label={t`Parcels at most`} {...bind("parcels_max")} />
        <TextField label={t`Other loads`} hint={t`Like cold_l 40, pallets 2`} {...bind("capacities")} />
        <TextField label={t`Equipment`} hint={t`Answers needs, like lift`} {...bind("equipment")} />
        <TextField
          label={t`Time at the door`}
          unit="%"
          hint={t`Of what orders ask for`}
          {...bind("service_percent")}
        />
      </div>
      {vehicle.battery_wh !== null && (
        <div className="co-form">
          <TextField label={t`Battery`} unit="kWh" {...bind("battery_wh")} />
          <TextField label={t`Spare batteries`} {...bind("spare_batteries")} />
        </div>
      )}
      <Limits of={t`In a shift at most; empty is no limit`} part="shift" bind={bind} />
      <Limits of={t`In a trip at most; empty is no limit`} part="trip" bind={bind} />
      <Checkbox label={t`In use`} isSelected={active} onChange={setActive} />
    </FormDialog>
  );
}

interface LimitsProps {
  of: string;
  part: "shift" | "trip";
  bind: (field: DraftField) => { value: string; error?: string; onChange: (value: string) => void };
}

function Limits({ of, part, bind }: LimitsProps) {
  const { t } = useLingui();
  return (
    <fieldset className="co-fields">
      <legend className="co-form__part">{of}</legend>
      <div className="co-form co-form--three">
        <TextField label={t`Distance`} unit="km" {...bind(`${part}_distance_m`)} />
        <TextField label={t`Time on the road`} unit="h" {...bind(`${part}_duration_s`)} />
        <TextField label={t`Stops`} {...bind(`${part}_stops`)} />
      </div>
    </fieldset>
  );
}
