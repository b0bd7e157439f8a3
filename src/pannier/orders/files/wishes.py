"""What a row says of how plans treat its order: time aboard, goods, whom it goes with, when it is due."""

import re
from typing import Any

from pannier.orders.files import values
from pannier.orders.files.collections import Cells
from pannier.orders.files.columns import Layout
from pannier.orders.files.values import CellFault
from pannier.orders.submission import Window

USES = {
    "max_aboard_min": "max_aboard_s", "goods": "goods", "together": "together", "apart": "apart",
    "due_at": "due_at", "more_windows": "more_windows", "on_demand": "on_demand",
    "leave_within_min": "leave_within_s", "deliver_within_min": "deliver_within_s",
}  # fmt: skip
"""Use of a column -> field of the order."""
_LONGEST = 100
_YES = frozenset(("yes", "y", "true", "1", "x", "oui", "ja", "sì", "si", "on demand"))
_NO = frozenset(("no", "n", "false", "0", "non", "nein"))


def read_wishes(cells: Cells) -> dict[str, Any]:
    """Return what a row asks of plans."""
    return {
        "max_aboard_s": cells.read("max_aboard_min", lambda text: _seconds(text, cells.delimiter)),
        "on_demand": bool(cells.read("on_demand", _yes_or_no)),
        "leave_within_s": cells.read("leave_within_min", lambda text: _seconds(text, cells.delimiter)),
        "deliver_within_s": cells.read("deliver_within_min", lambda text: _seconds(text, cells.delimiter)),
        "goods": cells.read("goods", _word),
        "together": cells.read("together", _reference),
        "apart": cells.read("apart", _reference),
        "due_at": cells.read("due_at", values.moment),
    }


def read_windows(cells: Cells) -> tuple[Window | None, tuple[Window, ...]]:
    """Return the window of a row's time slots and further ones: "10:00-12:00 | 14:00-16:00" in one cell, or two."""
    slots = cells.read("timeslot", values.slots) or ()
    more = cells.read("more_windows", values.slots) or ()
    windows = [Window(*slot) for slot in slots]
    return (windows[0] if windows else None), (*windows[1:], *(Window(*slot) for slot in more))


def unsaid(layout: Layout) -> frozenset[str]:
    """Return of which fields a known order keeps what the file has no column for."""
    # Further windows go with the first, which a file without one takes away.
    return frozenset(
        field for use, field in USES.items() if use not in layout.names and use != "more_windows"
    )


def _seconds(text: str, delimiter: str) -> int:
    return round(values.number(text, delimiter=delimiter) * 60)


def _yes_or_no(text: str) -> bool:
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise CellFault("yes_or_no", f"{text[:40]!r} is neither yes nor no; write one of them.")
    return word in _YES


def _word(text: str) -> str:
    word = text.strip().casefold().replace(" ", "_")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", word):
        raise CellFault("goods_unreadable", f"{text[:40]!r} is no class of goods; write one like food.")
    return word


def _reference(text: str) -> str:
    if len(text) > _LONGEST:
        raise CellFault("string_too_long", f"Such a word has at most {_LONGEST} letters; shorten it.")
    return text
