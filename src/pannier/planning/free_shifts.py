"""Which shifts of a day can still take a route, and how full the battery is when they do."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.fleet.roster import RosterEntry, roster
from pannier.planning.day import HubOfDay, ShiftOfDay
from pannier.planning.models import Route, Stop
from pannier.planning.states import DRIVEN, OUT


@dataclass(frozen=True)
class Use:
    """What routes use up already: shifts that are out, when others were over, batteries swapped by vehicle."""

    out: frozenset[uuid.UUID]
    over_at: Mapping[uuid.UUID, datetime]
    swaps: Mapping[uuid.UUID, int]


def free_shifts(db: Session, hub: HubOfDay, service_date: date) -> tuple[ShiftOfDay, ...]:
    """Return the shifts of active riders and vehicles that no route out there takes up."""
    entries = [
        entry
        for entry in roster(db, hub_id=hub.id, service_date=service_date)
        if entry.rider_active and entry.vehicle_active and entry.vehicle_hub_id == hub.id
    ]
    return free_of(entries, use_of_shifts(db, hub.id, service_date))


def free_of(entries: Sequence[RosterEntry], use: Use) -> tuple[ShiftOfDay, ...]:
    """Return what is left of the shifts after their use: pure."""
    return tuple(shift_of_day(entry, entries, use) for entry in entries if entry.shift_id not in use.out)


def use_of_shifts(db: Session, hub_id: uuid.UUID, service_date: date) -> Use:
    """Return what the routes of a hub's day use up."""
    routes = list(
        db.scalars(
            select(Route).where(
                Route.hub_id == hub_id, Route.service_date == service_date, Route.state.in_(DRIVEN)
            )
        )
    )
    over_at: dict[uuid.UUID, datetime] = {}
    for route in routes:
        ended = route.completed_at or route.ends_at
        over_at[route.shift_id] = max(ended, over_at.get(route.shift_id, ended))
    swapped = (
        select(Route.vehicle_id, func.count())
        .join(Stop, Stop.route_id == Route.id)
        .where(Stop.kind == "swap", Route.id.in_([route.id for route in routes]))
        .group_by(Route.vehicle_id)
    )
    out = frozenset(route.shift_id for route in routes if route.state in OUT)
    return Use(out, over_at, {row[0]: row[1] for row in db.execute(swapped)})


def shift_of_day(entry: RosterEntry, entries: Sequence[RosterEntry], use: Use) -> ShiftOfDay:
    """Return a shift as planning sees it: from when on, with how many spares and which charge."""
    since = _vehicle_back_at(entry, entries, use)
    starts_at = max(entry.starts_at, use.over_at.get(entry.shift_id, entry.starts_at))
    spares = max(0, entry.vehicle.spare_batteries - use.swaps.get(entry.vehicle.id, 0))
    return ShiftOfDay(
        id=entry.shift_id,
        rider_id=entry.rider_id,
        vehicle=replace(entry.vehicle, spare_batteries=spares),
        skills=entry.skills,
        starts_at=starts_at,
        ends_at=entry.ends_at,
        break_start=entry.break_start,
        break_end=entry.break_end,
        break_s=entry.break_s,
        overtime_s=entry.overtime_s,
        overtime_per_hour_cents=entry.overtime_per_hour_cents,
        start_at=entry.start_at,
        end_at=entry.end_at,
        charge_wh=_known_charge_wh(entry, since),
        rested_s=None if since is None else max(0, int((starts_at - since).total_seconds())),
    )


def _vehicle_back_at(entry: RosterEntry, entries: Sequence[RosterEntry], use: Use) -> datetime | None:
    """Return when the vehicle comes back from its earlier work of the day; None when there is none."""
    ends = [
        use.over_at.get(other.shift_id, other.ends_at)
        for other in entries
        if other.vehicle.id == entry.vehicle.id and other.starts_at < entry.starts_at
    ]
    own = use.over_at.get(entry.shift_id)
    return max([*ends, own] if own else ends, default=None)


def _known_charge_wh(entry: RosterEntry, since: datetime | None) -> float | None:
    """Return the charge if it was told on the service day and after the vehicle's earlier work."""
    at = entry.charge_at
    if at is None or entry.charge_wh is None:
        return None
    same_day = at.astimezone(entry.starts_at.tzinfo).date() == entry.service_date
    return entry.charge_wh if same_day and (since is None or at >= since) else None
