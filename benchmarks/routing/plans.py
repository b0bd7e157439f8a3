"""Between the engine's plans and the benchmarks' tours, both ways."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from benchmarks.routing.fleet import ENERGY_SCALE
from benchmarks.routing.instance import Instance, Tour
from benchmarks.routing.verify.frontier import Stop, levels_after
from pannier.core.plan import Activity, ActivityKind, Cost, LeftOut, LeftOutCode, Plan, Route
from pannier.core.problem import Charge, Problem, Vehicle
from pannier.core.schedule import Step, route_of, timeline

_AT_NODES = frozenset((ActivityKind.DELIVERY, ActivityKind.PICKUP, ActivityKind.RELOAD, ActivityKind.CHARGE))


def tours_of(instance: Instance, problem: Problem, plan: Plan) -> tuple[Tour, ...]:
    """Return the routes of a plan as tours, with what the stations give."""
    return tuple(_tour_of(instance, problem, route) for route in plan.routes)


def _tour_of(instance: Instance, problem: Problem, route: Route) -> Tour:
    """Return one route as a tour."""
    stops = [activity for activity in route.activities if activity.kind in _AT_NODES]
    visits = tuple(activity.place for activity in stops)
    levels = tuple(_level(activity) for activity in stops) if instance.electric else ()
    return Tour(problem.vehicle_index[route.vehicle_id], visits, levels)


def _level(activity: Activity) -> float:
    """Return the charge that a station is left with, in the file's unit.

    It is the level that counts, not the amount: ways are a little shorter in the file than in whole numbers,
    so the vehicle arrives with a little more, and the same amount might not fit.
    """
    is_charge = activity.kind is ActivityKind.CHARGE and activity.charge_j is not None
    return (activity.charge_j or 0) / ENERGY_SCALE if is_charge else 0.0


def plan_of(instance: Instance, problem: Problem, tours: Sequence[Tour]) -> Plan:
    """Return tours of any origin as a plan, timed by the core's scheduler, feasible or not.

    Nodes that no tour serves are left out, so that the checker has only the tours to judge.
    """
    routes = tuple(_route_of(instance, problem, tour) for tour in tours if tour.visits)
    served = {visit for tour in tours for visit in tour.visits}
    left = tuple(
        LeftOut(task.id, LeftOutCode.NO_VEHICLE, "No tour serves it.")
        for task in problem.tasks
        if task.place not in served
    )
    cost = sum((route.cost for route in routes), Cost())
    return Plan(routes=routes, left_out=left, cost=cost, seed=0, engine="given", iterations=0)


def _route_of(instance: Instance, problem: Problem, tour: Tour) -> Route:
    """Return one tour with its times."""
    vehicle = problem.vehicles[tour.van]
    return route_of(
        problem, vehicle, timeline(problem, vehicle, list(_steps(instance, problem, vehicle, tour)))
    )


def _steps(instance: Instance, problem: Problem, vehicle: Vehicle, tour: Tour) -> Iterator[Step]:
    """Yield the decisions of a tour; how long it charges follows from the core's own whole numbers."""
    task_at = {task.place: index for index, task in enumerate(problem.tasks)}
    station_at = {station.place: index for index, station in enumerate(problem.stations)}
    plugged = _plugged(instance, problem, vehicle, tour)
    yield Step(ActivityKind.START, vehicle.start_place)
    for position, visit in enumerate(tour.visits):
        if visit in station_at:
            station, charge_s = station_at[visit], plugged[position]
            yield Step(ActivityKind.CHARGE, visit, charge_s=charge_s, station=station)
        elif visit in task_at:
            task = task_at[visit]
            yield Step(ActivityKind(_KIND[problem.tasks[task].kind]), visit, task=task)
        else:
            yield Step(ActivityKind.RELOAD, visit)
    yield Step(ActivityKind.END, vehicle.end_place)


_KIND = {"dropoff": "delivery", "pickup": "pickup"}


def _plugged(instance: Instance, problem: Problem, vehicle: Vehicle, tour: Tour) -> list[int]:
    """Return how long each visit charges: as long as the earliest end of the tour asks for."""
    battery = vehicle.battery
    if battery is None or instance.electric is None:
        return [0] * len(tour.visits)
    stops = [_stop(problem, vehicle, *leg) for leg in pairwise((vehicle.start_place, *tour.visits))]
    stops.append(_stop(problem, vehicle, (*tour.visits, vehicle.start_place)[-2], vehicle.end_place))
    levels = _levels(stops, battery.capacity_j, vehicle.shift.start_s)
    charge_j, plugged = battery.start_j, []
    for stop, visit, level in zip(
        stops, tour.visits, levels or [battery.capacity_j] * len(stops), strict=False
    ):
        charge_j -= int(stop.energy)
        charger = _charger(problem, vehicle, visit)
        took_s = 0
        if charger is not None:
            target_j = (
                battery.capacity_j if charger.only_full else min(ceil(level - 1e-6), battery.capacity_j)
            )
            took_s = charger.duration_to_s(max(charge_j, 0), target_j=target_j)
            charge_j = charger.charge_after_j(max(charge_j, 0), duration_s=took_s)
        plugged.append(took_s)
    return plugged


def _levels(stops: Sequence[Stop], capacity: int, start: int) -> list[float] | None:
    """Return the charge to leave each stop with; every charge rounds up, so some time is kept for that."""
    spare = sum(stop.curve is not None for stop in stops) + 1
    careful = [replace(stop, due=stop.due - spare) for stop in stops]
    found = levels_after(careful, capacity=capacity, start=start)
    return found or levels_after(stops, capacity=capacity, start=start, slack=0.5)


def _stop(problem: Problem, vehicle: Vehicle, origin: int, target: int) -> Stop:
    """Return a leg and what is done at its end in the core's whole numbers."""
    matrices = problem.matrices_of(vehicle)
    charger = _charger(problem, vehicle, target)
    curve = None if charger is None else tuple((float(at.time_s), float(at.charge_j)) for at in charger.curve)
    task = next((task for task in problem.tasks if task.place == target), None)
    window = task.windows[0] if task is not None and task.windows else None
    return Stop(
        travel=float(matrices.duration_s[origin, target]),
        energy=float(matrices.energy_base_j[origin, target]),
        ready=0.0 if window is None else window.start_s,
        due=float(vehicle.latest_end_s if window is None else window.end_s),
        service=0.0 if task is None else task.service_s,
        curve=curve,
    )


def _charger(problem: Problem, vehicle: Vehicle, place: int) -> Charge | None:
    """Return how the vehicle charges at a place, None where it cannot."""
    station = next((station for station in problem.stations if station.place == place), None)
    if station is None or vehicle.battery is None:
        return None
    return vehicle.battery.charge_at_station(station.kind)
