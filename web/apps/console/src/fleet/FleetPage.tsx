import "./fleet.css";
import { useLingui } from "@lingui/react/macro";
import { PageHead, Tabs } from "@pannier/ui";
import { Costs } from "./Costs.tsx";
import { Hubs } from "./Hubs.tsx";
import { OnDemandRules } from "./OnDemandRules.tsx";
import { PeopleRules } from "./PeopleRules.tsx";
import { Riders } from "./Riders.tsx";
import { Shifts } from "./Shifts.tsx";
import { Stations } from "./Stations.tsx";
import { useFleet } from "./useFleet.ts";
import { Vehicles } from "./Vehicles.tsx";
import { Zones } from "./Zones.tsx";

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
          { id: "hubs", label: t`Hubs`, content: <Hubs /> },
          { id: "zones", label: t`Zones`, content: <Zones /> },
          { id: "rules", label: t`Rules for riders`, content: <PeopleRules /> },
          { id: "on-demand", label: t`On demand`, content: <OnDemandRules /> },
          { id: "costs", label: t`Kinds and costs`, content: <Costs /> },
        ]}
      />
    </div>
  );
}
