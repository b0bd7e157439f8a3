"""What imports give out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Any

from pannier.base.jobs import Job
from pannier.base.schemas import Out
from pannier.orders.models import WARNING, OrderFile, OrderFileRow

ServiceDate = date


class ImportJobOut(Out):
    """An import that was asked for: watch GET /v1/jobs/{id}, then read GET /v1/imports/{import_id}."""

    id: uuid.UUID
    kind: str
    state: str
    progress: float
    message: str
    import_id: uuid.UUID
    rows_total: int
    orders_total: int
    encoding: str
    delimiter: str
    kept_columns: list[str]
    """Columns that are kept with the order as metadata and, so far, change nothing else."""

    @classmethod
    def of(cls, job: Job, file: OrderFile) -> "ImportJobOut":
        """Show a requested import."""
        return cls(
            id=job.id, kind=job.kind, state=job.state, progress=job.progress, message=job.message,
            import_id=file.id, rows_total=file.rows_total, orders_total=file.orders_total,
            encoding=file.encoding, delimiter=file.delimiter, kept_columns=file.kept_columns,
        )  # fmt: skip


class ImportOut(Out):
    """A file of orders; the four counts are rows and add up to `rows_total` when it is finished."""

    id: uuid.UUID
    job_id: uuid.UUID | None
    filename: str
    encoding: str
    delimiter: str
    hub_id: uuid.UUID | None
    date: ServiceDate | None
    dry_run: bool
    state: str
    rows_total: int
    orders_total: int
    orders_done: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    kept_columns: list[str]
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, file: OrderFile) -> "ImportOut":
        """Show an import."""
        return cls(**_values(file))


def _values(file: OrderFile) -> dict[str, Any]:
    same = (name for name in ImportOut.model_fields if name != "date")
    return {**{name: getattr(file, name) for name in same}, "date": file.service_date}


class CellError(Out):
    """One fault of one cell."""

    column: str
    code: str
    detail: str


class ImportRowOut(Out):
    """What became of one row of the file; the header is row 1."""

    row: int
    outcome: str
    reference: str | None
    order_id: uuid.UUID | None
    errors: list[CellError]
    warnings: list[CellError]
    """What has to be seen to although the row was taken."""

    @classmethod
    def of(cls, row: OrderFileRow) -> "ImportRowOut":
        """Show a row of a file."""
        errors = [each for each in row.errors if each.get("level") != WARNING]
        warnings = [each for each in row.errors if each.get("level") == WARNING]
        return cls(
            row=row.row, outcome=row.outcome, reference=row.reference, order_id=row.order_id,
            errors=[CellError(**each) for each in errors],
            warnings=[CellError(**each) for each in warnings],
        )  # fmt: skip


class ImportReportOut(ImportOut):
    """An import with a report on each row read so far."""

    rows: list[ImportRowOut]

    @classmethod
    def of_rows(cls, file: OrderFile, rows: list[OrderFileRow]) -> "ImportReportOut":
        """Show an import with its rows."""
        return cls(**_values(file), rows=[ImportRowOut.of(row) for row in rows])
