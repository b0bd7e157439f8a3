import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { ApiProblem, fleet, type Vehicle } from "@pannier/api";
import { FormDialog, ProblemState, useMay } from "@pannier/app";
import { shapeOf } from "@pannier/core";
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  Icon,
  SelectField,
  Skeleton,
  TextField,
  toast,
  useFormat,
  useNow,
} from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { useVehicleStates } from "../tracking/useLive.ts";
import { ChangeVehicle } from "./ChangeVehicle.tsx";
import { useFleet } from "./useFleet.ts";

export function Vehicles() {
  const { t } = useLingui();
  const may = useMay();
  const { vehicles } = useFleet();
  const [adding, setAdding] = useState(false);
  if (vehicles.isPending) return <Skeleton label={t`Loading vehicles`} lines={6} />;
  if (vehicles.isLoadingError)
    return <ProblemState error={vehicles.error} onRetry={() => void vehicles.refetch()} />;
  const add = may("fleet:write") && (
    <Button
      look={vehicles.data.length === 0 ? "primary" : "plain"}
      icon="plus"
      onPress={() => setAdding(true)}
    >
      {t`Add a vehicle`}
    </Button>
  );
  return (
    <div className="co-stack">
      {vehicles.data.length === 0 ? (
        <EmptyState icon="fleet" title={t`No vehicles yet`} action={add}>
          {t`Plans need vehicles with a kind, a payload and a home hub.`}
        </EmptyState>
      ) : (
        <>
          <div className="co-tools">{add}</div>
          <VehicleTable vehicles={vehicles.data} />
        </>
      )}
      {adding && <NewVehicle onClose={() => setAdding(false)} />}
    </div>
  );
}

function VehicleTable({ vehicles }: { vehicles: readonly Vehicle[] }) {
  const { t } = useLingui();
  const may = useMay();
  const [changing, setChanging] = useState<Vehicle | null>(null);
  const format = useFormat();
  const columns: Column<Vehicle>[] = [
    {
      id: "name",
      label: t`Vehicle`,
      cell: (vehicle) => (
        <span className="co-with-icon">
          <Icon name={shapeOf(vehicle.kind)} size={20} />
          <span className="co-two">
            <b>{vehicle.name}</b>
            <small>{vehicle.kind_label}</small>
          </span>
        </span>
      ),
    },
    { id: "payload", label: t`Payload`, align: "end", cell: (vehicle) => format.mass(vehicle.payload_g) },
    {
      id: "volume",
      label: t`Volume`,
      align: "end",
      wideOnly: true,
      cell: (vehicle) => format.volume(vehicle.volume_ml),
    },
    {
      id: "parcels",
      label: t`Parcels at most`,
      align: "end",
      wideOnly: true,
      cell: (vehicle) => vehicle.parcels_max,
    },
    {
      id: "battery",
      label: t`Battery`,
      align: "end",
      wideOnly: true,
      cell: (vehicle) =>
        vehicle.battery_wh === null
          ? "–"
          : vehicle.spare_batteries > 0
            ? t`${format.energy(vehicle.battery_wh)}, ${plural(vehicle.spare_batteries, { one: "# spare battery", other: "# spare batteries" })}`
            : format.energy(vehicle.battery_wh),
    },
    { id: "charge", label: t`Charge now`, cell: (vehicle) => <ChargeNow vehicleId={vehicle.id} /> },
    {
      id: "active",
      label: t`State`,
      cell: (vehicle) =>
        vehicle.active ? <Badge tone="ok">{t`in use`}</Badge> : <Badge>{t`out of use`}</Badge>,
    },
    {
      id: "change",
      label: t`Change`,
      align: "end",
      cell: (vehicle) =>
        may("fleet:write") && (
          <Button small onPress={() => setChanging(vehicle)}>
            {t`Change`}
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable<Vehicle>
        stacks
        label={t`Vehicles`}
        rows={vehicles}
        rowKey={(vehicle) => vehicle.id}
        columns={columns}
      />
      {changing && <ChangeVehicle key={changing.id} vehicle={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

/** Charge with its source and age: a figure without them says nothing. */
function ChargeNow({ vehicleId }: { vehicleId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const now = useNow(10_000);
  const charge = useVehicleStates().data?.find((state) => state.vehicle_id === vehicleId)?.charge;
  if (!charge) return "–";
  const sources: Record<string, string> = {
    modelled: t`modelled`,
    rider: t`entered by the rider`,
    telematics: t`measured`,
  };
  return (
    <span className="co-two">
      {format.charge(charge.pct)}
      <small>
        {sources[charge.source] ?? charge.source}, {format.ago(charge.at, now)}
      </small>
    </span>
  );
}

function NewVehicle({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { hub, hubs } = useDay();
  const { kinds } = useFleet();
  const [name, setName] = useState("");
  const [kind, setKind] = useState("");
  const [hubId, setHubId] = useState(hub?.id ?? "");
  const chosenKind = kind || (kinds.data?.[0]?.code ?? "");
  const create = useMutation({
    mutationFn: () => fleet.createVehicle({ name: name.trim(), kind: chosenKind, hub_id: hubId }),
    onSuccess: (vehicle) => {
      toast(t`${vehicle.name} is part of the fleet.`);
      void client.invalidateQueries({ queryKey: ["vehicles"] });
      onClose();
    },
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  return (
    <FormDialog
      title={t`Add a vehicle`}
      action={t`Add`}
      command={create}
      isReady={Boolean(name.trim() && hubId)}
      onSubmit={create.mutate}
      onClose={onClose}
    >
      <div className="co-form">
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
          error={problem?.fieldDetail("name")}
          hint={t`As it is written on the vehicle`}
        />
        <SelectField
          label={t`Kind`}
          value={chosenKind}
          onChange={setKind}
          choices={(kinds.data ?? []).map((one) => ({ value: one.code, label: one.label }))}
          hint={t`Payload, volume and battery come with the kind.`}
        />
        <SelectField
          label={t`Home hub`}
          value={hubId}
          onChange={setHubId}
          choices={hubs.map((one) => ({ value: one.id, label: one.name }))}
        />
      </div>
    </FormDialog>
  );
}
