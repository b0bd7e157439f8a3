"""Riders in what is kept of a proposal: by the ids of their shifts, since names are personal data.

A sentence has a mark where a name belongs; both become names when somebody who may see them reads the proposal.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.fleet.roster import roster

type Names = Mapping[str, str]

_MARK = re.compile(r"\{shift:([0-9a-f-]{36})\}")
GONE = "a rider"
"""Who is called by no name any more."""


def shift_mark(shift: uuid.UUID | str | None) -> str:
    """Return what stands in a sentence for the rider of a shift."""
    return f"{{shift:{shift}}}"


def rider_names(db: Session, *, hub_id: uuid.UUID, service_date: date) -> dict[str, str]:
    """Return the riders of a hub's day by shift."""
    entries = roster(db, hub_id=hub_id, service_date=service_date)
    return {str(entry.shift_id): entry.rider_name or GONE for entry in entries}


def named_words(words: str, names: Names) -> str:
    """Return a sentence with names in the place of marks."""
    return _MARK.sub(lambda found: names.get(found[1], GONE), words)


def named(diff: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return what a proposal changes with names in the place of shifts."""

    def sentences(words: Sequence[str]) -> list[str]:
        return [named_words(one, names) for one in words]

    def rider(shift: str | None) -> str | None:
        return None if shift is None else names.get(shift, GONE)

    return {
        **diff,
        "orders": [
            {**line, "rider_before": rider(line["shift_before"]), "rider": rider(line["shift"])}
            for line in diff["orders"]
        ],
        "tell_riders": sorted({names.get(shift, GONE) for shift in diff["tell_shifts"]}),
        "handovers": [{**one, "rider": rider(one["shift"])} for one in diff.get("handovers", ())],
        "broken": sentences(diff["broken"]),
        "unlocked": sentences(diff["unlocked"]),
    }
