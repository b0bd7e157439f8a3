"""Drive a planned route once more, from the problem's own numbers.

This is the checker's own arithmetic. It shares no code with the scheduler on purpose: only the order of the
activities, the chosen waiting, and the lengths of breaks and charges are taken from the plan.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pannier.core.check.under_way import is_walked, seconds_under_way
from pannier.core.plan import Activity, ActivityKind, Route, Trip
from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Charge,
    CurvePoint,
    Problem,
    Swap,
    Task,
    TaskKind,
    Vehicle,
)


@dataclass(frozen=True)
class Seen:
    """One activity as it really comes out; `has_way` is False where the leg to it does not exist.

    `moved` is to another place, be it on foot; `parked` that the vehicle was parked anew for it.
    """

    activity: Activity
    trip: int
    arrival_s: int
    ready_s: int
    start_s: int
    departure_s: int
    load: tuple[int, ...]
    charge_j: int | None
    leg_distance_m: int
    leg_energy_j: int
    moved: bool
    parked: bool
    has_way: bool


@dataclass
class _Driving:
    """Where the vehicle is and what it carries while the route is replayed."""

    problem: Problem
    vehicle: Vehicle
    place: int
    time_s: int
    charge_j: int | None
    load: list[int]


def replay(problem: Problem, vehicle: Vehicle, route: Route) -> list[Seen]:
    """Return what every activity of a well-shaped route comes out as."""
    first = route.activities[0]
    charge_j = None if vehicle.battery is None else vehicle.battery.start_j
    driving = _Driving(problem, vehicle, first.place, first.start_s, charge_j, [0] * len(problem.dimensions))
    seen = []
    for number, trip in enumerate(route.trips):
        for activity in trip.activities:
            seen.append(_drive(driving, trip, number, activity))
    return seen


def _drive(driving: _Driving, trip: Trip, number: int, activity: Activity) -> Seen:
    """Move to an activity, do it, and tell how it went."""
    matrices = driving.problem.matrices_of(driving.vehicle)
    origin, target = driving.place, activity.place
    distance_m = int(matrices.distance_m[origin, target])
    has_way = origin == target or distance_m != UNREACHABLE
    travel_s = seconds_under_way(matrices, origin, target, driving.time_s) if has_way else 0
    energy_j = _leg_energy_j(driving, origin, target) if has_way else 0
    arrival_s = driving.time_s + travel_s
    task = _task(driving.problem, activity)
    parked = task is not None and not is_walked(matrices, origin, target)
    ready_s = arrival_s + (driving.vehicle.parking_s if parked else 0)
    start_s = max(ready_s, activity.start_s)
    if driving.charge_j is not None:
        driving.charge_j -= energy_j
    driving.place, driving.time_s = target, start_s + _taken_s(driving.vehicle, activity, task)
    _handle_goods(driving, trip, activity, task)
    _handle_energy(driving, activity)
    return Seen(
        activity=activity,
        trip=number,
        arrival_s=arrival_s,
        ready_s=ready_s,
        start_s=start_s,
        departure_s=driving.time_s,
        load=tuple(driving.load),
        charge_j=driving.charge_j,
        leg_distance_m=distance_m if has_way else 0,
        leg_energy_j=energy_j,
        moved=origin != target,
        parked=parked,
        has_way=has_way,
    )


def _task(problem: Problem, activity: Activity) -> Task | None:
    """Return the task an activity serves."""
    return None if activity.task_id is None else problem.tasks[problem.task_index[activity.task_id]]


def _leg_energy_j(driving: _Driving, origin: int, target: int) -> int:
    """Return joules of one leg: base plus joules per kilogram of payload, rounded up."""
    matrices = driving.problem.matrices_of(driving.vehicle)
    base_j = int(matrices.energy_base_j[origin, target])
    dimension = driving.problem.payload_dimension
    payload_g = 0 if dimension is None else driving.load[dimension]
    whole, rest = divmod(int(matrices.energy_j_per_kg[origin, target]) * payload_g, 1000)
    return base_j + whole + (rest > 0)


def _taken_s(vehicle: Vehicle, activity: Activity, task: Task | None) -> int:
    """Return how long the activity must take; breaks and charges take what the plan gives them."""
    if task is not None:
        whole_s, hundredths = divmod(task.service_s * vehicle.service_percent, 100)
        return whole_s + (hundredths >= 50) + vehicle.door_s
    if activity.kind is ActivityKind.START and vehicle.trips.first_loading_s is not None:
        return vehicle.trips.first_loading_s
    if activity.kind in (ActivityKind.START, ActivityKind.RELOAD):
        return vehicle.trips.loading_s
    if activity.kind is ActivityKind.SWAP:
        at_hub = vehicle.battery and vehicle.battery.at_hub
        return at_hub.duration_s if isinstance(at_hub, Swap) else 0
    if activity.kind is ActivityKind.END:
        return 0
    return max(0, activity.departure_s - activity.start_s)


def _handle_goods(driving: _Driving, trip: Trip, activity: Activity, task: Task | None) -> None:
    """Load, hand over or take in."""
    problem = driving.problem
    if activity.kind in (ActivityKind.START, ActivityKind.RELOAD, ActivityKind.END):
        driving.load = [0] * len(problem.dimensions)
    if activity.kind is ActivityKind.START and driving.vehicle.start_load:
        driving.load = list(driving.vehicle.start_load)
    if activity.kind in (ActivityKind.START, ActivityKind.RELOAD):
        for task_id in trip.task_ids:
            goods = problem.tasks[problem.task_index[task_id]]
            if goods.kind is TaskKind.DROPOFF and goods.pair is None:
                driving.load = [have + more for have, more in zip(driving.load, goods.demand, strict=True)]
    if task is not None:
        sign = 1 if task.kind is TaskKind.PICKUP else -1
        driving.load = [have + sign * more for have, more in zip(driving.load, task.demand, strict=True)]


def _handle_energy(driving: _Driving, activity: Activity) -> None:
    """Swap or charge the battery where the activity says so and the vehicle can."""
    battery = driving.vehicle.battery
    if battery is None or driving.charge_j is None:
        return
    if activity.kind is ActivityKind.SWAP and isinstance(battery.at_hub, Swap):
        driving.charge_j = battery.capacity_j
    used = curve_used(driving.problem, battery, activity)
    if used is not None:
        plugged_s = max(0, activity.departure_s - activity.start_s)
        driving.charge_j = plug_in(used.curve, max(driving.charge_j, 0), plugged_s)


def curve_used(problem: Problem, battery: Battery, activity: Activity) -> Charge | None:
    """Return how a charge fills the battery: at the station it names, else at the hub; None when it cannot."""
    if activity.kind is not ActivityKind.CHARGE:
        return None
    if activity.station_id is None:
        return battery.at_hub if isinstance(battery.at_hub, Charge) else None
    kinds = [station.kind for station in problem.stations if station.id == activity.station_id]
    curves = [one.charge for one in battery.at_stations if one.kind in kinds]
    return curves[0] if curves else None


def plug_in(curve: tuple[CurvePoint, ...], charge_j: int, plugged_s: int) -> int:
    """Return the charge after some time at a charger, walking the curve piece by piece."""
    charge, left_s = Fraction(charge_j), Fraction(plugged_s)
    for before, after in pairwise(curve):
        if charge >= after.charge_j or left_s <= 0:
            continue
        power_w = Fraction(after.charge_j - before.charge_j, after.time_s - before.time_s)
        gained = min(after.charge_j - charge, power_w * left_s)
        charge, left_s = charge + gained, left_s - gained / power_w
    return int(charge)
