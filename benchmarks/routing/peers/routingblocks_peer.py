"""RoutingBlocks on a work order: an adaptive large neighbourhood search out of its blocks, partial recharge.

The blocks are the library's: destroy and repair operators, local search, exact placement of stations. How they
are put together is ours and simpler than the authors' own program, which takes its place where there is a copy.
"""

from importlib.metadata import version
from math import hypot
from typing import Any

import routingblocks as rb

from benchmarks.routing.peers import routingblocks_authors
from benchmarks.routing.peers.routingblocks_search import Search
from benchmarks.routing.peers.work_order import CpuClock, hand_in, read_order, refuse

_VEHICLE_IN_ARCS = 5
"""A vehicle costs so many times the longest way, where vehicles come first."""


def main() -> None:
    """Solve the order and print the tours; how much to charge is for the judge to find."""
    order = read_order()
    electric = order.electric
    if electric is None or electric["only_full"] or order.counts_time:
        refuse("RoutingBlocks is here for partial recharging with time windows.")
    clock = CpuClock(order.seconds)
    instance = _instance(electric, vehicles_first=order.vehicles_first)
    engine = f"routingblocks {version('routingblocks')}"
    if routingblocks_authors.is_there():
        best, iterations = routingblocks_authors.run_program(electric, order.seed, order.seconds, clock)
        engine += " with its authors' program"
    else:
        search = Search(instance, electric, _time_for_all(electric), seed=order.seed)
        best, iterations = search.run(clock)
    index = {row[0]: number for number, row in enumerate(electric["nodes"])}
    tours = [(van, [index[name] for name in route]) for van, route in enumerate(best)]
    hand_in(tours, clock=clock, iterations=iterations, engine=engine)


def _time_for_all(electric: dict[str, Any]) -> float:
    """Return how long an empty battery charges; the library counts energy in that time."""
    curves = list(electric["curves"].values())
    if any(len(curve) != 2 or curve[1] != curves[0][1] for curve in curves):
        refuse("RoutingBlocks charges at one constant rate.")
    return float(curves[0][1][0])


def _instance(electric: dict[str, Any], *, vehicles_first: bool) -> Any:
    """Return the library's instance: the depot, then customers, then stations."""
    depot, stations = electric["depot"], set(electric["stations"])
    others = [number for number in range(len(electric["nodes"])) if number != depot]
    order = [depot, *sorted(others, key=lambda number: number in stations)]
    vertices = [
        rb.adptw.create_adptw_vertex(
            place,
            electric["nodes"][number][0],
            number in stations,
            number == depot,
            rb.adptw.VertexData(*electric["nodes"][number][1:]),
        )
        for place, number in enumerate(order)
    ]
    return rb.Instance(vertices, _arcs(electric, order, vehicles_first=vehicles_first), electric["vans"])


def _arcs(electric: dict[str, Any], order: list[int], *, vehicles_first: bool) -> list[list[Any]]:
    """Return all ways with cost, energy in charging time, and duration; a leaving vehicle pays on its first."""
    nodes = [electric["nodes"][number] for number in order]
    per_distance = electric["per_distance"] * _time_for_all(electric) / electric["capacity"]
    farthest = max(hypot(a[1] - b[1], a[2] - b[2]) for a in nodes for b in nodes)
    fixed = _VEHICLE_IN_ARCS * farthest if vehicles_first else 0.0
    arcs = []
    for place, start in enumerate(nodes):
        row = []
        for end in nodes:
            distance = hypot(start[1] - end[1], start[2] - end[2])
            cost = distance + (fixed if place == 0 and end is not start else 0.0)
            data = rb.adptw.ArcData(cost, distance * per_distance, distance / electric["speed"])
            row.append(rb.adptw.create_adptw_arc(data))
        arcs.append(row)
    return arcs


if __name__ == "__main__":
    main()
