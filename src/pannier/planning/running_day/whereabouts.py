"""Where a vehicle of a route is, when it is free and what its battery holds: what is known, else what was planned."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannier.core.geo import LonLat, great_circle_m
from pannier.core.units import J_PER_WH
from pannier.fleet.models import VehicleState
from pannier.planning.queries import RouteSheet, StopSheet

BEHIND = frozenset(("done", "skipped"))
STAYS = frozenset(("break", "charge", "swap", "reload"))
NEAR_M = 150
FRESH = timedelta(minutes=30)
"""A position older than this says less than the last stop."""


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What is known of one vehicle under way; each source is rider, gps, plan and the like, each age in seconds."""

    shift_id: uuid.UUID
    vehicle_name: str
    point: LonLat
    position_source: str
    position_age_s: int
    free_at: datetime
    charge_wh: float | None
    charge_source: str
    charge_age_s: int


def done_stops(sheet: RouteSheet) -> list[StopSheet]:
    """Return the stops that are behind the rider, as they were driven."""
    return [shown for shown in sheet.stops if shown.stop.state in BEHIND]


def ahead_of(sheet: RouteSheet) -> list[StopSheet]:
    """Return the stops that are not behind the rider; hub stops and breaks before the last one done were passed."""
    done = [shown.stop.position for shown in sheet.stops if shown.stop.state == "done"]
    passed = max(done, default=0)
    return [
        shown
        for shown in sheet.stops
        if shown.stop.state not in BEHIND
        and (shown.stop.position > passed or any(task.state != "closed" for task in shown.tasks))
        and shown.stop.kind != "start"
    ]


def whereabouts(
    sheet: RouteSheet,
    state: VehicleState | None,
    *,
    vehicle_name: str,
    charge_wh: float | None,
    now: datetime,
) -> Whereabouts:
    """Return where a vehicle under way is; `charge_wh` is what somebody says that its battery holds now."""
    here = _standing_at(sheet)
    point, source, seen = _position(sheet, state, here, now)
    held, charge_source, told = _charge(sheet, state, charge_wh, now)
    return Whereabouts(
        shift_id=sheet.route.shift_id,
        vehicle_name=vehicle_name,
        point=point,
        position_source=source,
        position_age_s=_age_s(seen, now),
        free_at=_free_at(sheet, point, now),
        charge_wh=held,
        charge_source=charge_source,
        charge_age_s=_age_s(told, now),
    )


def _standing_at(sheet: RouteSheet) -> StopSheet | None:
    """Return the stop that the rider is at."""
    return next((shown for shown in sheet.stops if shown.stop.state == "arrived"), None)


def _free_at(sheet: RouteSheet, point: LonLat, now: datetime) -> datetime:
    """Return when a vehicle may leave: whoever has come to a charger, a hub or for a break is there for a while."""
    done = [shown.stop for shown in sheet.stops if shown.stop.state == "done" and shown.stop.arrived_at]
    last = max(done, key=lambda stop: stop.arrived_at or now, default=None)
    if last is None or last.arrived_at is None or last.kind not in STAYS:
        return now
    is_there = great_circle_m(point, LonLat(last.lon, last.lat)) <= NEAR_M
    return max(now, last.arrived_at + timedelta(seconds=last.service_s)) if is_there else now


def _position(
    sheet: RouteSheet, state: VehicleState | None, here: StopSheet | None, now: datetime
) -> tuple[LonLat, str, datetime]:
    """Return the place, who says so and since when: at a door, else a fresh position, else the last stop."""
    last = (done_stops(sheet) or list(sheet.stops[:1]))[-1].stop
    seen = here.stop.arrived_at if here is not None else None
    if here is not None and seen is not None:
        return LonLat(here.stop.lon, here.stop.lat).rounded(), "rider", seen
    left_at = last.arrived_at or sheet.route.started_at or sheet.route.starts_at
    told = _told_position(state)
    if told is not None and told[2] >= left_at and now - told[2] <= FRESH:
        return told
    return LonLat(last.lon, last.lat).rounded(), "plan", left_at


def _told_position(state: VehicleState | None) -> tuple[LonLat, str, datetime] | None:
    if state is None or state.position_at is None or state.lon is None or state.lat is None:
        return None
    return LonLat(state.lon, state.lat).rounded(), state.position_source or "rider", state.position_at


def _charge(
    sheet: RouteSheet, state: VehicleState | None, said_wh: float | None, now: datetime
) -> tuple[float | None, str, datetime]:
    """Return what the battery holds: as somebody says now, as last reported less what was driven since, as planned."""
    if said_wh is not None:
        return said_wh, "dispatcher", now
    started_at = sheet.route.started_at or sheet.route.starts_at
    done = done_stops(sheet)
    told_at = None if state is None or state.charge_wh is None else state.charge_at
    if state is not None and told_at is not None and told_at >= started_at - timedelta(hours=2):
        since = [shown.stop for shown in done if (shown.stop.arrived_at or started_at) > told_at]
        used_wh = sum(stop.leg_energy_j for stop in since) / J_PER_WH
        return max(0.0, (state.charge_wh or 0) - used_wh), state.charge_source or "rider", told_at
    held = [shown.stop for shown in (done or list(sheet.stops[:1])) if shown.stop.charge_j_after is not None]
    if not held:
        return None, "plan", started_at
    return (held[-1].charge_j_after or 0) / J_PER_WH, "plan", held[-1].arrived_at or started_at


def _age_s(at: datetime, now: datetime) -> int:
    return max(0, round((now - at).total_seconds()))


def names_of(found: Sequence[Whereabouts]) -> list[dict[str, object]]:
    """Return what was known of each vehicle, as a proposal tells it."""
    return [
        {
            "vehicle": one.vehicle_name,
            "position_source": one.position_source,
            "position_age_s": one.position_age_s,
            "charge_wh": None if one.charge_wh is None else round(one.charge_wh),
            "charge_source": one.charge_source if one.charge_wh is not None else None,
            "charge_age_s": one.charge_age_s if one.charge_wh is not None else None,
        }
        for one in found
    ]
