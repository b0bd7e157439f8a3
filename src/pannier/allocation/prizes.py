"""What another carrier would take for each order: planning weighs its own work against it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.assign import OWN, cap_of
from pannier.allocation.market import CapKey, Market
from pannier.allocation.models import Allocation
from pannier.orders.queries import orders_by_id
from pannier.orders.values import OrderView


@dataclass(frozen=True, slots=True)
class Bid:
    """What one partner would take for one order, and what the order is estimated to cost the own fleet."""

    order: OrderView
    cents: int
    own_cents: int | None

    @property
    def rank(self) -> tuple[bool, int, str, uuid.UUID]:
        """Return the place in the queue for a partner's room: what only it can carry, then what saves most."""
        saved = 0 if self.own_cents is None else self.own_cents - self.cents
        return self.own_cents is not None, -saved, self.order.reference, self.order.id


def partner_price_cents(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return what the cheapest partner that would get each order takes; orders without one are absent.

    A partner counts for as many orders as its share of the day still lets in: an order that a plan left out for a
    partner that is full would reach nobody.
    """
    found: dict[uuid.UUID, int] = {}
    market = Market.of(db)
    for key, bids in _bids(db, order_ids).items():
        for bid in sorted(bids, key=lambda each: each.rank)[: room(market, key)]:
            found[bid.order.id] = min(bid.cents, found.get(bid.order.id, bid.cents))
    return found


def room(market: Market, key: CapKey, but: frozenset[uuid.UUID] = frozenset()) -> int:
    """Return how many more orders of a merchant and day a partner may get; those of `but` do not count as its."""
    day = market.day(key.service_date)
    share = next(each.max_share for each in market.partners if each.partner_org_id == key.partner_org_id)
    return max(0, cap_of(share, day.by_merchant[key.merchant_org_id]) - day.held(key, but))


def _bids(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[CapKey, list[Bid]]:
    orders = orders_by_id(db, order_ids)
    rows = db.scalars(select(Allocation).where(Allocation.order_id.in_(list(orders)))) if orders else ()
    active = {str(partner.partner_org_id) for partner in Market.of(db).partners}
    bids: dict[CapKey, list[Bid]] = defaultdict(list)
    for row in rows:
        order = orders[row.order_id]
        for partner, cents in _asked(row, active):
            key = CapKey(uuid.UUID(partner), order.merchant_org_id, order.service_date)
            bids[key].append(Bid(order, cents, _own_cents(row)))
    return bids


def _asked(row: Allocation, active: set[str]) -> Sequence[tuple[str, int]]:
    return [
        (option["partner_org_id"], int(option["cost_cents"]))
        for option in row.options
        if option["partner_org_id"] in active
        and option["eligible"]
        and option["partner_org_id"] not in row.refused_by
    ]


def _own_cents(row: Allocation) -> int | None:
    own = next((option for option in row.options if option["carrier"] == OWN), None)
    return None if own is None or not own["eligible"] else own["cost_cents"]
