"""Use cases of order files: take one, run it in chunks, read its report."""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pannier.base import clock, files, jobs
from pannier.base.eventlog import record
from pannier.base.scope import org_of
from pannier.core.events import ImportFinished
from pannier.core.order_limits import Fault
from pannier.core.tabular import Table, UnreadableFile, read_table
from pannier.orders.accept import Accepted, accept_many
from pannier.orders.files.columns import Layout, known_columns, layout_of
from pannier.orders.files.groups import FileDefaults, Group, group_rows, read_group
from pannier.orders.files.plans import load_uses
from pannier.orders.files.turns import finish_earlier
from pannier.orders.models import WARNING, OrderFile, OrderFileRow
from pannier.orders.problems import FileRefused, ImportNotFound, OrderRefused
from pannier.partners import merchants
from pannier.places import service as places

CHUNK = 100
KIND = "import_orders"


def open_file(content: bytes) -> tuple[Table, Layout]:
    """Return a file's rows and columns; raise FileRefused when it is no list of orders."""
    try:
        table = read_table(content, known_columns)
    except UnreadableFile as wrong:
        raise FileRefused(str(wrong), code=wrong.code) from None
    layout = layout_of(table.header)
    if not table.rows:
        raise FileRefused("The file has a header and no rows; add one row for each parcel.")
    return table, layout


def start_import(
    db: Session, content: bytes, *, filename: str, defaults: FileDefaults, dry_run: bool = False
) -> tuple[OrderFile, jobs.Job]:
    """Keep a file and ask for its import; raise FileRefused, HubNotFound or MerchantNotFound at once."""
    if defaults.hub_id is not None:
        places.get_hub(db, defaults.hub_id)
    if defaults.merchant_org_id is not None:
        merchants.get_merchant(db, defaults.merchant_org_id)
    table, layout = open_file(content)
    kept = files.store(org_of(db), content, ".csv")
    row = OrderFile(
        filename=filename[:200], file_sha256=kept.sha256, encoding=table.encoding, delimiter=table.delimiter,
        hub_id=defaults.hub_id, service_date=defaults.service_date, dry_run=dry_run,
        orders_total=len(group_rows(table, layout)), rows_total=len(table.rows),
        kept_columns=sorted(layout.kept), merchant_of_orders=defaults.merchant_org_id,
    )  # fmt: skip
    db.add(row)
    db.flush()
    job = jobs.request(db, kind=KIND, arguments={"import_id": str(row.id)})
    row.job_id = job.id
    return row, job


def run_chunk(
    db: Session, import_id: uuid.UUID, groups: Sequence[Group], table: Table, layout: Layout
) -> OrderFile:
    """Take the next orders of a file in and note how far it is; after the last one, record import.finished.

    Done orders are skipped, so a run that was cut off goes on where its last transaction ended.
    """
    row = db.scalars(select(OrderFile).where(OrderFile.id == import_id).with_for_update()).one()
    if row.state == "finished":
        return row
    chunk = groups[row.orders_done : row.orders_done + CHUNK]
    defaults = FileDefaults(row.hub_id, row.service_date, row.merchant_of_orders)
    report = _take(db, chunk, table, layout, defaults, dry_run=row.dry_run)
    db.add_all(_report_row(row, entry) for entry in report)
    counts = Counter(entry[1] for entry in report)
    row.created += counts["created"]
    row.updated += counts["updated"]
    row.unchanged += counts["unchanged"]
    row.rejected += counts["rejected"]
    row.orders_done += len(chunk)
    row.state = "processing"
    if row.orders_done >= len(groups):
        _finish(db, row)
    return row


def _finish(db: Session, row: OrderFile) -> None:
    row.state, row.finished_at = "finished", clock.now()
    record(
        db,
        ImportFinished(
            import_id=row.id, created=row.created, updated=row.updated, unchanged=row.unchanged,
            rejected=row.rejected,
        ),
    )  # fmt: skip


Entry = tuple[int, str, str, uuid.UUID | None, list[Fault], list[Fault]]


def _take(
    db: Session,
    groups: Sequence[Group],
    table: Table,
    layout: Layout,
    defaults: FileDefaults,
    *,
    dry_run: bool,
) -> list[Entry]:
    """Take groups in; return for each row its number, outcome, reference, order and faults."""
    read = [(group, *read_group(group, table, layout, defaults)) for group in groups]
    good = [sent for _, sent, _ in read if sent is not None]
    results = iter(accept_many(db, good, source="file", dry_run=dry_run))
    report: list[Entry] = []
    for group, sent, faults in read:
        if sent is None:
            report += _rejected(group, faults)
        else:
            report += _accepted(group, next(results), layout)
    return report


def _rejected(group: Group, faults: dict[int, list[Fault]]) -> list[Entry]:
    first_bad = next(number for number, found in faults.items() if found)
    text = f"Row {first_bad} of the same order has a fault; the order waits until it is mended."
    other = [Fault("row", "other_row_rejected", text)]
    return [
        (row.number, "rejected", group.reference, None, faults.get(row.number) or other, [])
        for row in group.rows
    ]


