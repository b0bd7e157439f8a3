"""The numbers of a hub's day: each plan and each accepted change of a running plan is the next one."""

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.planning.models import Plan, Proposal


def next_revision(db: Session, hub_id: uuid.UUID, service_date: date) -> int:
    """Return the number that comes after all plans and accepted changes of a day; the caller holds the day's lock."""
    found = (
        db.scalar(
            select(func.max(table.revision)).where(table.hub_id == hub_id, table.service_date == service_date)
        )
        for table in (Plan, Proposal)
    )
    return max((int(number) for number in found if number is not None), default=0) + 1
