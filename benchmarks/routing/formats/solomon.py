"""Solomon's text format (also Gehring & Homberger): vehicles with windows, one depot in row 0."""

from benchmarks.routing.formats.rows import amount, numbered, numbers, require
from benchmarks.routing.instance import Instance, Node, Van


def read_solomon(text: str, *, name: str) -> Instance:
    """Return the instance; the first row of customers is the depot, whose window is the vehicles' shift."""
    lines = list(numbered(text))
    rows = [(count, line) for count, line in lines if line.split()[0].lstrip("-").isdigit()]
    require(len(rows) >= 2, f"{name}: no vehicle line and no customers found; is this a Solomon file?")
    (count, first), *customers = rows
    vehicles, capacity = numbers(first, count=2, where=f"{name}, line {count}")
    require(vehicles >= 1, f"{name}, line {count}: a fleet needs at least one vehicle.")
    nodes = tuple(_node(name, count, line) for count, line in customers)
    require(len({node.id for node in nodes}) == len(nodes), f"{name}: a customer number stands twice.")
    return Instance(name, nodes, (Van(capacity=capacity),) * int(vehicles))


def _node(name: str, count: int, line: str) -> Node:
    """Return one row: number, x, y, demand, ready, due, service."""
    where = f"{name}, line {count}"
    number, x, y, demand, ready, due, service = numbers(line, count=7, where=where)
    require(ready <= due, f"{name}, line {count}: the window ends at {due:g} before it begins at {ready:g}.")
    demand, service = amount(demand, what="demand", where=where), amount(service, what="service", where=where)
    return Node(f"{number:g}", x, y, demand, ready, due, service)
