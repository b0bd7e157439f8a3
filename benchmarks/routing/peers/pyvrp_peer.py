"""PyVRP on a work order, with its default parameters; it stops by CPU seconds, which PyVRP itself cannot."""

from importlib.metadata import version
from typing import Any

import numpy as np
import pyvrp

from benchmarks.routing.peers.work_order import CpuClock, WorkOrder, hand_in, read_order, refuse

_NEVER = np.iinfo(np.int64).max


def main() -> None:
    """Solve the order and print the tours."""
    order = read_order()
    if order.electric or order.counts_time:
        refuse("PyVRP knows no batteries.")
    clock = CpuClock(order.seconds)
    data = _data(order)
    result = pyvrp.solve(data, lambda best: clock.is_over(), seed=order.seed, collect_stats=False)
    tours = _tours(order, result.best)
    hand_in(tours, clock=clock, iterations=result.num_iterations, engine=f"pyvrp {version('pyvrp')}")


def _depots(order: WorkOrder) -> list[int]:
    """Return the nodes where vehicles start."""
    return sorted({vehicle["start"] for vehicle in order.vehicles})


def _data(order: WorkOrder) -> pyvrp.ProblemData:
    """Return the order in PyVRP's terms; locations are the nodes.

    Loads are scaled like distances, as PyVRP's own reader does: its penalty of a load too much is bounded.
    """
    distance = np.ascontiguousarray(order.distance, dtype=np.int64)
    depots = _depots(order)
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in range(len(distance))],
        [] if order.pairs else [_client(task, order.scale) for task in order.tasks],
        [pyvrp.Depot(node) for node in depots],
        [_vehicle_type(kind, len(equals), depots, order.scale) for kind, equals in order.kinds()],
        [distance],
        [distance],
        [],
        [_shipment(order.tasks[first], order.tasks[second], order.scale) for first, second in order.pairs],
    )


def _client(task: dict[str, Any], scale: int) -> pyvrp.Client:
    """Return a customer."""
    ready, due = task["window"] or (0, _NEVER)
    return pyvrp.Client(
        task["node"],
        delivery=[scale * task["demand"]],
        service_duration=task["service"],
        tw_early=ready,
        tw_late=due,
        release_time=task["release"],
    )


def _shipment(pickup: dict[str, Any], delivery: dict[str, Any], scale: int) -> pyvrp.Shipment:
    """Return a pair."""
    first, second = pickup["window"] or (0, _NEVER), delivery["window"] or (0, _NEVER)
    return pyvrp.Shipment(
        pickup["node"],
        delivery["node"],
        pickup_tw_early=first[0],
        pickup_tw_late=first[1],
        pickup_service_duration=pickup["service"],
        delivery_tw_early=second[0],
        delivery_tw_late=second[1],
        delivery_service_duration=delivery["service"],
        amount=[scale * pickup["demand"]],
    )


def _vehicle_type(kind: dict[str, Any], count: int, depots: list[int], scale: int) -> pyvrp.VehicleType:
    """Return equal vehicles as one type."""
    depot = depots.index(kind["start"])
    return pyvrp.VehicleType(
        count,
        capacity=[scale * kind["capacity"]],
        start_depot=depot,
        end_depot=depot,
        fixed_cost=kind["fixed"],
        tw_early=kind["shift"][0],
        tw_late=kind["shift"][1],
        shift_duration=_NEVER if kind["longest"] is None else kind["longest"],
        unit_distance_cost=kind["unit"],
        reload_depots=[depot] if kind["reloads"] else [],
    )


def _tours(order: WorkOrder, best: pyvrp.Solution) -> list[tuple[int, list[int]]]:
    """Return the routes; a depot between two trips is a reload."""
    free = [list(equals) for _, equals in order.kinds()]
    depots = _depots(order)
    tours = []
    for route in best.routes():
        nodes = [_node(order, depots, activity) for activity in route]
        tours.append((free[route.vehicle_type()].pop(0), nodes[1:-1]))
    return tours


def _node(order: WorkOrder, depots: list[int], activity: Any) -> int:
    """Return where an activity happens."""
    if activity.is_depot():
        return depots[activity.idx]
    if activity.is_client():
        return int(order.tasks[activity.idx]["node"])
    first, second = order.pairs[activity.idx]
    return int(order.tasks[first if activity.is_pickup() else second]["node"])


if __name__ == "__main__":
    main()
