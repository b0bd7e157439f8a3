import "./report.css";
import { useLingui } from "@lingui/react/macro";
import { ApiProblem, type DayReport, reports, type Share } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { DataTable, EmptyState, Figure, Icon, PageHead, Panel, Skeleton, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { useDay } from "../day.tsx";

/** The day in figures, each with what it is measured against. */
export default function ReportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  const report = useQuery({
    queryKey: ["report", day],
    queryFn: () => reports.day(day),
    enabled: Boolean(hub),
    refetchInterval: 30_000,
  });
  return (
    <div className="co-page">
      <PageHead title={t`Report of the day`} note={`${format.day(date)}${hub ? ` · ${hub.name}` : ""}`}>
        {report.data && (
          <a className="pn-download" href={reports.dayCsvUrl(day)} download>
            <Icon name="download" />
            {t`Download as CSV`}
          </a>
        )}
      </PageHead>
      {report.isPending && <Skeleton label={t`Loading the report`} lines={8} />}
      {report.isError && <NoReport error={report.error} onRetry={() => void report.refetch()} />}
      {report.data && <ReportSheet report={report.data} />}
    </div>
  );
}

function NoReport({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui();
  if (!(error instanceof ApiProblem && error.status === 404))
    return <ProblemState error={error} onRetry={onRetry} />;
  return (
    <EmptyState icon="report" title={t`Nothing to report yet`}>
      {t`Figures appear as soon as the first route of this day is on the road.`}
    </EmptyState>
  );
}

function ReportSheet({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const money = (cents: number | null) => format.money(cents, report.currency);
  return (
    <>
      <div className="co-figures">
        <Figure
          label={t`Delivered`}
          value={format.count(report.orders.delivered)}
          note={t`of ${report.orders.total} orders, ${report.orders.open} open`}
        />
        <Figure
          label={t`Not delivered`}
          value={format.count(report.orders.failed)}
          tone={report.orders.failed > 0 ? "danger" : undefined}
          note={t`reasons below`}
        />
        <ShareFigure label={t`Windows kept`} share={report.windows_kept} />
        <ShareFigure label={t`First attempt succeeded`} share={report.first_attempt} />
        <Figure
          label={t`Cost per delivery`}
          value={money(report.cost_per_delivery_cents)}
          note={t`${money(report.cost_cents)} in all`}
        />
        <Figure label={t`Charged`} value={money(report.revenue_cents)} />
        <Figure
          label={t`Driven`}
          value={format.distance(report.distance_m)}
          note={format.energy(report.energy_wh)}
        />
        <Figure
          label={t`Emissions per delivery`}
          value={format.emission(report.co2e_per_delivery_mg)}
          note={t`${format.emission(report.co2e_mg)} in all`}
        />
      </div>
      <Panel title={t`By vehicle kind`} flush>
        <DataTable
          label={t`By vehicle kind`}
          rows={report.by_vehicle_kind}
          rowKey={(row) => row.kind}
          columns={[
            { id: "kind", label: t`Kind`, cell: (row) => <b>{row.label}</b> },
            { id: "routes", label: t`Routes`, align: "end", cell: (row) => row.routes },
            {
              id: "delivered",
              label: t`Delivered`,
              align: "end",
              cell: (row) => format.count(row.delivered),
            },
            { id: "km", label: t`Distance`, align: "end", cell: (row) => format.distance(row.distance_m) },
            {
              id: "kwh",
              label: t`Energy`,
              align: "end",
              wideOnly: true,
              cell: (row) => format.energy(row.energy_wh),
            },
            {
              id: "co2e",
              label: t`Emissions`,
              align: "end",
              wideOnly: true,
              cell: (row) => format.emission(row.co2e_mg),
            },
          ]}
        />
      </Panel>
      <div className="co-pair">
        <Panel title={t`Why not delivered`}>
          <Reasons report={report} />
        </Panel>
        <Panel title={t`Against the baseline`}>
          <Baseline report={report} />
        </Panel>
      </div>
    </>
  );
}

/** A rate is never shown without n and its interval. */
function ShareFigure({ label, share }: { label: string; share: Share }) {
  const { t } = useLingui();
  const format = useFormat();
  const value = share.of > 0 ? format.shareFine(share.n / share.of) : "–";
  const interval =
    share.low !== null && share.high !== null
      ? t`95 %: ${format.share(share.low)} to ${format.share(share.high)}`
      : "";
  return (
    <Figure
      label={label}
      value={value}
      note={[t`${share.n} of ${share.of}`, interval].filter(Boolean).join(" · ")}
    />
  );
}

function Reasons({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const most = Math.max(1, ...report.failed_by_reason.map((reason) => reason.n));
  if (report.failed_by_reason.length === 0)
    return <p className="pn-quiet">{t`Everything that was tried was delivered.`}</p>;
  return (
    <dl className="co-bars">
      {report.failed_by_reason.map((reason) => (
        <div key={reason.code}>
          <dt>{reason.label}</dt>
          <dd>
            <span className="co-bars__bar" style={{ inlineSize: `${(100 * reason.n) / most}%` }} />
            <b>{reason.n}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Baseline({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const most = Math.max(1, report.co2e_mg, report.baseline_mg);
  const rows = [
    { key: "own", label: t`This day`, mg: report.co2e_mg },
    { key: "baseline", label: t`Baseline`, mg: report.baseline_mg },
  ];
  return (
    <div className="co-stack">
      <dl className="co-bars">
        {rows.map((row) => (
          <div key={row.key}>
            <dt>{row.label}</dt>
            <dd>
              <span
                className={`co-bars__bar co-bars__bar--${row.key}`}
                style={{ inlineSize: `${(100 * row.mg) / most}%` }}
              />
              <b>{format.emission(row.mg)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {report.saved_mg >= 0
          ? t`${format.emission(report.saved_mg)} less than the baseline.`
          : t`${format.emission(-report.saved_mg)} more than the baseline.`}
      </p>
      <p className="pn-quiet">{report.baseline_label}</p>
    </div>
  );
}
