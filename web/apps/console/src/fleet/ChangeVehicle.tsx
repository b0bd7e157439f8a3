import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet, type Vehicle } from "@pannier/api";
import { FormDialog } from "@pannier/app";
import { Checkbox, TextField, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useFleet } from "./useFleet.ts";
import { changeOf, type DraftField, draftOfVehicle, faultsOfVehicle, usualOf } from "./vehicleDraft.ts";

/** All figures of a vehicle that plans go by; what is empty is as its kind, or has no limit. */
export function ChangeVehicle({ vehicle, onClose }: { vehicle: Vehicle; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOfVehicle(vehicle));
  const [active, setActive] = useState(vehicle.active);
  const [isHeavy, setIsHeavy] = useState(vehicle.eu_driving_times);
  const [isStack, setIsStack] = useState(vehicle.last_in_first_out);
  const faults = faultsOfVehicle(draft);
  const { kinds } = useFleet();
  const usual = usualOf(kinds.data?.find((kind) => kind.code === vehicle.kind));
  const change = useMutation({
    mutationFn: () =>
      fleet.changeVehicle(vehicle.id, {
        ...changeOf(vehicle, draft),
        active,
        last_in_first_out: isStack,
        eu_driving_times: isHeavy,
      }),
    onSuccess: () => {
      toast(t`The next plan goes by it.`);
      void client.invalidateQueries({ queryKey: ["vehicles"] });
      onClose();
    },
  });
  const problem = change.error instanceof ApiProblem ? change.error : null;
  const bind = (field: DraftField) => ({
    value: draft[field],
    placeholder: usual[field],
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
      <p className="pn-quiet">{t`What is left empty is as with every ${vehicle.kind_label}.`}</p>
      <FormPart title={t`What it carries`}>
        <div className="co-form">
          <TextField label={t`Payload`} unit="kg" {...bind("payload_g")} />
          <TextField label={t`Volume`} unit="l" {...bind("volume_ml")} />
          <TextField label={t`Parcels at most`} {...bind("parcels_max")} />
          <TextField label={t`Other loads`} hint={t`Like cold_l 40, pallets 2`} {...bind("capacities")} />
        </div>
        <Checkbox
          label={t`Its box gives back only what lies on top`}
          isSelected={isStack}
          onChange={setIsStack}
        />
      </FormPart>
      <FormPart title={t`At the door`}>
        <div className="co-form">
          <TextField label={t`Equipment`} hint={t`Answers needs, like lift`} {...bind("equipment")} />
          <TextField
            label={t`Time at the door`}
            unit="%"
            hint={t`Of what orders ask for; below 100 is faster`}
            {...bind("service_percent")}
          />
        </div>
      </FormPart>
      {vehicle.battery_wh !== null && (
        <FormPart title={t`Battery`}>
          <div className="co-form">
            <TextField label={t`Battery`} unit="kWh" {...bind("battery_wh")} />
            <TextField label={t`Spare batteries`} {...bind("spare_batteries")} />
          </div>
        </FormPart>
      )}
      <Limits of={t`In a shift at most; empty is no limit`} part="shift" bind={bind} />
      <Limits of={t`In a trip at most; empty is no limit`} part="trip" bind={bind} />
      <Checkbox
        label={t`EU driving times hold for it (above 3.5 t, or above 2.5 t across borders)`}
        isSelected={isHeavy}
        onChange={setIsHeavy}
      />
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
    <FormPart title={of}>
      <div className="co-form co-form--three">
        <TextField label={t`Distance`} unit="km" {...bind(`${part}_distance_m`)} />
        <TextField label={t`Time on the road`} unit="h" {...bind(`${part}_duration_s`)} />
        <TextField label={t`Stops`} {...bind(`${part}_stops`)} />
      </div>
    </FormPart>
  );
}

function FormPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="co-fields">
      <legend className="co-form__part">{title}</legend>
      {children}
    </fieldset>
  );
}
