"""What recipients were told: the moment of their stop when its route went out, and not the latest one.

Whatever changes on the way is measured by that word, so that a promise cannot drift off by small steps.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.ids import new_id
from pannier.base.scope import org_of
from pannier.planning.models import ToldMoment
from pannier.planning.queries import RouteSheet
from pannier.planning.task_ids import COLLECT


def told_moments(db: Session, hub_id: uuid.UUID, service_date: date) -> dict[uuid.UUID, datetime]:
    """Return the moment that was told of each order of a hub's day."""
    query = select(ToldMoment.order_id, ToldMoment.starts_at).where(
        ToldMoment.hub_id == hub_id, ToldMoment.service_date == service_date
    )
    return {row[0]: row[1] for row in db.execute(query)}


def planned_moments(sheets: Iterable[RouteSheet]) -> Iterator[tuple[uuid.UUID, datetime]]:
    """Yield each order that waits on routes, with when its service at the recipient's door is planned to begin."""
    for sheet in sheets:
        for shown in sheet.stops:
            for task in shown.tasks:
                if task.state != "closed" and task.kind != COLLECT:
                    yield task.order_id, shown.stop.planned_start


def note_told(
    db: Session,
    moments: Mapping[uuid.UUID, datetime],
    *,
    hub_id: uuid.UUID,
    service_date: date,
    anew: bool = False,
) -> None:
    """Note what recipients are told now; what they were told before on this day counts on, unless told `anew`."""
    if not moments:
        return
    of_day = {"org_id": org_of(db), "hub_id": hub_id, "service_date": service_date}
    rows = [
        {"id": new_id(), "order_id": order_id, "starts_at": at, "created_at": clock.now(), **of_day}
        for order_id, at in moments.items()
    ]
    noted = insert(ToldMoment).values(rows)
    same = ("org_id", "order_id", "service_date")
    db.execute(
        noted.on_conflict_do_update(index_elements=same, set_={"starts_at": noted.excluded.starts_at})
        if anew
        else noted.on_conflict_do_update(index_elements=same, set_={"hub_id": noted.excluded.hub_id})
    )
