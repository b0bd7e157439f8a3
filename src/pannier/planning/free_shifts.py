"""Which shifts of a day can still take a route, and how full the battery is when they do."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.fleet.on_demand import ON_DEMAND, on_demand_rules
from pannier.fleet.roster import RosterEntry, roster
from pannier.fleet.work_of_shift import work_of_shifts
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
    """Return the shifts of active riders and vehicles that serve rounds and that no route out there takes up."""
    rules = on_demand_rules(db, hub.id)
    entries = [
        entry
        for entry in roster(db, hub_id=hub.id, service_date=service_date)
        if entry.rider_active
        and entry.vehicle_active
        and entry.vehicle_hub_id == hub.id
        and rules.of_shift(entry.serves) != ON_DEMAND
    ]
    return free_of(entries, use_of_shifts(db, hub.id, service_date))


def with_work(
    db: Session,
    shifts: Sequence[ShiftOfDay],
    *,
    as_whole: bool = False,
    until: Mapping[uuid.UUID, datetime] = MappingProxyType({}),
) -> tuple[ShiftOfDay, ...]:
    """Return the shifts with what working-time law makes of each: from now on, or as a whole for driven routes.

    Of a whole shift, what was worked before the moment in `until` is counted in.
    """
    work = work_of_shifts(db, [shift.id for shift in shifts], as_whole=as_whole, until=until)
    return tuple(replace(shift, work=work[shift.id]) for shift in shifts)


def free_of(entries: Sequence[RosterEntry], use: Use) -> tuple[ShiftOfDay, ...]:
    """Return what is left of the shifts after their use: pure."""
    return tuple(shift_of_day(entry, entries, use) for entry in entries if entry.shift_id not in use.out)


def use_of_shifts(
    db: Session, hub_id: uuid.UUID, service_date: date, *, but_plan: uuid.UUID | None = None
) -> Use:
    """Return what the routes of a hub's day use up, those of one plan not counted where one is given."""
    of_day = (Route.hub_id == hub_id, Route.service_date == service_date, Route.state.in_(DRIVEN))
    routes = [route for route in db.scalars(select(Route).where(*of_day)) if route.plan_id != but_plan]
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
    starts_at = max(entry.starts_at, _free_at(entry, entries, use))
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


def _free_at(entry: RosterEntry, entries: Sequence[RosterEntry], use: Use) -> datetime:
    """Return when the rider and the vehicle are both back from routes of shifts that began no later."""
    ends = [
        use.over_at[other.shift_id]
        for other in entries
        if other.shift_id in use.over_at
        and other.starts_at <= entry.starts_at
        and (other.rider_id == entry.rider_id or other.vehicle.id == entry.vehicle.id)
    ]
    return max(ends, default=entry.starts_at)


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
