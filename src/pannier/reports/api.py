"""Routes of reports: the same figures as JSON, CSV, text and page."""

import uuid
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Query
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.places.service import list_hubs
from pannier.reports.day import day_report
from pannier.reports.page import render_empty, render_page
from pannier.reports.report import DayReport
from pannier.reports.table import csv_of
from pannier.reports.text import render_text

router = Router(tags=["reports"])
HubId = Annotated[uuid.UUID, Query(description="The hub.")]
Day = Annotated[date, Query(description="Service day.", examples=["2026-03-02"])]


@router.get("/v1/reports/day")
def get_day_report(edge: Annotated[Edge, may("reports:read")], hub_id: HubId, date: Day) -> DayReport:
    """Show the figures of a hub's day; every rate has its n and interval."""
    return day_report(edge.db, hub_id=hub_id, service_date=date)


@router.get(
    "/v1/reports/day.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "One figure a row."}},
)
def get_day_csv(edge: Annotated[Edge, may("reports:read")], hub_id: HubId, date: Day) -> Response:
    """Download the figures of a hub's day as CSV."""
    report = day_report(edge.db, hub_id=hub_id, service_date=date)
    name = f'attachment; filename="report-{report.date.isoformat()}.csv"'
    return Response(
        csv_of(report), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@router.get("/v1/reports/day.txt", response_class=PlainTextResponse)
def get_day_text(
    edge: Annotated[Edge, may("reports:read")],
    hub_id: HubId,
    date: Day,
    width: Annotated[int, Query(ge=60, le=200, description="Columns of the terminal.")] = 100,
) -> PlainTextResponse:
    """Read the figures of a hub's day in a terminal."""
    return PlainTextResponse(render_text(day_report(edge.db, hub_id=hub_id, service_date=date), width=width))


@router.get("/reports/day", response_class=HTMLResponse)
def show_day_page(
    edge: Annotated[Edge, may("reports:read")],
    hub_id: uuid.UUID | None = None,
    date: date | None = None,
) -> HTMLResponse:
    """Show the figures of a hub's day as a page; the first hub and today when left out."""
    hubs = list_hubs(edge.db)
    if not hubs:
        return HTMLResponse(render_empty(clock.now().date()))
    hub = next((hub for hub in hubs if hub.id == hub_id), None)
    chosen = hub.id if hub else (hub_id or hubs[0].id)
    zone = ZoneInfo((hub or hubs[0]).timezone)
    on = date or clock.now().astimezone(zone).date()
    return HTMLResponse(render_page(day_report(edge.db, hub_id=chosen, service_date=on), hubs))
