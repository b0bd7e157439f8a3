"""Who serves orders on demand now: on duty with a shift that does so, where they are, and with which route."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from pannier.core.geo import LonLat, great_circle_m
from pannier.fleet.models import VehicleState
from pannier.fleet.on_demand import ROUNDS, Rules
from pannier.fleet.roster import RosterEntry, roster
from pannier.fleet.vehicle_state import states_of
from pannier.fleet.work_records import shifts_on_duty
from pannier.planning.day import HubOfDay, ShiftOfDay
from pannier.planning.free_shifts import Use, shift_of_day, use_of_shifts
from pannier.planning.models import Route
from pannier.planning.queries import RouteSheet, list_routes, sheets_of, shifts_out
from pannier.planning.running_day.whereabouts import Whereabouts, whereabouts
from pannier.planning.states import ALIVE, OUT

FRESH = timedelta(minutes=15)
"""A position of a rider without a route that is older than this says nothing."""
AT_THE_HUB_M = 150
LEAST_LEFT = timedelta(minutes=1)


@dataclass(frozen=True)
class Riders:
    """The riders who serve on demand: their shifts, the routes that they have, and where those under way are.

    `roster` are all shifts of the day, whoever is at work.
    """

    roster: tuple[RosterEntry, ...]
    entries: Mapping[uuid.UUID, RosterEntry]
    shifts: tuple[ShiftOfDay, ...]
    sheets: Mapping[str, RouteSheet]
    known: tuple[Whereabouts, ...]

    def count(self, shifts: Collection[str]) -> int:
        """Return how many of these shifts are on duty."""
        return sum(str(one) in shifts for one in self.entries)


@dataclass(frozen=True)
class OnDuty:
    """Who of a day's roster serves orders on demand and is at work: by shift, with the routes of the day."""

    roster: tuple[RosterEntry, ...]
    here: Mapping[uuid.UUID, RosterEntry]
    routes: tuple[Route, ...]

    @property
    def out(self) -> tuple[Route, ...]:
        """Return the routes that they have."""
        return tuple(one for one in self.routes if one.state in OUT and one.shift_id in self.here)

    @property
    def serving(self) -> tuple[RosterEntry, ...]:
        """Return those who can be given something: with a route, or without a draft that is about to be one."""
        busy = {one.shift_id for one in self.out}
        drafts = {one.shift_id for one in self.routes if one.state == "draft"}
        return tuple(one for one in self.here.values() if one.shift_id in busy or one.shift_id not in drafts)


def on_duty_of(db: Session, hub_id: uuid.UUID, service_date: date, rules: Rules, now: datetime) -> OnDuty:
    """Return who serves orders on demand at a hub now; the roster is read once, nothing for each rider alone."""
    entries = roster(db, hub_id=hub_id, service_date=service_date)
    able = [one for one in entries if _is_able(one, rules, now)]
    routes = list_routes(db, hub_id=hub_id, service_date=service_date, states=ALIVE)
    riders = [one.rider_id for one in able]
    at_work = shifts_on_duty(db, riders, now, out=shifts_out(db, riders))
    here = {one.shift_id: one for one in able if one.shift_id in at_work}
    return OnDuty(tuple(entries), here, tuple(routes))


def riders_of(db: Session, hub: HubOfDay, service_date: date, rules: Rules, now: datetime) -> Riders:
    """Return who serves orders on demand at a hub now, with what they have and where they are."""
    duty = on_duty_of(db, hub.id, service_date, rules, now)
    sheets = {str(sheet.route.shift_id): sheet for sheet in sheets_of(db, duty.out)}
    states = states_of(db, {one.vehicle.id for one in duty.here.values()})
    known = tuple(_known(duty.here, sheets, states, hub, now))
    use = use_of_shifts(db, hub.id, service_date)
    shifts = [_shift(one, duty.roster, use, sheets, known, states, hub, now) for one in duty.serving]
    return Riders(duty.roster, duty.here, tuple(shifts), sheets, known)


def _is_able(entry: RosterEntry, rules: Rules, now: datetime) -> bool:
    serves = rules.of_shift(entry.serves) != ROUNDS
    return serves and entry.rider_active and entry.vehicle_active and entry.starts_at <= now


def _known(
    here: Mapping[uuid.UUID, RosterEntry],
    sheets: Mapping[str, RouteSheet],
    states: Mapping[uuid.UUID, VehicleState],
    hub: HubOfDay,
    now: datetime,
) -> list[Whereabouts]:
    return [
        whereabouts(
            sheet,
            states.get(sheet.route.vehicle_id),
            vehicle_name=here[sheet.route.shift_id].vehicle.name,
            charge_wh=None,
            now=now,
        )
        for sheet in sheets.values()
        if sheet.route.state == "in_progress" or should_be_off(sheet, hub, now)
    ]


def should_be_off(sheet: RouteSheet, hub: HubOfDay, now: datetime) -> bool:
    """Tell whether a rider must have left although nothing was told: there is nothing to load that would tell it."""
    route = sheet.route
    if route.state != "released" or route.starts_at > now:
        return False
    first = [task for shown in sheet.stops if shown.stop.trip == 1 for task in shown.tasks]
    collected = {task.order_id for task in first if task.kind == "collect"}
    return bool(first) and all(task.order_id in collected for task in first)


def _shift(
    entry: RosterEntry,
    entries: Sequence[RosterEntry],
    use: Use,
    sheets: Mapping[str, RouteSheet],
    known: Sequence[Whereabouts],
    states: Mapping[uuid.UUID, VehicleState],
    hub: HubOfDay,
    now: datetime,
) -> ShiftOfDay:
    sheet = sheets.get(str(entry.shift_id))
    shift = shift_of_day(entry, entries, use if sheet is None else _without(use, sheet))
    at = next((one for one in known if one.shift_id == entry.shift_id), None)
    if at is not None:
        return replace(shift, start_at=at.point, ends_at=max(shift.ends_at, now + LEAST_LEFT))
    if sheet is not None:
        return shift
    # Who stands about is paid and there: the choice counts from now, from where the phone last was.
    place = _place(states.get(entry.vehicle.id), now)
    return replace(shift, start_at=shift.start_at if place is None else _away(place, hub))


def _place(state: VehicleState | None, now: datetime) -> LonLat | None:
    """Return where a rider without a route is by the vehicle's phone, None where nothing fresh is known."""
    if state is None or state.position_at is None or state.lon is None or state.lat is None:
        return None
    return LonLat(state.lon, state.lat).rounded() if now - state.position_at <= FRESH else None


def _away(place: LonLat, hub: HubOfDay) -> LonLat | None:
    return None if great_circle_m(place, hub.point) <= AT_THE_HUB_M else place


def _without(use: Use, sheet: RouteSheet) -> Use:
    """Return what routes use up, one that is planned anew left away."""
    over_at = {shift: at for shift, at in use.over_at.items() if shift != sheet.route.shift_id}
    swaps = sum(shown.stop.kind == "swap" for shown in sheet.stops)
    vehicle_id = sheet.route.vehicle_id
    return replace(
        use, over_at=over_at, swaps={**use.swaps, vehicle_id: use.swaps.get(vehicle_id, 0) - swaps}
    )
