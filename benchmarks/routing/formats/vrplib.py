"""VRPLIB files, PyVRP's sections for mixed fleets, depots, reloads and releases included."""

from math import inf

from benchmarks.routing.formats.rows import amount, require
from benchmarks.routing.formats.vrplib_sections import Sections, split_sections
from benchmarks.routing.instance import Instance, Node, Van, enough_vans

_UNDERSTOOD = frozenset(
    f"{name}_SECTION"
    for name in (
        "NODE_COORD",
        "DEMAND",
        "SERVICE_TIME",
        "TIME_WINDOW",
        "RELEASE_TIME",
        "CAPACITY",
        "DEPOT",
        "VEHICLES_DEPOT",
        "VEHICLES_FIXED_COST",
        "VEHICLES_UNIT_DISTANCE_COST",
        "VEHICLES_RELOAD_DEPOT",
        "VEHICLES_MAX_DURATION",
    )
)


_SIGNS = (
    ("mtvrptw", ("RELEASE_TIME", "VEHICLES_RELOAD_DEPOT")),
    ("mdvrptw", ("VEHICLES_DEPOT",)),
    ("hfvrp", ("VEHICLES",)),
)
"""By what a file shows which set it is of, the most telling first; cvrp where it has none of these."""


def read_vrplib(text: str, *, name: str, kind: str) -> Instance:
    """Return the instance of a set; distances are Euclidean, and travel takes as long as it is far."""
    parts = split_sections(text, name=name)
    weight = parts.fields.get("EDGE_WEIGHT_TYPE")
    require(weight is not None, f"{name}: the header lacks EDGE_WEIGHT_TYPE; is this a VRPLIB file?")
    require(weight == "EUC_2D", f"{name}: EDGE_WEIGHT_TYPE is {weight}; only EUC_2D can be read.")
    found, sign = _set_of(parts)
    # Read as another set, it would be counted by rules that nobody has published a value for.
    require(found == kind, f"{name}: this is a file of {found}, not of {kind}: {sign}.")
    unknown = sorted(parts.rows.keys() - _UNDERSTOOD)
    # A section left unread would make an easier problem of it.
    require(not unknown, f"{name}: the sections {', '.join(unknown)} are not understood.")
    depots = _depots(parts)
    nodes = _nodes(parts, depots)
    demands = [node.demand for index, node in enumerate(nodes) if index not in depots]
    return Instance(name, nodes, _vans(parts, demands), depots=depots)


def _set_of(parts: Sections) -> tuple[str, str]:
    """Return the set that a file is of, and what shows it."""
    for found, signs in _SIGNS:
        for sign in signs:
            if sign in parts.fields or f"{sign}_SECTION" in parts.rows:
                return found, f"it has {sign}"
    return "cvrp", "it names no VEHICLES"


def _depots(parts: Sections) -> tuple[int, ...]:
    """Return the depots' positions, which must come first."""
    listed = [int(row[0]) - 1 for row in parts.rows.get("DEPOT_SECTION", [[1.0]]) if row and row[0] > 0]
    first = listed == list(range(len(listed))) and bool(listed)
    require(first, f"{parts.name}: DEPOT_SECTION must list the nodes from 1 upwards.")
    return tuple(listed)


def _nodes(parts: Sections, depots: tuple[int, ...]) -> tuple[Node, ...]:
    """Return the nodes; one service time in the header holds for all customers, not for depots."""
    count = parts.whole("DIMENSION")
    points = parts.table("NODE_COORD", count=count, width=2)
    demands = [
        amount(one, what="demand", where=f"{parts.name}, node {index + 1}")
        for index, one in enumerate(parts.column("DEMAND", count=count, default=0))
    ]
    services = parts.column("SERVICE_TIME", count=count, default=0)
    if "SERVICE_TIME" in parts.fields:
        services = [0.0 if index in depots else service for index, service in enumerate(services)]
    windows = parts.table("TIME_WINDOW", count=count, width=2, default=(0.0, inf))
    releases = parts.column("RELEASE_TIME", count=count, default=0)
    return tuple(
        Node(
            str(index + 1), *points[index], demands[index], *windows[index], services[index], releases[index]
        )
        for index in range(count)
    )


def _vans(parts: Sections, demands: list[float]) -> tuple[Van, ...]:
    """Return the vehicles in the file's order, or enough when it does not say how many."""
    if "VEHICLES" not in parts.fields:
        capacity = parts.column("CAPACITY", count=1, default=inf)[0]
        return enough_vans(Van(capacity=capacity), demands)
    count = parts.whole("VEHICLES")
    columns = zip(
        parts.column("CAPACITY", count=count, default=inf),
        parts.column("VEHICLES_DEPOT", count=count, default=1),
        parts.column("VEHICLES_FIXED_COST", count=count, default=0),
        parts.column("VEHICLES_UNIT_DISTANCE_COST", count=count, default=1),
        parts.column("VEHICLES_MAX_DURATION", count=count, default=inf),
        parts.column("VEHICLES_RELOAD_DEPOT", count=count, default=0),
        strict=True,
    )
    vans = tuple(
        Van(capacity, int(depot) - 1, fixed, unit, longest, reloads=reload > 0)
        for capacity, depot, fixed, unit, longest, reload in columns
    )
    elsewhere = any(row[-1] not in (0, row[0]) for row in _depot_pairs(parts, count))
    require(not elsewhere, f"{parts.name}: a vehicle reloads at another depot than its own.")
    return vans


def _depot_pairs(parts: Sections, count: int) -> list[tuple[float, float]]:
    """Return each vehicle's own depot and the one where it reloads (0: nowhere)."""
    own = parts.column("VEHICLES_DEPOT", count=count, default=1)
    reload = parts.column("VEHICLES_RELOAD_DEPOT", count=count, default=0)
    return list(zip(own, reload, strict=True))
