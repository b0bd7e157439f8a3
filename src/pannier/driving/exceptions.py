"""What a dispatcher should look at: contradictions, refused scans, missing proofs, wrong clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.driving.models import RiderEvent
from pannier.driving.queries import AttemptView, attempts_between, conflicts_between
from pannier.driving.schemas import ExceptionOut


def exceptions_of_day(db: Session, day: date, zone: ZoneInfo) -> list[ExceptionOut]:
    """List what is odd on a service day, as it happened."""
    start = datetime.combine(day, time(), zone)
    end = start + timedelta(days=1)
    found = [_of_event(row) for row in conflicts_between(db, start, end)]
    for view in attempts_between(db, start, end):
        found += _of_attempt(view)
    return sorted(found, key=lambda one: (one.at, one.event_id, one.kind))


def _of_event(row: RiderEvent) -> ExceptionOut:
    kind = "rejected" if row.rejected else ("conflict" if row.conflict else "scan_refused")
    return ExceptionOut(
        kind=kind,
        code=row.rejected or row.conflict or "scan_refused",
        detail=row.conflict_detail or f"The event {row.type} contradicts what is known.",
        at=row.at,
        event_id=row.id,
        order_id=row.order_id,
        route_id=row.route_id,
        rider_id=row.rider_id,
    )


def _of_attempt(view: AttemptView) -> list[ExceptionOut]:
    found = []
    if view.conflict is not None:
        found.append(("conflict", view.conflict, "This outcome was told, but something stronger holds."))
    if view.proof_missing and view.conflict is None:
        kinds = ", ".join(view.proof_missing)
        found.append(("proof_missing", "proof_missing", f"Required and not there (or not yet): {kinds}."))
    if view.clock_suspect:
        text = "The phone's clock could not be right; the time of the upload stands in."
        found.append(("clock_suspect", "clock_suspect", text))
    return [
        ExceptionOut(
            kind=kind,
            code=code,
            detail=detail,
            at=view.at,
            event_id=view.id,
            order_id=view.order_id,
            route_id=view.route_id,
            rider_id=view.rider_id,
        )
        for kind, code, detail in found
    ]
