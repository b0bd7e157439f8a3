"""Li & Lim's text format: paired pickups and deliveries with windows."""

from benchmarks.routing.formats.rows import numbered, numbers, require
from benchmarks.routing.instance import BadFile, Instance, Node, Van


def read_li_lim(text: str, *, name: str) -> Instance:
    """Return the instance; a row's last two numbers name its pickup and its delivery, 0 for none."""
    (count, first), *rows = list(numbered(text)) or [(1, "")]
    vehicles, capacity, _ = numbers(first, count=3, where=f"{name}, line {count}")
    require(vehicles >= 1 and len(rows) >= 1, f"{name}: no vehicles or no depot; is this a Li & Lim file?")
    table = [numbers(line, count=9, where=f"{name}, line {count}") for count, line in rows]
    # The files number their rows in order, but nothing says that they must.
    index_of = {int(row[0]): index for index, row in enumerate(table)}
    nodes = tuple(Node(f"{row[0]:g}", *row[1:7]) for row in table)
    pairs = tuple(
        (index, _partner(name, index_of, row)) for index, row in enumerate(table) if int(row[8]) and index
    )
    for pickup, delivery in pairs:
        up, down = nodes[pickup], nodes[delivery]
        words = f"{name}: row {up.id} picks up {up.demand:g}, but its delivery, row {down.id}, has {down.demand:g}."
        require(up.demand >= 0 and up.demand == -down.demand, words)
    halves = [half for pair in pairs for half in pair]
    require(sorted(halves) == list(range(1, len(nodes))), f"{name}: some row is not in exactly one pair.")
    return Instance(name, nodes, (Van(capacity=capacity),) * int(vehicles), pairs=pairs)


def _partner(name: str, index_of: dict[int, int], row: list[float]) -> int:
    """Return where the delivery of a pickup's row stands."""
    if int(row[8]) not in index_of:
        raise BadFile(f"{name}: row {row[0]:g} names delivery {row[8]:g}, which is not in the file.")
    return index_of[int(row[8])]
