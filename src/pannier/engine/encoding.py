"""From the problem's dataclasses to what the search reads: the one place that knows both shapes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Break,
    Charge,
    Counted,
    Limits,
    Matrices,
    Problem,
    Swap,
    Tariff,
    Task,
    TaskKind,
    Traffic,
    Vehicle,
)
from pannier.core.problem.stop_groups import doors_by_group
from pannier.core.schedule import hours_of
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR
from pannier.engine import _core
from pannier.engine.decode import START_SLACK_S
from pannier.engine.jobs import Jobs
from pannier.engine.kinds import KindOfVehicle
from pannier.engine.who_may import TasksOfKinds

FAR = 1 << 28
"""Where there is no way; also the end of time for the search, 8.5 years in seconds."""

type Parts = tuple[npt.NDArray[np.int32], ...]

_MOST = 2**31 - 1
_MG_PER_KG = 1_000_000


def encode(
    problem: Problem, jobs: Jobs, kinds: Sequence[KindOfVehicle]
) -> tuple[_core.Instance, dict[str, list[Parts]]]:
    """Return the problem for the search, and by profile the matrices that must stay alive as long as it."""
    instance = _core.Instance()
    instance.places = len(problem.places)
    instance.dimensions = len(problem.dimensions)
    instance.payload = -1 if problem.payload_dimension is None else problem.payload_dimension
    instance.station_place = [station.place for station in problem.stations]
    _add_plugs(instance, problem)
    profiles, alive = _add_profiles(instance, problem, kinds)
    classes = goods_numbers(problem)
    instance.conflicts = [
        sum(1 << classes[other] for other in problem.conflicts[goods]) for goods in sorted(problem.conflicts)
    ]
    job_of = {task: position for position, job in enumerate(jobs.all) for task in job}
    for index, task in enumerate(problem.tasks):
        windows = [(moment(window.start_s), moment(window.end_s)) for window in task.windows]
        instance.add_task(encoded_task(task, job_of[index], classes.get(task.goods or "", -1)), windows)
    for job in jobs.all:
        first = problem.tasks[job[0]]
        pickups = sum(problem.tasks[index].kind is TaskKind.PICKUP for index in job)
        prize = 0.0 if first.prize_cents is None else 1000.0 * first.prize_cents
        instance.add_job(list(job), pickups, prize, first.prize_cents is None)
    for add, sets in ((instance.add_group, problem.together), (instance.add_apart, problem.apart)):
        for members in sets:
            add(sorted({job_of[problem.task_index[task_id]] for task_id in members}))
    tasks = TasksOfKinds(problem, jobs)
    for kind in kinds:
        encoded = _kind(problem, kind.example, tasks)
        example = kind.example
        walks = problem.matrices_of(example).stop_groups
        encoded.count = len(kind.vehicles)
        encoded.profile = profiles[example.profile, encoded.parking if walks else 0]
        instance.add_kind(encoded)
    return instance, alive


def _add_plugs(instance: _core.Instance, problem: Problem) -> None:
    """Add when a plug is free at each charger that has few, stations first."""
    for charger in problem.chargers:
        if charger.plugs is not None:
            free = charger.plugs.free
            instance.add_plugs([(moment(window.start_s), moment(window.end_s)) for window in free])


def moment(seconds: int) -> int:
    """Return a moment or duration that the search can hold; what happens at FAR comes after every shift."""
    return min(seconds, FAR)


def _add_profiles(
    instance: _core.Instance, problem: Problem, kinds: Sequence[KindOfVehicle]
) -> tuple[dict[tuple[str, int], int], dict[str, list[Parts]]]:
    """Add the profiles; return which one is for a profile and a time of parking, and what must stay alive."""
    profiles: dict[tuple[str, int], int] = {}
    alive: dict[str, list[Parts]] = {}
    for matrices in problem.matrices:
        for parking_s in _parkings(matrices, kinds):
            profiles[matrices.profile, parking_s] = len(profiles)
            parts = _add_profile(instance, matrices, parking_s)
            alive.setdefault(matrices.profile, []).append(parts)
    return profiles, alive


def _parkings(matrices: Matrices, kinds: Sequence[KindOfVehicle]) -> list[int]:
    """Return for which times of parking a profile is needed: ways within a stop group hang on it, others do not."""
    if not matrices.stop_groups:
        return [0]
    examples = (kind.example for kind in kinds)
    return sorted({moment(one.parking_s) for one in examples if one.profile == matrices.profile} or {0})


def _add_profile(instance: _core.Instance, matrices: Matrices, parking_s: int) -> Parts:
    """Add a profile, its matrices as they are where they have no gaps and nobody walks."""
    distance = _with_far(matrices.distance_m, most=_MOST)
    shared = matrices.duration_s is matrices.distance_m and _is_in_time(distance)
    duration = distance if shared else _with_far(matrices.duration_s, most=FAR)
    energy, per_kg = (_without_gaps(one) for one in (matrices.energy_base_j, matrices.energy_j_per_kg))
    if matrices.stop_groups:
        duration = _without_parking(duration, matrices.stop_groups, parking_s)
    instance.add_profile(distance, duration, energy, per_kg)
    if matrices.stop_groups:
        instance.add_stop_groups(list(matrices.stop_groups))
    if matrices.traffic is not None:
        _add_traffic(instance, matrices.traffic)
    return distance, duration, energy, per_kg


def _without_parking(
    duration_s: npt.NDArray[np.int32], groups: Sequence[int], parking_s: int
) -> npt.NDArray[np.int32]:
    """Return the seconds with those within a group short of what the search adds to each way to a task."""
    short = duration_s.copy()
    for members in doors_by_group(groups):
        within = np.ix_(members, members)
        short[within] -= parking_s
        short[members, members] = 0
    return short


def _add_traffic(instance: _core.Instance, traffic: Traffic) -> None:
    """Give the profile added last its slices of the day."""
    factors = [number for one in traffic.slices for row in one.permille for number in row]
    starts = [one.start_s for one in traffic.slices]
    instance.add_traffic(list(traffic.areas), starts, factors, len(traffic.slices[0].permille))


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


def goods_numbers(problem: Problem) -> dict[str, int]:
    """Return the number of each class of goods that excludes another."""
    return {goods: number for number, goods in enumerate(sorted(problem.conflicts))}


def encoded_task(task: Task, job: int, goods: int) -> _core.Task:
    """Return a task as the search reads it, without its windows."""
    encoded = _core.Task()
    encoded.place, encoded.job = task.place, job
    encoded.hub = -1 if task.hub is None else task.hub
    encoded.release, encoded.goods = moment(task.release_s), goods
    encoded.demand = _load(task.demand)
    encoded.is_pickup, encoded.is_paired = task.kind is TaskKind.PICKUP, task.is_paired
    encoded.max_aboard = FAR if task.max_aboard_s is None else moment(task.max_aboard_s)
    if task.due is not None:
        encoded.due, encoded.due_from = moment(task.due.by_s), moment(task.due.from_s)
        encoded.late_once = float(task.due.once_millicents)
        encoded.late_second = task.due.hour_millicents / S_PER_HOUR
    return encoded


def _kind(problem: Problem, vehicle: Vehicle, tasks: TasksOfKinds) -> _core.Kind:
    kind = _core.Kind()
    kind.capacity = _load(vehicle.capacity)
    kind.shift_open, kind.shift_close = moment(vehicle.shift.start_s), moment(vehicle.shift.end_s)
    kind.latest_end = min(vehicle.latest_end_s, FAR - 1)
    kind.start_place, kind.end_place = vehicle.start_place, vehicle.end_place
    kind.reload_places = list(dict.fromkeys(vehicle.trips.reload_places))
    kind.loading, kind.max_trips = moment(vehicle.trips.loading_s), min(vehicle.trips.max_trips, _MOST)
    kind.first_loading, kind.start_load = moment(vehicle.trips.start_loading_s), _load(vehicle.start_load)
    kind.trip_limits, kind.limits = _limits(vehicle.trips.limits), _limits(vehicle.limits)
    kind.first_limits = _limits(vehicle.trips.start_limits)
    kind.rests = [_rest(rest) for rest in vehicle.breaks]
    kind.battery = _battery(problem, vehicle)
    # No start moves later that would have to keep a slack without end.
    kind.parking, kind.keep_slack = moment(vehicle.parking_s), FAR if vehicle.is_under_way else START_SLACK_S
    kind.rates = _rates(vehicle)
    kind.service = [moment(service_s) for service_s in tasks.service_s(vehicle)]
    kind.task_price = tasks.prices_millicents(vehicle)
    kind.is_stack = vehicle.last_in_first_out
    kind.allowed = tasks.allowed(vehicle)
    if problem.access:
        _limit(kind, problem, vehicle, tasks.jobs)
    return kind


def _rest(rest: Break) -> _core.Rest:
    after_s = -1 if rest.after_s is None else rest.after_s
    is_driving = rest.counts is Counted.DRIVING
    return _core.Rest(rest.window.start_s, rest.window.end_s, rest.duration_s, after_s, is_driving)


def _limit(kind: _core.Kind, problem: Problem, vehicle: Vehicle, jobs: Jobs) -> None:
    """Say when the vehicle may begin tasks where it may be at some hours only; what it never may is not for it."""
    never = set()
    for index in range(len(problem.tasks)):
        hours = hours_of(problem, vehicle, index)
        if hours is not None:
            kind.limit(index, [(moment(one.start_s), moment(one.end_s)) for one in hours])
        if hours == ():
            never.add(index)
    pairs = zip(kind.allowed, jobs.all, strict=True)
    kind.allowed = [may and never.isdisjoint(job) for may, job in pairs]


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
        encoded.swap_duration = moment(battery.at_hub.duration_s)
        encoded.spares = min(battery.at_hub.spares, _MOST)
    elif isinstance(battery.at_hub, Charge):
        encoded.at_hub, encoded.hub_curve = _core.HubPower.CHARGE, _curve(battery.at_hub)
    encoded.curves = [_curve(at.charge) for at in battery.at_stations]
    curves = {at.kind: position for position, at in enumerate(battery.at_stations)}
    encoded.stations = [
        _core.Station(station.place, curves[station.kind], position)
        for position, station in enumerate(problem.stations)
        if station.kind in curves and not problem.access_of(vehicle, station.place)
    ]
    _add_chargers(encoded, problem, vehicle, battery)
    return encoded


def _add_chargers(encoded: _core.Battery, problem: Problem, vehicle: Vehicle, battery: Battery) -> None:
    """Say what the chargers that a battery uses cost by time of day, and where plugs are few."""
    known = problem.chargers
    few = [charger for charger in known if charger.plugs is not None]
    at: list[_core.Charger] = []
    for charger in known:
        tariff = len(encoded.tariffs) if charger.tariff else -1
        if charger.tariff:
            encoded.tariffs = [*encoded.tariffs, _tariff(vehicle, battery, charger.tariff)]
        at.append(_core.Charger(tariff, -1 if charger.plugs is None else few.index(charger)))
    stations = len(problem.stations)
    if any(station.tariff or station.plugs is not None for station in problem.stations):
        encoded.at_station = at[:stations]
    if battery.at_hub is not None:
        encoded.at_place = [
            (charger.place, one) for charger, one in zip(problem.hub_chargers, at[stations:], strict=True)
        ]


def _tariff(vehicle: Vehicle, battery: Battery, tariff: Tariff) -> _core.Tariff:
    """Return what a joule costs above the vehicle's own rate, emissions included."""
    encoded = _core.Tariff()
    encoded.since = [moment(one.from_s) for one in tariff]
    price, own, per_plug = vehicle.rates, vehicle.co2e_mg_per_kwh, 1000 / battery.stored_permille
    carbon = price.co2e_kg_millicents / _MG_PER_KG
    encoded.extra = [
        (
            one.kwh_millicents * per_plug
            - price.kwh_millicents
            + carbon * (one.co2e_mg_per_kwh * per_plug - own)
        )
        / J_PER_KWH
        for one in tariff
    ]
    return encoded


def _curve(charge: Charge) -> _core.Curve:
    curve = _core.Curve()
    curve.time = [float(point.time_s) for point in charge.curve]
    curve.charge = [float(point.charge_j) for point in charge.curve]
    curve.only_full = charge.only_full
    return curve
