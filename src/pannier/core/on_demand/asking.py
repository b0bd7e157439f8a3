"""Whom to ask for an order that somebody did not answer: others first, the same rider again when nobody else can."""

from collections.abc import Collection
from dataclasses import replace

from pannier.core.ids import VehicleId
from pannier.core.on_demand.order import OpenOrder
from pannier.core.on_demand.policy import Policy


def asked_again_s(order: OpenOrder, vehicle: VehicleId, policy: Policy) -> int:
    """Return when a rider who did not answer may be asked again: as long after as one has for an answer."""
    return order.refused[vehicle] + policy.answer_s


def ask_again(order: OpenOrder, now_s: int, policy: Policy) -> OpenOrder:
    """Return the order as it goes to those, too, who did not answer it a while ago."""
    kept = {one: at_s for one, at_s in order.refused.items() if now_s < asked_again_s(order, one, policy)}
    return replace(order, refused=kept)


def ask_anybody(order: OpenOrder) -> OpenOrder:
    """Return the order as if nobody had failed to answer it: to see who could take it at all."""
    return replace(order, refused={})


def stuck(orders: Collection[OpenOrder], unserved: Collection[str]) -> frozenset[str]:
    """Return those that nobody takes and that somebody did not answer."""
    return frozenset(one.id for one in orders if one.refused and one.id in unserved)
