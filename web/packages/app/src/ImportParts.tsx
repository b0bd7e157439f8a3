import "./import-parts.css";
import { useLingui } from "@lingui/react/macro";
import { type ImportRow, type ImportSummary, imports, type ImportReport as Report } from "@pannier/api";
import { IMPORT_OUTCOMES, wordOf } from "@pannier/core";
import {
  Banner,
  DataTable,
  EmptyState,
  Icon,
  Progress,
  Segments,
  Skeleton,
  useFormat,
  WordBadge,
} from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useEffect, useState } from "react";
import { isOver, jobProblem, useJob } from "./job.ts";
import { ProblemState, useProblemText } from "./problem.tsx";

export interface UploadBoxProps {
  /** Sent beside the file, for example hub and date. */
  fields: Record<string, string>;
  onDone: (importId: string) => void;
}

/** Drop or choose a CSV file, watch the import, then go to its report. */
export function UploadBox({ fields, onDone }: UploadBoxProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const textOf = useProblemText();
  const [over, setOver] = useState(false);
  const upload = useMutation({ mutationFn: (file: File) => imports.upload(file, fields) });
  const job = useJob(upload.data?.id);
  const importId = job?.state === "finished" ? (upload.data?.import_id ?? "") : "";
  useEffect(() => {
    if (!importId) return;
    void client.invalidateQueries({ queryKey: ["imports"] });
    void client.invalidateQueries({ queryKey: ["orders"] });
    onDone(importId);
  }, [importId, client, onDone]);
  const take = (file: File | null | undefined) => file && upload.mutate(file);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const busy = upload.isPending || (upload.isSuccess && !isOver(job));
  return (
    <div className="pn-upload-part">
      {upload.isError && <Banner tone="danger">{textOf(upload.error)}</Banner>}
      {job?.state === "error" && <Banner tone="danger">{jobProblem(job)}</Banner>}
      {busy ? (
        <div className="pn-upload pn-upload--busy">
          <Progress value={job?.progress ?? 0} label={job?.message ?? t`Sending the file`} />
        </div>
      ) : (
        <label
          className="pn-upload"
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Icon name="upload" size={28} />
          <b>{t`Drop a CSV file here, or choose one`}</b>
          <span>{t`Up to 20,000 rows. The same file twice changes nothing; rows with errors are listed, the others are taken.`}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => take(event.target.files?.[0])}
          />
        </label>
      )}
    </div>
  );
}

export interface ImportListProps {
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  selectedId?: string | null;
}

/** Uploads so far with their counts. */
export function ImportList({ hrefOf, onOpen, selectedId }: ImportListProps) {
  const { t } = useLingui();
  const format = useFormat();
  const list = useQuery({ queryKey: ["imports"], queryFn: imports.list });
  if (list.isPending) return <Skeleton label={t`Loading imports`} />;
  if (list.isLoadingError) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data.items.length === 0) {
    return (
      <EmptyState icon="imports" title={t`No file was imported yet`}>
        {t`Drop the first one above. Column names are recognised; the report says what was taken and what was not.`}
      </EmptyState>
    );
  }
  return (
    <DataTable<ImportSummary>
      label={t`Imports`}
      rows={[...list.data.items].reverse()}
      rowKey={(row) => row.id}
      href={(row) => hrefOf(row.id)}
      onOpen={(row) => onOpen(row.id)}
      selectedKey={selectedId}
      columns={[
        { id: "file", label: t`File`, cell: (row) => row.filename },
        { id: "at", label: t`When`, nowrap: true, cell: (row) => format.moment(row.created_at) },
        { id: "rows", label: t`Rows`, align: "end", cell: (row) => format.count(row.rows_total) },
        { id: "new", label: t`New`, align: "end", wideOnly: true, cell: (row) => format.count(row.created) },
        {
          id: "changed",
          label: t`Changed`,
          align: "end",
          wideOnly: true,
          cell: (row) => format.count(row.updated),
        },
        {
          id: "same",
          label: t`Unchanged`,
          align: "end",
          wideOnly: true,
          cell: (row) => format.count(row.unchanged),
        },
        {
          id: "bad",
          label: t`Rejected`,
          align: "end",
          cell: (row) => (row.rejected > 0 ? <b className="pn-bad">{format.count(row.rejected)}</b> : "0"),
        },
      ]}
    />
  );
}

