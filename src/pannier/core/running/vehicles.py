"""Vehicles as they are now: begun from where they stand, with the time, charge and limits that are left."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from pannier.core.ids import TaskId
from pannier.core.problem import Battery, Break, Counted, Limits, Swap, Task, Trips, Vehicle, WorkRule
from pannier.core.running.underway import SoFar, Underway
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import after, is_counted


def waiting_vehicle(vehicle: Vehicle, now_s: int, *, has_route: bool = False) -> Vehicle:
    """Return a vehicle that has not left: as planned, with the breaks that its rules gave it, but not in the past.

    One that has a route is used anyway, so its use costs nothing more.
    """
    start_s = max(now_s, vehicle.shift.start_s)
    shift = TimeWindow(start_s, max(start_s, vehicle.shift.end_s))
    rates = replace(vehicle.rates, fixed_millicents=0) if has_route else vehicle.rates
    return replace(vehicle, shift=shift, work_rules=_given(vehicle.work_rules), rates=rates)


def vehicle_now(vehicle: Vehicle, at: Underway, tasks: Mapping[TaskId, Task]) -> Vehicle:
    """Return a vehicle under way: free where it is, with what it carries, and its use paid for already."""
    end_s = max(at.at_s, vehicle.shift.end_s)
    carried = [task for task_id in at.aboard if (task := tasks.get(task_id)) is not None]
    return replace(
        vehicle,
        shift=TimeWindow(at.at_s, end_s),
        # A shift that is over by now has its overtime from its own end on.
        max_overtime_s=max(0, vehicle.latest_end_s - end_s),
        start_place=at.place,
        trips=_trips_left(vehicle.trips, at),
        breaks=_breaks_left(vehicle.breaks if at.breaks is None else at.breaks, at),
        work_rules=_given(tuple(after(rule, at.shift_so_far) for rule in vehicle.work_rules)),
        battery=vehicle.battery and _battery_now(vehicle.battery, at),
        capacity=_capacity(vehicle, at.load, carried),
        start_load=at.load,
        rates=replace(vehicle.rates, fixed_millicents=0),
        limits=_left(vehicle.limits, at.so_far, at.at_s),
        is_under_way=True,
    )


def _breaks_left(breaks: tuple[Break, ...], at: Underway) -> tuple[Break, ...]:
    """Return breaks that are due after so much work with what has been worked by now."""
    done_s = {
        counts: sum(one.seconds for one in at.shift_so_far if is_counted(counts, one)) for counts in Counted
    }
    left = (
        rest if rest.after_s is None else replace(rest, after_s=max(0, rest.after_s - done_s[rest.counts]))
        for rest in breaks
    )
    return tuple(_from_now(rest, at) for rest in left)


def _from_now(rest: Break, at: Underway) -> Break:
    """Return a break that can only be had from now on; one that there was room for before the route is as it was."""
    since_s = at.so_far.since_s
    if since_s is None or since_s - rest.window.start_s >= rest.duration_s or rest.window.start_s >= at.at_s:
        return rest
    end_s = max(rest.window.end_s, at.at_s + rest.duration_s)
    return replace(rest, window=TimeWindow(at.at_s, end_s))


def _given(rules: tuple[WorkRule, ...]) -> tuple[WorkRule, ...]:
    """Return rules whose breaks, or what is left of them, the vehicle has already."""
    return tuple(replace(rule, breaks_given=True) for rule in rules)


def _trips_left(trips: Trips, at: Underway) -> Trips:
    """Return the trips that may still follow, and what is left to the present one; it needs no loading."""
    limits = trips.start_limits if at.trips == 1 else trips.limits
    return replace(
        trips,
        first_loading_s=0,
        max_trips=1 if at.is_last_trip else max(1, trips.max_trips - at.trips + 1),
        first_limits=_left(limits, at.trip_so_far, at.at_s),
    )


def _battery_now(battery: Battery, at: Underway) -> Battery:
    """Return the battery with what it holds, and the spares that are left."""
    at_hub = battery.at_hub
    if isinstance(at_hub, Swap):
        at_hub = replace(at_hub, spares=max(0, at_hub.spares - at.swaps))
    told_j = battery.start_j if at.charge_j is None else at.charge_j
    charge_j = max(0, min(told_j, battery.capacity_j))
    # Who has used the reserve already may stand still, but no leg that takes anything is borne.
    return replace(battery, start_j=charge_j, reserve_j=min(battery.reserve_j, charge_j), at_hub=at_hub)


def _capacity(vehicle: Vehicle, load: tuple[int, ...], carried: Collection[Task]) -> tuple[int, ...]:
    """Return what the vehicle holds: never less than what somebody has put into it."""
    inside = list(load) or [0] * len(vehicle.capacity)
    for task in carried:
        inside = [have + more for have, more in zip(inside, task.demand, strict=True)]
    return tuple(max(most, have) for most, have in zip(vehicle.capacity, inside, strict=True))


def _left(limits: Limits, so_far: SoFar, at_s: int) -> Limits:
    """Return what limits still allow."""
    spent_s = 0 if so_far.since_s is None else max(0, at_s - so_far.since_s)
    return Limits(
        _less(limits.distance_m, so_far.distance_m),
        _less(limits.duration_s, spent_s),
        _less(limits.stops, so_far.stops),
    )


def _less(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)
