import "./fleet.css";
import { useLingui } from "@lingui/react/macro";
import { PageHead, Tabs } from "@pannier/ui";
import { Costs } from "./Costs.tsx";
import { Riders } from "./Riders.tsx";
import { Shifts } from "./Shifts.tsx";
import { Stations } from "./Stations.tsx";
import { useFleet } from "./useFleet.ts";
import { Vehicles } from "./Vehicles.tsx";

/** Vehicles, riders and who rides what when. */
export default function FleetPage() {
  const { t } = useLingui();
  const { vehicles, riders, shifts, stations } = useFleet();
  return (
    <div className="co-page">
      <PageHead title={t`Fleet`} />
      <Tabs
        label={t`Fleet`}
        tabs={[
          { id: "vehicles", label: t`Vehicles`, count: vehicles.data?.length, content: <Vehicles /> },
          { id: "riders", label: t`Riders`, count: riders.data?.length, content: <Riders /> },
          { id: "shifts", label: t`Shifts of the day`, count: shifts.data?.length, content: <Shifts /> },
          {
            id: "stations",
            label: t`Charging stations`,
            count: stations.data?.length,
            content: <Stations />,
          },
          { id: "costs", label: t`Kinds and costs`, content: <Costs /> },
        ]}
      />
    </div>
  );
}
