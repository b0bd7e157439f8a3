"""A problem as the plain numbers of a work order, the same that the engine gets."""

from typing import Any

from benchmarks.routing.instance import Instance
from pannier.core.problem import Problem, Task, TaskKind, Vehicle


def order_of(instance: Instance, problem: Problem) -> dict[str, Any]:
    """Return vehicles, tasks and pairs; the matrix goes beside them."""
    index = {(task.pair, task.kind): at for at, task in enumerate(problem.tasks) if task.is_paired}
    pairs = [
        [at, index[task.pair, TaskKind.DROPOFF]]
        for at, task in enumerate(problem.tasks)
        if task.is_paired and task.kind is TaskKind.PICKUP
    ]
    return {
        "vehicles": [_vehicle(vehicle) for vehicle in problem.vehicles],
        "tasks": [_task(task) for task in problem.tasks],
        "pairs": pairs,
        "electric": _electric(instance),
        "counts_time": instance.minimise == "time",
    }


def _vehicle(vehicle: Vehicle) -> dict[str, Any]:
    """Return a vehicle; its costs are in whole distances."""
    return {
        "start": vehicle.start_place,
        "capacity": vehicle.capacity[0],
        "fixed": vehicle.rates.fixed_millicents,
        "unit": vehicle.rates.km_millicents // 1000,
        "shift": [vehicle.shift.start_s, vehicle.shift.end_s],
        "longest": vehicle.limits.duration_s,
        "reloads": vehicle.trips.max_trips > 1,
    }


def _task(task: Task) -> dict[str, Any]:
    """Return a task."""
    return {
        "node": task.place,
        "demand": task.demand[0],
        "service": task.service_s,
        "window": [task.windows[0].start_s, task.windows[0].end_s] if task.windows else None,
        "release": task.release_s,
    }


def _electric(instance: Instance) -> dict[str, Any] | None:
    """Return the instance in its own real numbers, for a rival that knows batteries."""
    electric = instance.electric
    if electric is None:
        return None
    return {
        "nodes": [
            [node.id, node.x, node.y, node.demand, node.ready, node.due, node.service]
            for node in instance.nodes
        ],
        "depot": instance.depots[0],
        "stations": sorted(instance.stations),
        "capacity": electric.capacity,
        "per_distance": electric.per_distance,
        "curves": {station: list(curve) for station, curve in electric.curves.items()},
        "only_full": electric.only_full,
        "speed": instance.speed,
        "van_capacity": instance.vans[0].capacity,
        "vans": len(instance.vans),
    }
