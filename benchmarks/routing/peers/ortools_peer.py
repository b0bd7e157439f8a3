"""OR-Tools' routing library on a work order: parallel cheapest insertion, then guided local search."""

from importlib.metadata import version
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.routing.peers.work_order import CpuClock, WorkOrder, hand_in, read_order, refuse

_MOST_NODES = 2500
"""Its matrices are lists of Python numbers; beyond this they outgrow a small machine."""


def main() -> None:
    """Solve the order and print the tours."""
    order = read_order()
    if order.electric or order.counts_time:
        refuse("this adapter has no batteries.")
    if any(vehicle["reloads"] for vehicle in order.vehicles):
        refuse("this adapter has no reloads.")
    if len(order.distance) > _MOST_NODES:
        refuse(f"this adapter takes at most {_MOST_NODES} nodes.")
    clock = CpuClock(order.seconds)
    tours, found = _solve(order, clock)
    hand_in(tours, clock=clock, iterations=found, engine=f"ortools {version('ortools')}")


def _solve(order: WorkOrder, clock: CpuClock) -> tuple[list[tuple[int, list[int]]], int]:
    """Return the tours and how many solutions the search looked at."""
    starts = [vehicle["start"] for vehicle in order.vehicles]
    manager = pywrapcp.RoutingIndexManager(len(order.distance), len(starts), starts, starts)
    routing = pywrapcp.RoutingModel(manager)
    _add_costs(order, routing)
    _add_load(order, routing)
    _add_times(order, manager, routing)
    routing.AddSearchMonitor(routing.solver().CustomLimit(clock.is_over))
    assignment = routing.SolveWithParameters(_parameters(order.seconds))
    tours = [] if assignment is None else _tours(manager, routing, assignment)
    return tours, routing.solver().Solutions()


def _parameters(seconds: float) -> Any:
    """Return the search; its own limit of wall time only ends what the CPU clock forgot."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(int(20 * seconds) + 60)
    return parameters


def _add_costs(order: WorkOrder, routing: Any) -> None:
    """Give every vehicle its costs."""
    callbacks: dict[int, int] = {}
    for index, vehicle in enumerate(order.vehicles):
        unit = vehicle["unit"]
        if unit not in callbacks:
            callbacks[unit] = routing.RegisterTransitMatrix((order.distance.astype(np.int64) * unit).tolist())
        routing.SetArcCostEvaluatorOfVehicle(callbacks[unit], index)
        routing.SetFixedCostOfVehicle(vehicle["fixed"], index)


def _add_load(order: WorkOrder, routing: Any) -> None:
    """Keep the capacity: goods count where they come aboard or, from the depot, where they leave."""
    amounts = [0] * len(order.distance)
    for task in order.tasks:
        amounts[task["node"]] = task["demand"]
    for _, second in order.pairs:
        amounts[order.tasks[second]["node"]] *= -1
    callback = routing.RegisterUnaryTransitVector(amounts)
    capacities = [vehicle["capacity"] for vehicle in order.vehicles]
    routing.AddDimensionWithVehicleCapacity(callback, 0, capacities, True, "load")


def _add_times(order: WorkOrder, manager: Any, routing: Any) -> None:
    """Keep windows, shifts, the longest duration and the order in pairs."""
    service = np.zeros(len(order.distance), dtype=np.int64)
    for task in order.tasks:
        service[task["node"]] = task["service"]
    horizon = max(vehicle["shift"][1] for vehicle in order.vehicles)
    callback = routing.RegisterTransitMatrix((order.distance + service[:, None]).tolist())
    routing.AddDimension(callback, horizon, horizon, False, "time")
    times = routing.GetDimensionOrDie("time")
    for task in order.tasks:
        if task["window"]:
            times.CumulVar(manager.NodeToIndex(task["node"])).SetRange(*task["window"])
    for index, vehicle in enumerate(order.vehicles):
        times.CumulVar(routing.Start(index)).SetRange(*vehicle["shift"])
        times.CumulVar(routing.End(index)).SetRange(*vehicle["shift"])
        if vehicle["longest"] is not None:
            times.SetSpanUpperBoundForVehicle(vehicle["longest"], index)
    for first, second in order.pairs:
        nodes = [manager.NodeToIndex(order.tasks[index]["node"]) for index in (first, second)]
        routing.AddPickupAndDelivery(*nodes)
        routing.solver().Add(routing.VehicleVar(nodes[0]) == routing.VehicleVar(nodes[1]))
        routing.solver().Add(times.CumulVar(nodes[0]) <= times.CumulVar(nodes[1]))


def _tours(manager: Any, routing: Any, assignment: Any) -> list[tuple[int, list[int]]]:
    """Return the routes as vehicles with nodes."""
    tours = []
    for vehicle in range(routing.vehicles()):
        nodes = []
        index = assignment.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            nodes.append(int(manager.IndexToNode(index)))
            index = assignment.Value(routing.NextVar(index))
        if nodes:
            tours.append((vehicle, nodes))
    return tours


if __name__ == "__main__":
    main()
