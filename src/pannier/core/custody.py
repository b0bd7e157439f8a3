"""Who holds a parcel: the states it goes through and which scan leads from one to the next.

A scan is a fact: whoever scans a parcel has it in the hand. So a parcel that is sorted or loaded without having been
received passes through `received` on the way, and only what cannot be true is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Custody(StrEnum):
    """Where a parcel is."""

    EXPECTED = "expected"
    RECEIVED = "received"
    SORTED = "sorted"
    LOADED = "loaded"
    DELIVERED = "delivered"
    BACK = "back"
    RETURNED = "returned"
    LOST = "lost"


class ScanAction(StrEnum):
    """What a person does with a parcel; collecting and delivering are told by the rider's app, not by a hub's scan."""

    RECEIVE = "receive"
    SORT = "sort"
    LOAD = "load"
    COLLECT = "collect"
    DELIVER = "deliver"
    BACK = "back"
    RETURN = "return"
    LOST = "lost"


class CustodyError(ValueError):
    """A scan contradicts where the parcel is known to be."""


AT_HUB = frozenset({Custody.RECEIVED, Custody.SORTED, Custody.BACK})
ENDED = frozenset({Custody.RETURNED})
_MOVING = frozenset({Custody.LOADED, Custody.DELIVERED})

_LEADS_TO = {
    ScanAction.RECEIVE: Custody.RECEIVED,
    ScanAction.SORT: Custody.SORTED,
    ScanAction.LOAD: Custody.LOADED,
    ScanAction.COLLECT: Custody.LOADED,
    ScanAction.DELIVER: Custody.DELIVERED,
    ScanAction.BACK: Custody.BACK,
    ScanAction.RETURN: Custody.RETURNED,
    ScanAction.LOST: Custody.LOST,
}

# From here the action leads straight to its state.
_STRAIGHT = {
    ScanAction.RECEIVE: {Custody.EXPECTED, Custody.LOST},
    ScanAction.SORT: AT_HUB,
    ScanAction.LOAD: AT_HUB | {Custody.DELIVERED},
    ScanAction.COLLECT: {Custody.EXPECTED, Custody.LOST},
    ScanAction.DELIVER: frozenset(Custody) - ENDED - {Custody.DELIVERED},
    ScanAction.BACK: _MOVING,
    ScanAction.RETURN: AT_HUB,
    ScanAction.LOST: frozenset(Custody) - ENDED - {Custody.DELIVERED, Custody.LOST},
}

# From here the parcel must have come into the hub unseen, which is noted as a step of its own.
_UNSEEN = {
    ScanAction.SORT: {Custody.EXPECTED: Custody.RECEIVED, Custody.LOADED: Custody.BACK, Custody.LOST: Custody.RECEIVED},
    ScanAction.LOAD: {Custody.EXPECTED: Custody.RECEIVED, Custody.LOST: Custody.RECEIVED},
    ScanAction.BACK: {},
    ScanAction.RETURN: {Custody.LOADED: Custody.BACK, Custody.LOST: Custody.RECEIVED},
}  # fmt: skip

# Here the action tells nothing new.
_NOTHING_NEW = {
    ScanAction.RECEIVE: AT_HUB,
    ScanAction.BACK: {Custody.BACK},
}


def steps(state: Custody, action: ScanAction) -> tuple[Custody, ...]:
    """Return the states that a parcel takes by this scan, the last one being where it is now.

    Empty when the scan tells nothing new. Raises CustodyError when it cannot be true.
    """
    target = _LEADS_TO[action]
    if state in _NOTHING_NEW.get(action, ()) or (state is target and action is not ScanAction.SORT):
        return ()
    if state in _STRAIGHT[action]:
        return (target,)
    between = _UNSEEN.get(action, {}).get(state)
    if between is not None:
        return (between, target)
    raise CustodyError(f"it is {state}, and from there nothing can {_WORDS[action]}")


def may_leave(states: Iterable[Custody]) -> bool:
    """Tell whether parcels in these states are all at hand, so that their route can be released."""
    return all(state in AT_HUB or state is Custody.LOADED for state in states)


_WORDS = {
    ScanAction.RECEIVE: "be received",
    ScanAction.SORT: "be sorted to a route",
    ScanAction.LOAD: "be loaded",
    ScanAction.COLLECT: "be collected",
    ScanAction.DELIVER: "be delivered",
    ScanAction.BACK: "come back",
    ScanAction.RETURN: "be returned to the merchant",
    ScanAction.LOST: "get lost",
}
