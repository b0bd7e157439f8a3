"""One route driven on all drawn days at once, by the rider's policy.

The rider begins the shift when the plan says, keeps the order of stops, goes on as soon as possible, waits where a
window is not open yet, a break may not begin or goods are not there, and swaps and charges as planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pannier.core.endurance import Promise, Spread, promise_of
from pannier.core.ids import TaskId
from pannier.core.plan import Activity, ActivityKind, Route
from pannier.core.problem import Battery, Charge, Problem, Swap, Task, TaskKind, Vehicle
from pannier.core.schedule.hours import hours_of
from pannier.core.timewindow import TimeWindow
from pannier.core.units import S_PER_DAY
from pannier.engine.endurance.chance import Chance, Factors, exponent, factors, of_leg

_HUB_WORK = frozenset((ActivityKind.START, ActivityKind.RELOAD))


@dataclass(frozen=True, slots=True)
class Kept:
    """A promised task on all days: seconds late at its beginning, and later than planned when ready."""

    task_id: TaskId
    late_s: Factors
    drift_s: Factors


@dataclass
class Driven:
    """A route on all days; `margin_j` is the least that it had above the reserve, None without battery."""

    kept: list[Kept] = field(default_factory=list)
    margin_j: Factors | None = None
    end_s: Factors = field(default_factory=lambda: np.zeros(0))


@dataclass
class _Rider:
    """Who drives, and where the route stands on each day."""

    problem: Problem
    vehicle: Vehicle
    number: int
    spread: Spread
    chance: Chance
    areas: Sequence[int]
    time_s: Factors
    charge_j: Factors | None

    def travel(self, leg: Factors, place: int, planned_s: int) -> Factors:
        """Return the factors of a leg's time."""
        spread, chance = self.spread, self.chance
        power = exponent(chance.of_day()[0], spread.day_travel)
        power = power + exponent(chance.of_area(self.areas[place]), spread.area_travel)
        return np.exp(power + exponent(leg, of_leg(spread.leg_travel, planned_s)))

    def energy(self, leg: Factors, planned_s: int) -> Factors:
        """Return the factors of a leg's energy."""
        spread, chance = self.spread, self.chance
        power = exponent(chance.of_day()[1], spread.day_energy)
        power = power + exponent(chance.of_rider(self.number)[1], spread.rider_energy)
        return np.exp(power + exponent(leg, of_leg(spread.leg_energy, planned_s)))

    def service(self, normal: Factors) -> Factors | float:
        """Return the factors of a service's time."""
        return factors(normal, self.spread.service) * factors(
            self.chance.of_rider(self.number)[0], self.spread.pace
        )


def drive(problem: Problem, route: Route, *, spread: Spread, chance: Chance, areas: Sequence[int]) -> Driven:
    """Return how a route of the plan comes out on all days of `chance`."""
    number = problem.vehicle_index[route.vehicle_id]
    vehicle = problem.vehicles[number]
    start_s = np.full(chance.days, float(route.start_s))
    charge_j = None if vehicle.battery is None else np.full(chance.days, float(vehicle.battery.start_j))
    rider = _Rider(problem, vehicle, number, spread, chance, areas, start_s, charge_j)
    driven = Driven()
    activities = route.activities
    _stand(rider, activities[0], chance.of_step(number, 0))
    for position, (before, now) in enumerate(pairwise(activities), start=1):
        task = None if now.task_id is None else problem.task_index[now.task_id]
        drawn = chance.of_step(number, position) if task is None else chance.of_task(task)
        _ride(rider, driven, before, now, drawn)
        if task is None:
            _stand(rider, now, drawn)
        else:
            _serve(rider, driven, task, (before, now), drawn)
    driven.end_s = rider.time_s
    return driven


def _ride(rider: _Rider, driven: Driven, before: Activity, now: Activity, drawn: Factors) -> None:
    """Drive to an activity; note where the battery comes below what it had before."""
    planned_s = now.arrival_s - before.departure_s
    if planned_s > 0:
        rider.time_s = rider.time_s + planned_s * rider.travel(drawn[0], now.place, planned_s)
    if rider.charge_j is None or rider.vehicle.battery is None:
        return
    rider.charge_j = rider.charge_j - now.leg_energy_j * rider.energy(drawn[3], planned_s)
    margin_j = rider.charge_j - rider.vehicle.battery.reserve_j
    driven.margin_j = margin_j if driven.margin_j is None else np.minimum(driven.margin_j, margin_j)


