"""From the problem's dataclasses to what the search reads: the one place that knows both shapes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pannier.core.costs import preference_millicents
from pannier.core.problem import UNREACHABLE, Charge, Limits, Problem, Swap, Task, TaskKind, Vehicle
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR
from pannier.engine import _core
from pannier.engine.decode import START_SLACK_S
from pannier.engine.jobs import Jobs
from pannier.engine.kinds import KindOfVehicle

FAR = 1 << 28
"""Where there is no way; also the end of time for the search, 8.5 years in seconds."""

_MOST = 2**31 - 1
_MG_PER_KG = 1_000_000


def encode(problem: Problem, jobs: Jobs, kinds: Sequence[KindOfVehicle]) -> tuple[_core.Instance, list[Any]]:
    """Return the problem for the search, and the matrices that must stay alive as long as it."""
    instance = _core.Instance()
    instance.places = len(problem.places)
    instance.dimensions = len(problem.dimensions)
    instance.payload = -1 if problem.payload_dimension is None else problem.payload_dimension
    instance.station_place = [station.place for station in problem.stations]
    alive = [_add_profile(instance, matrices) for matrices in problem.matrices]
    profiles = {matrices.profile: position for position, matrices in enumerate(problem.matrices)}
    classes = {goods: number for number, goods in enumerate(sorted(problem.conflicts))}
    instance.conflicts = [
        sum(1 << classes[other] for other in problem.conflicts[goods]) for goods in sorted(problem.conflicts)
    ]
    job_of = {task: position for position, job in enumerate(jobs.all) for task in job}
    for index, task in enumerate(problem.tasks):
        windows = [(_moment(window.start_s), _moment(window.end_s)) for window in task.windows]
        instance.add_task(_task(task, job_of[index], classes.get(task.goods or "", -1)), windows)
    for job in jobs.all:
        first = problem.tasks[job[0]]
        pickups = sum(problem.tasks[index].kind is TaskKind.PICKUP for index in job)
        prize = 0.0 if first.prize_cents is None else 1000.0 * first.prize_cents
        instance.add_job(list(job), pickups, prize, first.prize_cents is None)
    for kind in kinds:
        encoded = _kind(problem, kind.example, jobs)
        encoded.count, encoded.profile = len(kind.vehicles), profiles[kind.example.profile]
        instance.add_kind(encoded)
    return instance, alive


def _moment(seconds: int) -> int:
    """Return a moment or duration that the search can hold; what happens at FAR comes after every shift."""
    return min(seconds, FAR)


def _add_profile(instance: _core.Instance, matrices: Any) -> tuple[Any, ...]:
    """Add a profile, its matrices as they are where they have no gaps."""
    distance = _with_far(matrices.distance_m, most=_MOST)
    shared = matrices.duration_s is matrices.distance_m and _is_in_time(distance)
    duration = distance if shared else _with_far(matrices.duration_s, most=FAR)
    energy, per_kg = (_without_gaps(one) for one in (matrices.energy_base_j, matrices.energy_j_per_kg))
    instance.add_profile(distance, duration, energy, per_kg)
    return distance, duration, energy, per_kg


def _is_in_time(matrix: npt.NDArray[np.int32]) -> bool:
    return matrix.size == 0 or int(matrix.max()) <= FAR


def _with_far(matrix: npt.NDArray[np.int32], *, most: int) -> npt.NDArray[np.int32]:
    """Return the matrix with FAR where no way leads, and with `most` where it is more."""
    usable = matrix.size == 0 or (int(matrix.min()) > UNREACHABLE and int(matrix.max()) <= most)
    dense = matrix.size == 0 or matrix.strides[1] == matrix.itemsize
    if usable and dense:
        return matrix
    filled = np.minimum(matrix, most).astype(np.int32)
    filled[filled == UNREACHABLE] = FAR
    return np.ascontiguousarray(filled)


def _without_gaps(matrix: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the matrix with nothing where no way leads: such a leg is refused for its time."""
    if matrix.size == 0 or int(matrix.min()) > UNREACHABLE:
        return matrix
    return np.maximum(matrix, 0)


def _load(amounts: Sequence[int]) -> list[int]:
    return [*amounts, *[0] * (8 - len(amounts))]


def _task(task: Task, job: int, goods: int) -> _core.Task:
    encoded = _core.Task()
    encoded.place, encoded.job = task.place, job
    encoded.hub = -1 if task.hub is None else task.hub
    encoded.release, encoded.goods = _moment(task.release_s), goods
    encoded.demand = _load(task.demand)
    encoded.is_pickup, encoded.is_paired = task.kind is TaskKind.PICKUP, task.is_paired
    encoded.max_aboard = FAR if task.max_aboard_s is None else _moment(task.max_aboard_s)
    if task.due is not None:
        encoded.due = _moment(task.due.by_s)
        encoded.late_once = float(task.due.once_millicents)
        encoded.late_second = task.due.hour_millicents / S_PER_HOUR
    return encoded


