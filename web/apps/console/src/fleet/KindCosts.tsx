import { useLingui } from "@lingui/react/macro";
import { fleet, type KindCosts as KindCostsRow } from "@pannier/api";
import { ProblemState, useMay } from "@pannier/app";
import { Badge, Button, type Column, DataTable, Panel, Skeleton, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChangeKindCosts } from "./ChangeKindCosts.tsx";
import { type Rate, ratesOf } from "./costDraft.ts";
import { useRateText } from "./useRateText.ts";

/** What each kind of vehicle costs: what counts, whether it is the operator's own, and what is shipped beside it. */
export function KindCosts() {
  const { t } = useLingui();
  const costs = useQuery({ queryKey: ["vehicle-costs"], queryFn: fleet.costs });
  const [changing, setChanging] = useState<KindCostsRow | null>(null);
  return (
    <Panel title={t`What vehicles cost`}>
      <p className="pn-quiet">
        {t`Plans, quotes, proposals, the choice of partners and the day’s report count with it. Until you say otherwise it is what Pannier is shipped with: estimates, not your books.`}
      </p>
      {costs.isPending && <Skeleton label={t`Loading costs`} lines={5} />}
      {costs.isLoadingError && <ProblemState error={costs.error} onRetry={() => void costs.refetch()} />}
      {costs.data && <CostTable rows={costs.data} onChange={setChanging} />}
      {changing && <ChangeKindCosts costs={changing} onClose={() => setChanging(null)} />}
    </Panel>
  );
}

interface TableProps {
  rows: readonly KindCostsRow[];
  onChange: (row: KindCostsRow) => void;
}

function CostTable({ rows, onChange }: TableProps) {
  const { t } = useLingui();
  const may = useMay();
  const rate = (id: Rate, label: string): Column<KindCostsRow> => ({
    id,
    label,
    align: "end",
    cell: (row) => <RateCell row={row} rate={id} />,
  });
  const columns: Column<KindCostsRow>[] = [
    { id: "kind", label: t`Kind`, cell: (row) => <KindCell row={row} /> },
    rate("fixed_cents", t`A shift`),
    rate("per_hour_cents", t`An hour`),
    rate("per_km_cents", t`A km`),
    rate("per_kwh_cents", t`A kWh`),
  ];
  if (may("rates:write"))
    columns.push({
      id: "change",
      label: t`Change`,
      align: "end",
      cell: (row) => (
        <Button small aria-label={t`Change what ${row.label} costs`} onPress={() => onChange(row)}>
          {t`Change`}
        </Button>
      ),
    });
  return (
    <DataTable<KindCostsRow>
      stacks
      label={t`What vehicles cost`}
      rows={rows}
      rowKey={(row) => row.kind}
      columns={columns}
    />
  );
}

function KindCell({ row }: { row: KindCostsRow }) {
  const { t } = useLingui();
  const { settings } = useFormat();
  // With its year: costs may stand for long.
  const days = new Intl.DateTimeFormat(settings.locale, { dateStyle: "medium", timeZone: "UTC" });
  const since = row.since === null ? "" : days.format(new Date(row.since));
  return (
    <span className="co-kind">
      <b>{row.label}</b>
      {row.since === null ? (
        <Badge>{t`As shipped`}</Badge>
      ) : (
        <Badge tone="info" icon={null}>{t`Your own since ${since}`}</Badge>
      )}
    </span>
  );
}

/** What counts; where that is the operator's own, what is shipped stands below. */
function RateCell({ row, rate }: { row: KindCostsRow; rate: Rate }) {
  const { t } = useLingui();
  const textOf = useRateText();
  if (!ratesOf(row).includes(rate)) return <>–</>;
  if (row.own[rate] === null) return <>{textOf(row.in_force[rate])}</>;
  return (
    <span className="co-rate">
      <b>{textOf(row.in_force[rate])}</b>
      <span className="pn-quiet">{t`shipped ${textOf(row.shipped[rate])}`}</span>
    </span>
  );
}
