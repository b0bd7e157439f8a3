"""VROOM on a work order: its deepest level within the budget, on one thread.

VROOM stops by wall time only. A run that the limit cut off before it had its CPU seconds, because the machine
was busy, is made again with a longer limit.
"""

import time
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import vroom

from benchmarks.routing.peers.work_order import CpuClock, WorkOrder, hand_in, read_order, refuse

_DEEPEST = 5
_TRIES = 3


def main() -> None:
    """Solve the order and print the tours."""
    order = read_order()
    if order.electric or order.counts_time:
        refuse("VROOM knows no batteries.")
    if any(vehicle["reloads"] or vehicle["longest"] is not None for vehicle in order.vehicles):
        refuse("VROOM knows neither reloads nor the longest duration of a route.")
    tours, clock, runs = _solve(order)
    hand_in(tours, clock=clock, iterations=runs, engine=f"vroom {version('pyvroom')}")


def _solve(order: WorkOrder) -> tuple[list[tuple[int, list[int]]], CpuClock, int]:
    """Return the tours of a run that used its CPU seconds, or ended by itself."""
    limit = order.seconds
    for run in range(1, _TRIES + 1):
        clock, since = CpuClock(order.seconds), time.monotonic()
        solution = _input(order).solve(_DEEPEST, nb_threads=1, timeout=timedelta(seconds=limit))
        used, took = clock.used, time.monotonic() - since
        if took < 0.95 * limit or used > 0.8 * order.seconds or run == _TRIES:
            return _tours(order, solution), clock, run
        limit *= order.seconds / max(used, 0.1)
    raise AssertionError("the last try returns")


def _input(order: WorkOrder) -> vroom.Input:
    """Return the order in VROOM's terms: travel time is the distance, and costs what a vehicle's unit costs."""
    problem = vroom.Input()
    problem.set_durations_matrix("car", order.distance)
    for index, vehicle in enumerate(order.vehicles):
        problem.add_vehicle(_vehicle(index, vehicle))
    in_pairs = {task for pair in order.pairs for task in pair}
    for index, task in enumerate(order.tasks):
        if index not in in_pairs:
            problem.add_job(_job(index, task))
    for first, second in order.pairs:
        steps = [_step(index, order.tasks[index]) for index in (first, second)]
        problem.add_job(vroom.Shipment(*steps, amount=vroom.Amount([order.tasks[first]["demand"]])))
    return problem


def _vehicle(index: int, vehicle: dict[str, Any]) -> vroom.Vehicle:
    """Return a vehicle."""
    return vroom.Vehicle(
        index,
        start=vehicle["start"],
        end=vehicle["start"],
        capacity=[vehicle["capacity"]],
        time_window=vroom.TimeWindow(*vehicle["shift"]),
        costs=vroom.VehicleCosts(fixed=vehicle["fixed"], per_hour=3600 * vehicle["unit"]),
    )


def _job(index: int, task: dict[str, Any]) -> vroom.Job:
    """Return a customer."""
    windows = [vroom.TimeWindow(*task["window"])] if task["window"] else ()
    return vroom.Job(
        index,
        location=task["node"],
        default_service=task["service"],
        delivery=vroom.Amount([task["demand"]]),
        time_windows=windows,
    )


def _step(index: int, task: dict[str, Any]) -> vroom.ShipmentStep:
    """Return half of a pair."""
    windows = [vroom.TimeWindow(*task["window"])] if task["window"] else ()
    return vroom.ShipmentStep(
        index, location=task["node"], default_service=task["service"], time_windows=windows
    )


def _tours(order: WorkOrder, solution: Any) -> list[tuple[int, list[int]]]:
    """Return the routes as vehicles with nodes."""
    tours: dict[int, list[int]] = {}
    for step in solution.routes.itertuples():
        if step.type in ("job", "pickup", "delivery"):
            tours.setdefault(int(step.vehicle_id), []).append(int(order.tasks[int(step.id)]["node"]))
    return list(tours.items())


if __name__ == "__main__":
    main()