def _accepted(group: Group, result: Accepted, layout: Layout) -> list[Entry]:
    faults = [_by_column(fault, layout) for fault in result.faults]
    warnings = [_by_column(warning, layout) for warning in result.warnings]
    order_id = result.order.id if result.order is not None else None
    return [(row.number, result.outcome, group.reference, order_id, faults, warnings) for row in group.rows]


_COLUMN_OF = {
    "/window/start": ("timeslot", "window_start"), "/window/end": ("timeslot", "window_end"),
    "/window": ("timeslot", "window_start", "quote_id"), "/weight_kg": ("weight_kg", "parcels", "quote_id"),
    "/address/lon": ("latlong", "lon"), "/volume_l": ("volume_m3", "volume_l"),
    "/prize_cents": ("prize", "prize_cents"),
    "/collection": ("collect_address", "collect_lat"), "/collection/address": ("collect_address", "collect_lat"),
    "/collection/address/lon": ("collect_lon",), "/collection/service_min": ("collect_service_min",),
    "/collection/window": ("collect_timeslot", "collect_start"),
    "/collection/window/start": ("collect_timeslot", "collect_start"),
    "/collection/window/end": ("collect_timeslot", "collect_end"),
    "/more_windows": ("more_windows", "timeslot"),
}  # fmt: skip


def _uses_of(pointer: str, layout: Layout) -> Sequence[str]:
    if pointer.startswith("/other_loads"):
        return [pointer.removeprefix("/").replace("/", "."), *load_uses(layout)]
    return _COLUMN_OF.get(pointer, ())


def _by_column(fault: Fault, layout: Layout) -> Fault:
    """Return the fault under the column's name in the file instead of the API's field."""
    last = fault.pointer.rsplit("/", 1)[-1]
    for use in (*_uses_of(fault.pointer, layout), last, f"recipient_{last}", "address"):
        if use in layout.names:
            return Fault(layout.names[use], fault.code, fault.detail)
    return Fault(last, fault.code, fault.detail)


def _report_row(row: OrderFile, entry: Entry) -> OrderFileRow:
    number, outcome, reference, order_id, faults, warnings = entry
    errors = [_cell(fault) for fault in faults] + [
        _cell(warning) | {"level": WARNING} for warning in warnings
    ]
    return OrderFileRow(
        org_id=row.org_id, merchant_org_id=row.merchant_org_id, import_id=row.id, row=number, outcome=outcome,
        reference=reference[:100] or None, order_id=order_id, errors=errors,
    )  # fmt: skip


def _cell(fault: Fault) -> dict[str, str]:
    return {"column": fault.pointer, "code": fault.code, "detail": fault.detail}


def run_import(
    job: jobs.RunningJob, after_chunk: Callable[[OrderFile], None] = lambda row: None
) -> dict[str, object]:
    """Carry out an import, a hundred orders a transaction; the handler of the job import_orders."""
    import_id = uuid.UUID(str(job.arguments["import_id"]))
    with job.session() as db:
        row = get_import(db, import_id)
    finish_earlier(job, row, run_import, kind=KIND)
    content = files.load(row.org_id, row.file_sha256)
    table, layout = open_file(content)
    groups = group_rows(table, layout)
    while row.state != "finished":
        with job.session() as db:
            row = run_chunk(db, import_id, groups, table, layout)
        done, total = row.orders_done, max(row.orders_total, 1)
        job.progress(done / total, f"{done} of {total} orders read")
        after_chunk(row)
    return {
        "import_id": str(import_id), "created": row.created, "updated": row.updated,
        "unchanged": row.unchanged, "rejected": row.rejected, "dry_run": row.dry_run,
    }  # fmt: skip


def get_import(db: Session, import_id: uuid.UUID) -> OrderFile:
    """Return an import; raise ImportNotFound."""
    row = db.scalars(select(OrderFile).where(OrderFile.id == import_id)).first()
    if row is None:
        raise ImportNotFound(f"Import {import_id} does not exist here; list them with GET /v1/imports.")
    return row


def report_rows(db: Session, import_id: uuid.UUID, *, outcome: str | None = None) -> list[OrderFileRow]:
    """List what became of each row of a file, in its order."""
    query = select(OrderFileRow).where(OrderFileRow.import_id == import_id).order_by(OrderFileRow.row)
    return list(db.scalars(query.where(OrderFileRow.outcome == outcome) if outcome else query))


def read_date(text: str | None) -> date | None:
    """Return the date of a form field; raise OrderRefused."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise OrderRefused(f"{text!r} is no date; write it like 2026-03-02.", pointer="/date") from None


def all_imports() -> Select[OrderFile]:
    """Return the query of the organisation's imports."""
    return select(OrderFile)
