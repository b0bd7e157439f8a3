import { useLingui } from "@lingui/react/macro";
import type { Hub } from "@pannier/api";
import { useMay } from "@pannier/app";
import { Button, type Column, DataTable, useFormat } from "@pannier/ui";
import { useState } from "react";
import { useDay } from "../day.tsx";
import { ChangeHubCharger } from "./ChangeCharger.tsx";
import { HubForm } from "./HubForm.tsx";

/** The hubs: where they stand, when they are open, how long loading takes, and their plugs. */
export function Hubs() {
  const { t } = useLingui();
  const may = useMay();
  const format = useFormat();
  const { hubs } = useDay();
  const [form, open] = useState<{ hub: Hub | null } | null>(null);
  const [plugs, showPlugs] = useState<Hub | null>(null);
  const columns: Column<Hub>[] = [
    { id: "name", label: t`Hub`, cell: (hub) => <b dir="auto">{hub.name}</b> },
    { id: "code", label: t`Code`, cell: (hub) => hub.code },
    { id: "address", label: t`Address`, wideOnly: true, cell: (hub) => <bdi>{hub.address}</bdi> },
    { id: "hours", label: t`Open`, nowrap: true, cell: (hub) => `${hub.opens}–${hub.closes}` },
    { id: "loading", label: t`Loading`, align: "end", cell: (hub) => format.duration(hub.loading_s) },
    {
      id: "change",
      label: t`Change`,
      cell: (hub) => (
        <span className="co-tools">
          {may("hubs:write") && <Button small onPress={() => open({ hub })}>{t`Change ${hub.name}`}</Button>}
          {may("fleet:write") && (
            <Button small onPress={() => showPlugs(hub)}>{t`Plugs of ${hub.name}`}</Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <div className="co-stack">
      {may("hubs:write") && (
        <div className="co-tools">
          <Button icon="plus" onPress={() => open({ hub: null })}>{t`Add a hub`}</Button>
        </div>
      )}
      <DataTable<Hub> stacks label={t`Hubs`} rows={[...hubs]} rowKey={(hub) => hub.id} columns={columns} />
      {form && <HubForm hub={form.hub} onClose={() => open(null)} />}
      {plugs && <ChangeHubCharger hub={plugs} onClose={() => showPlugs(null)} />}
    </div>
  );
}
