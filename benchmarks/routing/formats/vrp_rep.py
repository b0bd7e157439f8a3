"""VRP-REP XML as Montoya et al. use it: stations of several kinds with piecewise-linear charging."""

import itertools
from xml.etree import ElementTree

from benchmarks.routing.formats.rows import number, require
from benchmarks.routing.instance import BadFile, Curve, Electric, Instance, Node, Van

_DEPOT, _CUSTOMER, _STATION = "0", "1", "2"


def read_vrp_rep(text: str, *, name: str) -> Instance:
    """Return the instance: kilometres, hours, watt-hours; all routes' time is what counts."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as wrong:
        raise BadFile(f"{name}: this is no XML ({wrong}).") from None
    profile = _only(root, "fleet/vehicle_profile", name)
    services = {
        request.get("node"): _value(request, "service_time", name) for request in root.iter("request")
    }
    listed = list(root.iter("node"))
    nodes = tuple(_node(item, services, name) for item in listed)
    kinds = [item.get("type") for item in listed]
    require(kinds.count(_DEPOT) == 1, f"{name}: expected one node of type 0, found {kinds.count(_DEPOT)}.")
    customers = {item.get("id") for item in listed if item.get("type") == _CUSTOMER}
    require(customers == services.keys(), f"{name}: requests and nodes of type 1 do not name the same nodes.")
    depot = kinds.index(_DEPOT)
    van = Van(depot=depot, max_duration=_value(profile, "max_travel_time", name))
    return Instance(
        name,
        nodes,
        (van,) * max(1, len(customers)),
        depots=(depot,),
        electric=_electric(profile, listed, name),
        speed=_value(profile, "speed_factor", name),
        minimise="time",
        stations=frozenset(index for index, kind in enumerate(kinds) if kind == _STATION),
    )


def _electric(profile: ElementTree.Element, listed: list[ElementTree.Element], name: str) -> Electric:
    """Return battery, consumption and the curve of every station."""
    custom = _only(profile, "custom", name)
    curves = {function.get("cs_type"): _curve(function, name) for function in custom.iter("function")}
    capacity = _value(custom, "battery_capacity", name)
    at: dict[int, Curve] = {}
    for index, item in enumerate(listed):
        if item.get("type") == _STATION:
            kind = _only(item, "custom/cs_type", name).text
            require(kind in curves, f"{name}: station {item.get('id')} is of the unknown kind {kind}.")
            at[index] = curves[kind]
    full = all(curve[-1][1] == capacity for curve in curves.values())
    require(full, f"{name}: a charging function does not end at the battery's capacity.")
    return Electric(capacity, _value(custom, "consumption_rate", name), at)


def _curve(function: ElementTree.Element, name: str) -> Curve:
    """Return a charging function as (time, energy) points."""
    points = tuple(
        (_value(point, "charging_time", name), _value(point, "battery_level", name))
        for point in function.iter("breakpoint")
    )
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(points))
    require(
        len(points) > 1 and points[0] == (0, 0) and rising,
        f"{name}: the charging function {function.get('cs_type')} does not rise from zero.",
    )
    return points


def _node(item: ElementTree.Element, services: dict[str | None, float], name: str) -> Node:
    """Return one node of the network."""
    number_ = item.get("id", "")
    return Node(
        number_, _value(item, "cx", name), _value(item, "cy", name), service=services.get(number_, 0.0)
    )


def _value(parent: ElementTree.Element, tag: str, name: str) -> float:
    """Return the number in a child element."""
    return number((_only(parent, tag, name).text or "").strip(), where=f"{name}, <{tag}>")


def _only(parent: ElementTree.Element, path: str, name: str) -> ElementTree.Element:
    """Return the child at a path; raises BadFile when it is missing."""
    found = parent.find(path)
    if found is None:
        raise BadFile(f"{name}: <{parent.tag}> lacks <{path}>; is this a VRP-REP file?")
    return found
