"""By which rule a break stands in a route: what was set for its shift, or what the law asks for."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.units import duration_text
from pannier.fleet.models import Rider, Shift, Vehicle
from pannier.fleet.rules import fleet_rules
from pannier.fleet.work_of_shift import sets_of


@dataclass(frozen=True)
class BreakRules:
    """Of one shift: the break that a person set, with its window, and where laws ask for breaks."""

    set_s: int
    set_from: datetime | None
    set_until: datetime | None
    laws: tuple[str, ...]

    def words(self, start: datetime, end: datetime, zone: tzinfo) -> str:
        """Return in words why there is a break from `start` to `end`; empty where no rule of today asks for it."""
        if self.set_from is None or self.set_until is None or not self.set_s:
            return "; ".join(self.laws)
        lies_in = self.set_from <= start and end <= self.set_until
        if not (lies_in and end - start >= timedelta(seconds=self.set_s)):
            return "; ".join(self.laws)
        first, last = self.set_from.astimezone(zone), self.set_until.astimezone(zone)
        return f"{duration_text(self.set_s)} between {first:%H:%M} and {last:%H:%M}, as the shift says"


def break_rules(db: Session, shift_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, BreakRules]:
    """Return the rules of each of these shifts, as they are now."""
    if not shift_ids:
        return {}
    query = (
        select(Shift, Rider, Vehicle)
        .join(Rider, Rider.id == Shift.rider_id)
        .join(Vehicle, Vehicle.id == Shift.vehicle_id)
        .where(Shift.id.in_(shift_ids))
    )
    rules = fleet_rules(db)
    return {
        shift.id: BreakRules(
            shift.break_s,
            shift.break_start,
            shift.break_end,
            tuple(
                f"{one.label}: {one.quote(one.break_law)}"
                for one in sets_of(rules, rider, vehicle)
                if one.stretch_min is not None or one.totals_min
            ),
        )
        for shift, rider, vehicle in db.execute(query)
    }