def _kind(problem: Problem, vehicle: Vehicle, jobs: Jobs) -> _core.Kind:
    kind = _core.Kind()
    kind.capacity = _load(vehicle.capacity)
    kind.shift_open, kind.shift_close = _moment(vehicle.shift.start_s), _moment(vehicle.shift.end_s)
    kind.latest_end = min(vehicle.latest_end_s, FAR - 1)
    kind.start_place, kind.end_place = vehicle.start_place, vehicle.end_place
    kind.reload_places = list(dict.fromkeys(vehicle.trips.reload_places))
    kind.loading, kind.max_trips = _moment(vehicle.trips.loading_s), min(vehicle.trips.max_trips, _MOST)
    kind.first_loading, kind.start_load = _moment(vehicle.trips.start_loading_s), _load(vehicle.start_load)
    kind.trip_limits, kind.limits = _limits(vehicle.trips.limits), _limits(vehicle.limits)
    kind.rests = [
        _core.Rest(rest.window.start_s, rest.window.end_s, rest.duration_s) for rest in vehicle.breaks
    ]
    kind.battery = _battery(problem, vehicle)
    kind.parking, kind.keep_slack = _moment(vehicle.parking_s), START_SLACK_S
    kind.rates = _rates(vehicle)
    kind.service = [_moment(vehicle.service_time_s(task.service_s)) for task in problem.tasks]
    if any(task.preferences for task in problem.tasks):
        kind.task_price = [float(preference_millicents(task, vehicle.id)) for task in problem.tasks]
    kind.is_stack = vehicle.last_in_first_out
    kind.allowed = [all(_may_serve(vehicle, problem.tasks[index]) for index in job) for job in jobs.all]
    return kind


def _may_serve(vehicle: Vehicle, task: Task) -> bool:
    """Tell whether skills, hubs and room allow a vehicle to serve a task at all."""
    if not task.needs <= vehicle.skills or (task.only and vehicle.id not in task.only):
        return False
    if any(amount > most for amount, most in zip(task.demand, vehicle.capacity, strict=True)):
        return False
    if task.hub is None:
        return True
    own = vehicle.start_place if task.kind is TaskKind.DROPOFF else vehicle.end_place
    return task.hub == own or (vehicle.trips.max_trips > 1 and task.hub in vehicle.trips.reload_places)


def _limits(limits: Limits) -> _core.Limits:
    encoded = _core.Limits()
    if limits.distance_m is not None:
        encoded.distance = limits.distance_m
    if limits.duration_s is not None:
        encoded.duration = limits.duration_s
    if limits.stops is not None:
        encoded.stops = limits.stops
    return encoded


def _rates(vehicle: Vehicle) -> _core.Rates:
    rates = _core.Rates()
    rates.fixed = vehicle.rates.fixed_millicents
    rates.second = vehicle.rates.hour_millicents / S_PER_HOUR
    rates.overtime_second = vehicle.rates.overtime_hour_millicents / S_PER_HOUR
    rates.metre = vehicle.rates.km_millicents / M_PER_KM
    rates.squared_second = vehicle.rates.squared_hour_millicents / S_PER_HOUR**2
    rates.squared_task = float(vehicle.rates.squared_task_millicents)
    co2e = vehicle.co2e_mg_per_kwh * vehicle.rates.co2e_kg_millicents / _MG_PER_KG
    rates.joule = (vehicle.rates.kwh_millicents + co2e) / J_PER_KWH
    return rates


def _battery(problem: Problem, vehicle: Vehicle) -> _core.Battery:
    encoded = _core.Battery()
    battery = vehicle.battery
    if battery is None:
        return encoded
    encoded.present = True
    encoded.capacity, encoded.start = battery.capacity_j, battery.start_j
    encoded.reserve = battery.reserve_j
    if isinstance(battery.at_hub, Swap):
        encoded.at_hub = _core.HubPower.SWAP
        encoded.swap_duration = _moment(battery.at_hub.duration_s)
        encoded.spares = min(battery.at_hub.spares, _MOST)
    elif isinstance(battery.at_hub, Charge):
        encoded.at_hub, encoded.hub_curve = _core.HubPower.CHARGE, _curve(battery.at_hub)
    encoded.curves = [_curve(at.charge) for at in battery.at_stations]
    curves = {at.kind: position for position, at in enumerate(battery.at_stations)}
    encoded.stations = [
        _core.Station(station.place, curves[station.kind], position)
        for position, station in enumerate(problem.stations)
        if station.kind in curves
    ]
    return encoded


def _curve(charge: Charge) -> _core.Curve:
    curve = _core.Curve()
    curve.time = [float(point.time_s) for point in charge.curve]
    curve.charge = [float(point.charge_j) for point in charge.curve]
    curve.only_full = charge.only_full
    return curve
