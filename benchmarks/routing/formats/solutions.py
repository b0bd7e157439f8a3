"""Published solutions: VRPLIB's .sol files, and lists of node names of the E-VRPTW tables."""

import re
from collections.abc import Iterator

from benchmarks.routing.instance import BadFile, Instance, Tour

_ROUTE = re.compile(r"^Route #(\d+)\s*:(.*)$")


def read_sol(text: str, *, name: str) -> tuple[tuple[Tour, ...], float]:
    """Return the routes that are used and the cost; the route's number names the vehicle."""
    tours: list[Tour] = []
    cost: float | None = None
    for line in text.splitlines():
        if found := _ROUTE.match(line.strip()):
            visits = tuple(int(word) for word in found[2].split())
            if visits:
                tours.append(Tour(int(found[1]) - 1, visits))
        elif line.lower().startswith("cost"):
            cost = float(line.split()[-1])
    if cost is None or not tours:
        raise BadFile(f"{name}: no routes or no cost; is this a .sol file?")
    return tuple(tours), cost


def routes_of_names(instance: Instance, text: str) -> tuple[Tour, ...]:
    """Return the tours of `D0;C1;S2;D0;D0;...`, where the depot opens and closes each route."""
    index_of = {node.id: index for index, node in enumerate(instance.nodes)}
    visits = [index_of[name] for name in text.split(";")]
    return tuple(Tour(van, tour) for van, tour in enumerate(_between_depots(instance, visits)))


def _between_depots(instance: Instance, visits: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield what stands between an opening depot and a closing one."""
    current: list[int] = []
    for visit in visits:
        if visit not in instance.depots:
            current.append(visit)
        elif current:
            yield tuple(current)
            current = []
