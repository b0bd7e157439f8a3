"""Routes of order files."""

import uuid
from typing import Annotated, Literal

from fastapi import File, Form, Query, Response, UploadFile

from pannier.base.edge import Edge, Router, may
from pannier.base.paging import Page, page
from pannier.orders.files import service
from pannier.orders.files.groups import FileDefaults
from pannier.orders.files.report import report_csv
from pannier.orders.import_schemas import ImportJobOut, ImportOut, ImportReportOut
from pannier.orders.models import OrderFile

router = Router(prefix="/v1", tags=["imports"])


@router.post("/imports", status_code=202)
def start_import(
    response: Response,
    edge: Annotated[Edge, may("imports:write")],
    file: Annotated[
        UploadFile, File(description="CSV with a header; columns: docs/reference/order-files.md")
    ],
    hub_id: Annotated[uuid.UUID | None, Form()] = None,
    date: Annotated[str | None, Form(examples=["2026-03-02"])] = None,
    merchant_id: Annotated[uuid.UUID | None, Form()] = None,
    dry_run: Annotated[bool, Form()] = False,
) -> ImportJobOut:
    """Take a file of orders; it is read row by row afterwards. `dry_run` only reports what would happen."""
    content = file.file.read()
    defaults = FileDefaults(hub_id, service.read_date(date), merchant_id)
    row, job = service.start_import(
        edge.db, content, filename=file.filename or "orders.csv", defaults=defaults, dry_run=dry_run
    )
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return ImportJobOut.of(job, row)


@router.get("/imports")
def list_imports(
    edge: Annotated[Edge, may("orders:read")],
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Page[ImportOut]:
    """List the files of orders, oldest first."""
    return page(edge.db, service.all_imports(), [OrderFile.id], ImportOut.of, cursor=cursor, limit=limit)


@router.get("/imports/{import_id}")
def get_import(
    import_id: uuid.UUID,
    edge: Annotated[Edge, may("orders:read")],
    outcome: Literal["created", "updated", "unchanged", "rejected"] | None = None,
) -> ImportReportOut:
    """Show an import with a report on each row, or only the rows with one outcome."""
    row = service.get_import(edge.db, import_id)
    return ImportReportOut.of_rows(row, service.report_rows(edge.db, import_id, outcome=outcome))


@router.get(
    "/imports/{import_id}/report.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "One line a fault, or one a row."}},
)
def get_report(import_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> Response:
    """Give the report as a CSV file; cells that a spreadsheet would run as formulas are quoted."""
    row = service.get_import(edge.db, import_id)
    text = report_csv(service.report_rows(edge.db, row.id))
    headers = {"Content-Disposition": f'attachment; filename="import-{row.id}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
