"""Schneider, Stenger and Goeke's text format: windows, batteries, charging stations."""

import re

from benchmarks.routing.formats.rows import amount, number, numbered, numbers, require
from benchmarks.routing.instance import BadFile, Electric, Instance, Node, Van

_FOOTER = re.compile(r"^([QCrgv])\s.*/\s*([^/\s]+)\s*/")


def read_schneider(text: str, *, name: str, only_full: bool) -> Instance:
    """Return the instance; `only_full` says whether a station always charges to the top."""
    kinds: list[str] = []
    nodes: list[Node] = []
    footer: dict[str, float] = {}
    for count, line in list(numbered(text))[1:]:
        where = f"{name}, line {count}"
        if found := _FOOTER.match(line):
            footer[found[1]] = number(found[2], where=where)
            continue
        words = line.split()
        if len(words) != 8 or words[1] not in ("d", "f", "c"):
            raise BadFile(
                f"{where}: expected an id, a type d, f or c and six numbers, found {line.strip()!r}."
            )
        row = numbers(" ".join(words[2:]), count=6, where=where)
        amount(row[2], what="demand", where=where)
        kinds.append(words[1])
        nodes.append(Node(words[0], *row))
    return _instance(name, kinds, nodes, footer, only_full=only_full)


def _instance(
    name: str, kinds: list[str], nodes: list[Node], footer: dict[str, float], *, only_full: bool
) -> Instance:
    """Return the rows and the footer put together."""
    missing = [letter for letter in "QCrgv" if letter not in footer]
    require(not missing, f"{name}: the footer lacks {', '.join(missing)}; is this a Schneider file?")
    require(kinds.count("d") == 1, f"{name}: expected one depot (type d), found {kinds.count('d')}.")
    depot = kinds.index("d")
    stations = frozenset(index for index, kind in enumerate(kinds) if kind == "f")
    curve = ((0.0, 0.0), (footer["g"] * footer["Q"], footer["Q"]))
    van = Van(capacity=footer["C"], depot=depot)
    return Instance(
        name,
        tuple(nodes),
        # Windows and batteries split routes that the capacity alone would not: one vehicle a customer is safe.
        (van,) * max(1, kinds.count("c")),
        depots=(depot,),
        electric=Electric(footer["Q"], footer["r"], dict.fromkeys(stations, curve), only_full),
        speed=footer["v"],
        stations=stations,
    )