type Show = "all" | "rejected" | "taken";

const shown = (rows: readonly ImportRow[], show: Show): readonly ImportRow[] =>
  show === "all" ? rows : rows.filter((row) => (row.outcome === "rejected") === (show === "rejected"));

const ROWS_SHOWN = 500;

/** The report of one import, row by row; each error names its column and what to do. */
export function ImportReport({ id, orderHref }: { id: string; orderHref: (orderId: string) => string }) {
  const { t } = useLingui();
  const report = useQuery({ queryKey: ["imports", id], queryFn: () => imports.get(id) });
  const [show, setShow] = useState<Show | null>(null);
  if (report.isPending) return <Skeleton label={t`Loading the report`} lines={6} />;
  if (report.isLoadingError)
    return <ProblemState error={report.error} onRetry={() => void report.refetch()} />;
  const { data } = report;
  const view = show ?? (data.rejected > 0 ? "rejected" : "all");
  const rows = shown(data.rows, view);
  return (
    <div className="pn-report">
      <ImportOutcome report={data} />
      <div className="pn-report__tools">
        <Segments
          label={t`Rows`}
          value={view}
          onChange={setShow}
          options={[
            { id: "rejected", label: t`Rejected ${data.rejected}` },
            { id: "taken", label: t`Taken ${data.rows_total - data.rejected}` },
            { id: "all", label: t`All ${data.rows_total}` },
          ]}
        />
        <a className="pn-download" href={imports.reportUrl(data.id)} download>
          <Icon name="download" />
          {t`Download the report`}
        </a>
      </div>
      {rows.length === 0 ? (
        <p className="pn-quiet">{t`No rows here.`}</p>
      ) : (
        <DataTable<ImportRow>
          label={t`Rows of the file`}
          rows={rows.slice(0, ROWS_SHOWN)}
          rowKey={(row) => String(row.row)}
          columns={[
            { id: "row", label: t`Row`, cell: (row) => row.row },
            {
              id: "reference",
              label: t`Reference`,
              nowrap: true,
              cell: (row) =>
                row.order_id ? (
                  <a className="pn-link" href={orderHref(row.order_id)}>
                    {row.reference ?? t`Order`}
                  </a>
                ) : (
                  (row.reference ?? "–")
                ),
            },
            {
              id: "outcome",
              label: t`Outcome`,
              wideOnly: true,
              cell: (row) => <WordBadge word={wordOf(IMPORT_OUTCOMES, row.outcome)} />,
            },
            { id: "why", label: t`What to do`, cell: (row) => <RowErrors row={row} /> },
          ]}
        />
      )}
      {rows.length > ROWS_SHOWN && (
        <p className="pn-quiet">{t`The first ${ROWS_SHOWN} rows are shown; the download has them all.`}</p>
      )}
    </div>
  );
}

function RowErrors({ row }: { row: ImportRow }) {
  const told = [...row.errors, ...row.warnings];
  if (told.length === 0) return "–";
  return (
    <ul className="pn-row-errors">
      {told.map((error) => (
        <li key={`${error.column}${error.code}`}>
          {error.column && <code>{error.column}</code>} {error.detail}
        </li>
      ))}
    </ul>
  );
}

function ImportOutcome({ report }: { report: Report }) {
  const { t } = useLingui();
  if (report.rejected === 0)
    return <Banner tone="info">{t`All ${report.rows_total} rows were taken.`}</Banner>;
  const taken = report.rows_total - report.rejected;
  return (
    <Banner tone="warn">
      {t`Rows taken: ${taken}, not taken: ${report.rejected}. Mend those rows in your file and upload it again; rows already taken stay as they are.`}
    </Banner>
  );
}
