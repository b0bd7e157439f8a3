"""Which column of a file means what; the names are data (csv_columns.toml)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pannier.orders.problems import FileRefused

KEEP = "keep"
METADATA = "metadata."
LOADS = "other_loads."
"""The use of a column of one load goes on with the load's name."""
_LOAD = re.compile(r"load_([a-z][a-z0-9_]{0,39})")


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column: its name, what it is used for, and whether a file must have it."""

    name: str
    use: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file: use -> place in the row, and the name the file itself gives it."""

    places: Mapping[str, int]
    names: Mapping[str, str]
    kept: Mapping[str, int]
    """Columns that are kept as metadata: name -> place."""


def plain_name(name: str) -> str:
    """Return a column name without letter case, punctuation and doubled blanks."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", words.casefold()).split())


@cache
def columns() -> Mapping[str, Column]:
    """Return the known columns by every plain name they may have."""
    table = tomllib.loads((files("pannier") / "data" / "csv_columns.toml").read_text(encoding="utf-8"))
    known: dict[str, Column] = {}
    for name, entry in table.items():
        column = Column(name, entry["use"], entry.get("required", False))
        for alias in (name, *entry["aliases"]):
            if known.setdefault(plain_name(alias), column) is not column:
                raise ValueError(f"csv_columns.toml gives {alias!r} to two columns.")
    return known


def column_of(name: str) -> Column | None:
    """Return the column that a name in a file's header means.

    The name of a load is taken as it is written, since vehicles have it letter for letter; so "Load ID" is none.
    """
    if known := columns().get(plain_name(name)):
        return known
    load = _LOAD.fullmatch(name.casefold())
    return Column(load[0], f"{LOADS}{load[1]}") if load else None


def known_columns(header: Sequence[str]) -> int:
    """Return how many cells of a header are known columns."""
    return sum(column_of(cell) is not None for cell in header)


def layout_of(header: Sequence[str]) -> Layout:
    """Return what each column of a file is for; raise FileRefused with all missing or doubled columns.

    Unknown columns are kept as metadata under their own name.
    """
    places: dict[str, int] = {}
    names: dict[str, str] = {}
    kept: dict[str, int] = {}
    for place, name in enumerate(header):
        column = column_of(name)
        if column is None or column.use == KEEP:
            if name:
                kept[name.removeprefix(METADATA)[:60]] = place
        elif column.use in places:
            text = (
                f"The columns {names[column.use]!r} and {name!r} both mean {column.name}; keep one of them."
            )
            raise FileRefused(text, pointers=[names[column.use], name])
        else:
            places[column.use], names[column.use] = place, name
    _require(places, header)
    return Layout(places, names, kept)


def _require(places: Mapping[str, int], header: Sequence[str]) -> None:
    missing = {c.name for c in columns().values() if c.required and c.use not in places}
    # Coordinates alone say where to go, too.
    if "latlong" in places or {"lat", "lon"} <= places.keys():
        missing.discard("dropoff_address")
    if missing:
        one = len(missing) == 1
        text = f"The file lacks the column{'' if one else 's'} {' and '.join(sorted(missing))}; it has: "
        raise FileRefused(
            f"{text}{', '.join(header)[:300]}. Add {'it' if one else 'them'}.", pointers=sorted(missing)
        )
