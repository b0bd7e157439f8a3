import "./report.css";
import { Plural, useLingui } from "@lingui/react/macro";
import { ApiProblem, type DayReport, type Rate, reports } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import {
  Banner,
  type Column,
  DataTable,
  EmptyState,
  Figure,
  Icon,
  PageHead,
  Panel,
  Skeleton,
  useFormat,
} from "@pannier/ui";
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
      {report.isLoadingError && <NoReport error={report.error} onRetry={() => void report.refetch()} />}
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
  const open = report.rounds_open;
  return (
    <>
      {open > 0 && (
        <Banner tone="info">
          <Plural
            value={open}
            one="# round is still being driven; its kilometres, costs and emissions are not in yet."
            other="# rounds are still being driven; their kilometres, costs and emissions are not in yet."
          />
        </Banner>
      )}
      <Figures report={report} />
      <Panel title={t`By vehicle kind`} flush>
        <Fleet report={report} />
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

const MG_PER_G = 1000;
const inMg = (grams: number | null): number | null => (grams === null ? null : grams * MG_PER_G);

function Figures({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const { orders, cost, emissions, fleet } = report;
  const money = (cents: number | null) => format.money(cents, report.currency);
  const km = fleet.reduce((sum, kind) => sum + kind.distance_km, 0);
  const kwh = fleet.reduce((sum, kind) => sum + kind.energy_kwh, 0);
  // Before the first round is over nothing was measured: that is no zero.
  const measured = fleet.length > 0;
  const delivered = orders.delivered + orders.partially_delivered;
  return (
    <div className="co-figures co-report-figures">
      <Figure
        label={t`Delivered`}
        value={format.count(delivered)}
        note={t`of ${orders.total} orders, ${orders.open} open`}
      />
      <Figure
        label={t`Not delivered`}
        value={format.count(orders.failed)}
        tone={orders.failed > 0 ? "danger" : undefined}
        note={t`of ${orders.total} orders; reasons below`}
      />
      <RateFigure label={t`Windows kept`} rate={report.windows_kept} />
      <RateFigure label={t`First attempt succeeded`} rate={report.first_attempt} />
      <Figure
        label={t`Cost per delivery`}
        value={money(measured ? cost.per_delivery_cents : null)}
        note={measured ? t`${money(cost.total_cents)} in all` : undefined}
      />
      <Figure
        label={t`Charged per delivery`}
        value={money(cost.charged_per_delivery_cents)}
        note={t`${money(cost.charged_cents)} in all`}
      />
      <Figure
        label={t`Driven`}
        value={measured ? format.distance(km * 1000) : "–"}
        note={measured ? format.energy(kwh * 1000) : undefined}
      />
      <Figure
        label={t`Emissions per delivery`}
        value={format.emission(inMg(emissions.per_delivery_g))}
        note={measured ? t`${format.emission(inMg(emissions.co2e_g))} in all` : undefined}
      />
    </div>
  );
}

/** A rate is never shown without n and its interval. */
function RateFigure({ label, rate }: { label: string; rate: Rate }) {
  const { t } = useLingui();
  const format = useFormat();
  const interval = rate.n > 0 ? t`95 % interval ${format.share(rate.low)} to ${format.share(rate.high)}` : "";
  return (
    <Figure
      label={label}
      value={format.shareFine(rate.rate)}
      note={[t`${rate.successes} of ${rate.n}`, interval].filter(Boolean).join(" · ")}
    />
  );
}

type KindDay = DayReport["fleet"][number];

function Fleet({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const columns: Column<KindDay>[] = [
    {
      id: "kind",
      label: t`Kind`,
      cell: (row) => <b>{row.transfers ? t`${row.label}, between hubs` : row.label}</b>,
    },
    { id: "rounds", label: t`Rounds`, align: "end", cell: (row) => row.rounds },
    { id: "delivered", label: t`Delivered`, align: "end", cell: (row) => format.count(row.deliveries) },
    { id: "km", label: t`Distance`, align: "end", cell: (row) => format.distance(row.distance_km * 1000) },
    {
      id: "kwh",
      label: t`Energy`,
      align: "end",
      wideOnly: true,
      cell: (row) => (row.energy_kwh > 0 ? format.energy(row.energy_kwh * 1000) : "–"),
    },
    {
      id: "hours",
      label: t`Time`,
      align: "end",
      wideOnly: true,
      cell: (row) => format.duration(row.hours * 3600),
    },
    {
      id: "cost",
      label: t`Cost`,
      align: "end",
      wideOnly: true,
      cell: (row) => format.money(row.labour_cents + row.vehicle_cents + row.energy_cents, report.currency),
    },
    {
      id: "co2e",
      label: t`Emissions`,
      align: "end",
      wideOnly: true,
      cell: (row) => format.emission(inMg(row.co2e_g)),
    },
  ];
  if (report.fleet.length === 0) return <p className="pn-quiet co-inset">{t`No round is over yet.`}</p>;
  return (
    <DataTable<KindDay>
      label={t`By vehicle kind`}
      rows={report.fleet}
      rowKey={(row) => `${row.kind}${row.transfers}`}
      columns={columns}
    />
  );
}

function Reasons({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const most = Math.max(1, ...report.failures.map((reason) => reason.orders));
  if (report.failures.length === 0)
    return <p className="pn-quiet">{t`Everything that was tried was delivered.`}</p>;
  return (
    <dl className="co-bars">
      {report.failures.map((reason) => (
        <div key={reason.code}>
          <dt>{reason.label}</dt>
          <dd>
            <span className="co-bars__bar" style={{ inlineSize: `${(100 * reason.orders) / most}%` }} />
            <b>{reason.orders}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Emissions that have a baseline beside it; a negative difference is said as such. */
function Baseline({ report }: { report: DayReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const { compared_g: own, baseline_g: baseline, saved_g: saved, baseline_kind, words } = report.emissions;
  if (baseline === null || saved === null)
    return (
      <p className="pn-quiet">
        {baseline_kind
          ? t`The baseline is frozen; the comparison begins when the first round is over.`
          : t`There is no frozen baseline for this day yet.`}
      </p>
    );
  const most = Math.max(1, own, baseline);
  const rows = [
    { key: "own", label: t`This day`, grams: own },
    { key: "baseline", label: t`Baseline`, grams: baseline },
  ];
  const difference = format.emission(Math.abs(saved) * MG_PER_G);
  return (
    <div className="co-stack">
      <dl className="co-bars">
        {rows.map((row) => (
          <div key={row.key}>
            <dt>{row.label}</dt>
            <dd>
              <span
                className={`co-bars__bar co-bars__bar--${row.key}`}
                style={{ inlineSize: `${(100 * row.grams) / most}%` }}
              />
              <b>{format.emission(row.grams * MG_PER_G)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {saved >= 0 ? t`${difference} less than the baseline.` : t`${difference} more than the baseline.`}
      </p>
      {words.map((sentence) => (
        <p key={sentence} className="pn-quiet">
          {sentence}
        </p>
      ))}
    </div>
  );
}