def _stand(rider: _Rider, now: Activity, drawn: Factors) -> None:
    """Load, swap, charge or rest."""
    begin_s = np.maximum(rider.time_s, _not_before(rider.vehicle, now))
    planned_s = now.departure_s - now.start_s
    took = factors(drawn[2], rider.spread.loading) if now.kind in _HUB_WORK else 1.0
    rider.time_s = begin_s + planned_s * took
    _plug_in(rider, now, planned_s)


def _not_before(vehicle: Vehicle, now: Activity) -> int:
    """Return when something that is no service may begin: what the plan waits for is not there earlier."""
    if now.kind is ActivityKind.BREAK:
        rests = (
            rest.window.start_s
            for rest in vehicle.breaks
            if rest.window.start_s <= now.start_s <= rest.latest_start_s
        )
        return min(rests, default=now.start_s)
    return now.start_s if now.start_s > now.arrival_s else 0


def _plug_in(rider: _Rider, now: Activity, planned_s: int) -> None:
    """Fill the battery where the plan does."""
    battery = rider.vehicle.battery
    if battery is None or rider.charge_j is None:
        return
    if now.kind is ActivityKind.SWAP and isinstance(battery.at_hub, Swap):
        rider.charge_j = np.full(rider.chance.days, float(battery.capacity_j))
    elif now.kind is ActivityKind.CHARGE and (charge := _charge_of(rider.problem, battery, now)):
        times = [point.time_s for point in charge.curve]
        holds = [point.charge_j for point in charge.curve]
        began_s = np.interp(rider.charge_j, holds, times)
        rider.charge_j = np.interp(began_s + planned_s, times, holds)


def _charge_of(problem: Problem, battery: Battery, now: Activity) -> Charge | None:
    """Return how the battery fills: at the station that the plan names, else at the hub."""
    if now.station_id is None:
        return battery.at_hub if isinstance(battery.at_hub, Charge) else None
    return battery.charge_at_station(problem.stations[problem.station_index[now.station_id]].kind)


def _serve(rider: _Rider, driven: Driven, index: int, way: tuple[Activity, Activity], drawn: Factors) -> None:
    """Park, wait for the window, serve; note how late that began.

    Who comes when the place is shut to the vehicle for the rest of the day drives on: what was promised there is
    broken by a whole day, and that it is served at all counts as a promise.
    """
    before, now = way
    task, hours = rider.problem.tasks[index], hours_of(rider.problem, rider.vehicle, index)
    windows = task.windows if hours is None else hours
    stays = rider.problem.matrices_of(rider.vehicle).is_same_stop(before.place, now.place)
    parking_s = 0 if stays else rider.vehicle.parking_s
    ready_s = rider.time_s + parking_s * factors(drawn[1], rider.spread.parking)
    planned_ready_s = now.arrival_s + parking_s
    begin_s = _begin(task, windows, ready_s)
    if now.start_s > float(_begin(task, windows, np.asarray([float(planned_ready_s)]))[0]):
        begin_s = np.maximum(begin_s, now.start_s)
    # Times of a plan are whole seconds: who begins within the last one is in time.
    is_shut = np.floor(begin_s) > hours[-1].end_s if hours else np.zeros(len(begin_s), dtype=bool)
    promise = promise_of(task) or (Promise(hours, hours[-1].end_s) if hours else None)
    if promise is not None:
        late_s = np.where(is_shut, float(S_PER_DAY), _late_s(promise, begin_s))
        driven.kept.append(Kept(now.task_id or "", late_s, ready_s - planned_ready_s))
    served_s = begin_s + (now.departure_s - now.start_s) * rider.service(drawn[2])
    rider.time_s = np.where(is_shut, rider.time_s, served_s)


def _begin(task: Task, windows: Sequence[TimeWindow], ready_s: Factors) -> Factors:
    """Return when a service begins: in the first window that is still open, at once where none is."""
    if task.kind is TaskKind.PICKUP and task.release_s:
        ready_s = np.maximum(ready_s, task.release_s)
    begin_s = ready_s
    for window in reversed(windows):
        begin_s = np.where(ready_s <= window.end_s, np.maximum(ready_s, window.start_s), begin_s)
    return begin_s


def _late_s(promise: Promise, begin_s: Factors) -> Factors:
    # Times of a plan are whole seconds: who begins within the last one is in time.
    return np.maximum(0.0, np.floor(begin_s - promise.by_s))
