"""Which order gets a rider next: the one that would lose most by not having its best way (regret).

Insertion by regret: Potvin & Rousseau 1993. Who has one way only would lose all, and comes first; so does who is late.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pannier.core.on_demand.option import Option, lateness_s, price_of
from pannier.core.on_demand.order import OpenOrder
from pannier.core.on_demand.policy import Policy

ALONE_MILLICENTS = 1 << 50
"""What having no second way counts: more than any difference of two."""


@dataclass(frozen=True)
class Choice:
    """An order and the option that it gets; `regret_millicents` is what its next best way would cost more."""

    order: OpenOrder
    option: Option
    regret_millicents: int


def next_choice(
    orders: Collection[OpenOrder], options: Mapping[str, Sequence[Option]], policy: Policy
) -> Choice | None:
    """Return the order to serve next; None where none has a way.

    Equal ones go by the earlier deadline, then by id, so that the same facts always give the same choice.
    """
    found = [
        choice
        for order in orders
        if (choice := _choice(order, options.get(order.id, ()), policy)) is not None
    ]
    return min(found, key=_rank, default=None)


def _choice(order: OpenOrder, options: Sequence[Option], policy: Policy) -> Choice | None:
    able = [
        one
        for one in options
        if one.vehicle not in order.refused and (policy.serve_late or lateness_s(order, one) == 0)
    ]
    ranked = sorted(able, key=lambda one: (price_of(order, one, policy), one.vehicle))
    if not ranked:
        return None
    best, *others = (price_of(order, one, policy) for one in ranked[:2])
    return Choice(order, ranked[0], others[0] - best if others else ALONE_MILLICENTS)


def _rank(choice: Choice) -> tuple[int, int, str]:
    return -choice.regret_millicents, choice.order.deliver_by_s, choice.order.id
