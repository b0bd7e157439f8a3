"""The life of an order: its states, what moves it, and which fields are still open in each state."""

from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType


class OrderStatus(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    QUOTED = "quoted"
    CONFIRMED = "confirmed"
    ALLOCATED = "allocated"
    PLANNED = "planned"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    PARTIALLY_DELIVERED = "partially_delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REATTEMPT_SCHEDULED = "reattempt_scheduled"
    HELD = "held"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"


class Cause(StrEnum):
    """What moves an order on."""

    QUOTE = "quote"
    CONFIRM = "confirm"
    ALLOCATE = "allocate"
    UNALLOCATE = "unallocate"
    PLAN = "plan"
    UNPLAN = "unplan"
    DEPART = "depart"
    COLLECT = "collect"
    UNCOLLECT = "uncollect"
    DELIVER = "deliver"
    DELIVER_PARTLY = "deliver_partly"
    FAIL = "fail"
    TRY_AGAIN = "try_again"
    HOLD = "hold"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    RETURN = "return"
    LOSE = "lose"
    CANCEL = "cancel"


class FieldGroup(StrEnum):
    """Fields of an order that open and close together."""

    CONTACT = "contact"
    PLACE = "place"
    TIME = "time"
    LOAD = "load"


class ImpossibleMove(ValueError):
    """An order cannot go from its state by this cause."""


_S, _C = OrderStatus, Cause
_WAITING = (_S.CONFIRMED, _S.ALLOCATED)
_OPEN = (*_WAITING, _S.PLANNED, _S.IN_TRANSIT, _S.REATTEMPT_SCHEDULED, _S.HELD)
# Phones upload late and in any order, so an outcome may meet an order that nobody has seen leaving the hub, or one
# that another report has moved on.
_REACHABLE = (*_OPEN, _S.FAILED, _S.RETURNING)

_BY_CAUSE: dict[Cause, tuple[tuple[OrderStatus, ...], OrderStatus]] = {
    _C.QUOTE: ((_S.DRAFT,), _S.QUOTED),
    _C.CONFIRM: ((_S.DRAFT, _S.QUOTED), _S.CONFIRMED),
    _C.ALLOCATE: (_WAITING, _S.ALLOCATED),
    _C.UNALLOCATE: (_WAITING, _S.CONFIRMED),
    _C.PLAN: ((_S.ALLOCATED, _S.PLANNED, _S.REATTEMPT_SCHEDULED), _S.PLANNED),
    _C.UNPLAN: ((_S.ALLOCATED, _S.PLANNED), _S.ALLOCATED),
    _C.DEPART: ((_S.CONFIRMED, _S.ALLOCATED, _S.PLANNED, _S.REATTEMPT_SCHEDULED), _S.IN_TRANSIT),
    # A parcel that is collected at its sender's door is on its way from there, not from the hub.
    _C.COLLECT: ((*_OPEN, _S.FAILED), _S.IN_TRANSIT),
    _C.UNCOLLECT: ((_S.IN_TRANSIT, _S.FAILED, _S.REATTEMPT_SCHEDULED, _S.HELD), _S.PLANNED),
    _C.DELIVER: ((*_REACHABLE, _S.PARTIALLY_DELIVERED), _S.DELIVERED),
    _C.DELIVER_PARTLY: ((*_REACHABLE, _S.DELIVERED), _S.PARTIALLY_DELIVERED),
    _C.FAIL: ((*_REACHABLE, _S.DELIVERED, _S.PARTIALLY_DELIVERED), _S.FAILED),
    _C.TRY_AGAIN: ((_S.FAILED, _S.HELD), _S.REATTEMPT_SCHEDULED),
    _C.HOLD: ((_S.FAILED, *_WAITING, _S.REATTEMPT_SCHEDULED), _S.HELD),
    _C.SEND_BACK: ((_S.FAILED, _S.HELD, _S.REATTEMPT_SCHEDULED), _S.RETURNING),
    _C.TAKE_BACK: (
        (
            _S.DELIVERED, _S.PARTIALLY_DELIVERED, _S.FAILED, _S.REATTEMPT_SCHEDULED, _S.HELD, _S.RETURNING,
        ),
        _S.IN_TRANSIT,
    ),
    _C.RETURN: ((_S.FAILED, _S.HELD, _S.RETURNING, _S.CANCELLED, _S.REATTEMPT_SCHEDULED), _S.RETURNED),
    _C.LOSE: ((*_REACHABLE,), _S.LOST),
    _C.CANCEL: (
        (_S.DRAFT, _S.QUOTED, *_WAITING, _S.PLANNED, _S.FAILED, _S.HELD, _S.REATTEMPT_SCHEDULED),
        _S.CANCELLED,
    ),
}  # fmt: skip

MOVES = MappingProxyType(
    {(state, cause): end for cause, (starts, end) in _BY_CAUSE.items() for state in starts}
)
ENDED = frozenset(state for state in OrderStatus if not any((state, cause) in MOVES for cause in Cause)) | {
    _S.DELIVERED,
    _S.PARTIALLY_DELIVERED,
    _S.CANCELLED,
}

OVER = ENDED | {_S.FAILED, _S.HELD, _S.RETURNING, _S.RETURNED, _S.LOST}
"""States in which nobody is to drive for an order as it stands."""

_ALL = frozenset(FieldGroup)
_OPEN_FIELDS = MappingProxyType(
    {
        _S.DRAFT: _ALL,
        _S.QUOTED: _ALL,
        _S.CONFIRMED: _ALL,
        _S.ALLOCATED: _ALL,
        _S.HELD: _ALL - {FieldGroup.LOAD},
        _S.REATTEMPT_SCHEDULED: _ALL - {FieldGroup.LOAD},
        _S.PLANNED: frozenset({FieldGroup.CONTACT}),
        _S.IN_TRANSIT: frozenset({FieldGroup.CONTACT}),
    }
)


def can_move(status: OrderStatus, cause: Cause) -> bool:
    """Tell whether the cause moves an order in this state."""
    return (status, cause) in MOVES


def move(status: OrderStatus, cause: Cause) -> OrderStatus:
    """Return the state after the cause; raise ImpossibleMove when there is no such move."""
    try:
        return MOVES[(status, cause)]
    except KeyError:
        raise ImpossibleMove(f"An order that is {status} cannot be moved by {cause}.") from None


def open_fields(status: OrderStatus, *, with_partner: bool = False) -> frozenset[FieldGroup]:
    """Return what may still be changed; a partner that took the order keeps its place, time and load."""
    allowed = _OPEN_FIELDS.get(status, frozenset())
    return allowed & {FieldGroup.CONTACT} if with_partner else allowed


def causes_of(status: OrderStatus) -> Iterator[Cause]:
    """Yield the causes that move an order in this state."""
    return (cause for cause in Cause if can_move(status, cause))
