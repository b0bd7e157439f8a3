"""Use cases: what a hub's own chargers cost and when they are free, and what the grid emits by hour of the day."""

import csv
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.fleet.charger_values import check_charger
from pannier.fleet.models import GridHours, HubCharger
from pannier.fleet.problems import InvalidGridHours
from pannier.places.service import get_hub

HOURS = 24
MOST_G = 2000.0
"""More than any grid emits: coal in old plants reaches some 1,100 g a kilowatt hour."""


def hub_charger(db: Session, hub_id: uuid.UUID) -> dict[str, Any]:
    """Return what is said of a hub's chargers, or its cabinet of batteries; raise HubNotFound."""
    row = _charger(db, get_hub(db, hub_id).id)
    return row.charger if row else {}


def set_hub_charger(db: Session, hub_id: uuid.UUID, said: Mapping[str, Any]) -> dict[str, Any]:
    """Say it anew, in the place of what was said before; raise HubNotFound or InvalidCharger."""
    hub = get_hub(db, hub_id)
    check_charger(said, "")
    lock(db, "hub charger", [hub.id])
    row = _charger(db, hub.id) or HubCharger(hub_id=hub.id)
    row.charger = dict(said)
    db.add(row)
    db.flush()
    return row.charger


def _charger(db: Session, hub_id: uuid.UUID) -> HubCharger | None:
    return db.scalars(select(HubCharger).where(HubCharger.hub_id == hub_id)).one_or_none()


def grid_hours(db: Session) -> tuple[float, ...]:
    """Return the grams CO2e of a kilowatt hour in each hour of the day, none where the year's figure counts."""
    row = db.scalars(select(GridHours)).one_or_none()
    return tuple(row.g_per_kwh) if row else ()


def set_grid_hours(db: Session, g_per_kwh: Sequence[float]) -> tuple[float, ...]:
    """Set the 24 values, or none to go by the year's figure again; raise InvalidGridHours."""
    if len(g_per_kwh) not in {0, HOURS}:
        text = f"There are {len(g_per_kwh)} values; give 24, one for each hour of the day, or none."
        raise InvalidGridHours(text, pointer="/g_per_kwh")
    lock(db, "grid hours", [org_of(db)])
    row = db.scalars(select(GridHours)).one_or_none() or GridHours()
    row.g_per_kwh = list(g_per_kwh)
    db.add(row)
    db.flush()
    return tuple(row.g_per_kwh)


def grid_hours_of_csv(text: str) -> list[float]:
    """Read lines of `hour,grams`, in any order, with a line of names or without; raise InvalidGridHours."""
    found: dict[int, float] = {}
    lines = [line.replace(";", ",") for line in text.splitlines()]
    for number, cells in enumerate(csv.reader(lines), start=1):
        if not cells or (number == 1 and not cells[0].strip()[:1].isdigit()):
            continue
        hour, grams = _cells(cells, number)
        if hour in found:
            raise InvalidGridHours(f"Line {number}: hour {hour} stands there twice.", pointer="/csv")
        found[hour] = grams
    missing = [hour for hour in range(HOURS) if hour not in found]
    if missing:
        raise InvalidGridHours(f"There is no line for hour {missing[0]}.", pointer="/csv")
    return [found[hour] for hour in range(HOURS)]


def _cells(cells: Sequence[str], number: int) -> tuple[int, float]:
    """Return the hour and the grams of a line."""
    try:
        # Tables of the grid write an hour as 7, 07 or 07:00.
        hour, grams = int(cells[0].strip().removesuffix(":00")), float(cells[1])
    except (ValueError, IndexError):
        text = f"Line {number} is not an hour and grams; write it like 7,212.5."
        raise InvalidGridHours(text, pointer="/csv") from None
    if hour not in range(HOURS) or not 0 <= grams <= MOST_G:
        text = f"Line {number}: hours go from 0 to 23, grams from 0 to {MOST_G:.0f}."
        raise InvalidGridHours(text, pointer="/csv")
    return hour, grams
