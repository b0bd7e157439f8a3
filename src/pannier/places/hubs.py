"""Use cases of hubs: set one up, change it, find it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.settings import settings
from pannier.core.events import HubCreated
from pannier.core.geo import LonLat
from pannier.places.lookup import check_point, is_built, map_info
from pannier.places.models import Hub
from pannier.places.problems import BadOpeningHours, BadTimezone, HubCodeTaken, HubNotFound

LOADING_S: Final = 600
"""How long a vehicle is loaded when a hub does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubValues:
    """What makes a hub; without a map's name it uses the installation's usual map."""

    name: str
    code: str
    address: str
    lon: float
    lat: float
    timezone: str
    opens: str = "07:00"
    closes: str = "21:00"
    loading_s: int = LOADING_S
    map_name: str = ""


def create_hub(db: Session, values: HubValues) -> Hub:
    """Set up a hub; raises HubCodeTaken, BadTimezone, BadOpeningHours or PointOutsideMap."""
    hub = Hub(**asdict(values))
    hub.map_name = hub.map_name or settings().map_name
    _check(db, hub)
    db.add(hub)
    db.flush()
    record(db, HubCreated(hub_id=hub.id))
    return hub


def change_hub(db: Session, hub_id: uuid.UUID, changes: Mapping[str, Any]) -> Hub:
    """Change some values of a hub; plans made before keep what they were made with."""
    hub = get_hub(db, hub_id)
    with db.no_autoflush:
        for name, value in changes.items():
            setattr(hub, name, value)
        _check(db, hub)
    return hub


def get_hub(db: Session, hub_id: uuid.UUID) -> Hub:
    """Return a hub; raises HubNotFound."""
    hub = db.get(Hub, hub_id)
    if hub is None:
        raise HubNotFound(f"Hub {hub_id} does not exist here; list the hubs with GET /v1/hubs.")
    return hub


def find_hub_by_code(db: Session, code: str) -> Hub | None:
    """Return the hub with a code, or None."""
    return db.scalars(select(Hub).where(Hub.code == code)).one_or_none()


def list_hubs(db: Session) -> list[Hub]:
    """List the hubs of the organisation, oldest first."""
    return list(db.scalars(select(Hub).order_by(Hub.id)))


def check_on_some_map(db: Session, point: LonLat) -> None:
    """Raise PointOutsideMap unless the map of some hub contains the point; without any map every point counts."""
    hubs = [hub for hub in list_hubs(db) if is_built(hub.map_name)]
    if hubs and not any(map_info(hub.map_name).bounds.contains(point) for hub in hubs):
        check_point(hubs[0], point)


def _check(db: Session, hub: Hub) -> None:
    try:
        ZoneInfo(hub.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = f"{hub.timezone!r} is no time zone; use a name like Europe/Monaco."
        raise BadTimezone(text, pointer="/timezone") from None
    if hub.opens >= hub.closes:
        raise BadOpeningHours(f"The hub opens at {hub.opens} and closes at {hub.closes}.", pointer="/closes")
    rival = find_hub_by_code(db, hub.code)
    if rival is not None and rival is not hub:
        raise HubCodeTaken(f"Hub {rival.name} has the code {hub.code}; use another.", pointer="/code")
    # A hub may be set up before its map; then the point is checked by everything that uses it.
    if is_built(hub.map_name):
        check_point(hub, hub.point)
