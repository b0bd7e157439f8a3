"""Until when the work of a shift that was told counts, beside what the route that its rider has now counts itself."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from pannier.planning.day import ShiftOfDay
from pannier.planning.queries import RouteSheet, list_routes
from pannier.planning.running_day.whereabouts import Whereabouts


def worked_until(
    db: Session,
    shifts: Iterable[ShiftOfDay],
    sheets: Mapping[str, RouteSheet],
    *,
    of: tuple[uuid.UUID, date],
    known: Iterable[Whereabouts],
    rides: Collection[str] = (),
    now: datetime,
) -> dict[uuid.UUID, datetime]:
    """Return the moments by shift, for the hub and day in `of`; `known` are the riders who have left.

    Who has no route has worked until now. A first round was planned for the whole shift; a later route of the shift, or
    one of `rides`, which no round is, goes on from what was worked before it.
    """
    away = {one.shift_id for one in known}
    before = {
        route.shift_id for route in list_routes(db, hub_id=of[0], service_date=of[1], states=("completed",))
    }
    found = {}
    for shift in shifts:
        sheet = sheets.get(str(shift.id))
        if sheet is None or ((shift.id in before or str(shift.id) in rides) and shift.id not in away):
            found[shift.id] = now
        elif shift.id in before or str(shift.id) in rides:
            found[shift.id] = sheet.route.started_at or sheet.route.starts_at
    return found
