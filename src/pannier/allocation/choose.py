"""Choose who carries orders, keep the reasons, and tell it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.assign import OWN, Costs, assign
from pannier.allocation.market import CapKey, Market
from pannier.allocation.models import Allocation
from pannier.allocation.options import Option, options_of, partner_id
from pannier.allocation.prizes import room
from pannier.allocation.words import explain
from pannier.base.eventlog import record
from pannier.core.events import OrderAllocated
from pannier.orders import service as orders_service
from pannier.orders.queries import get_order
from pannier.orders.values import OrderView

OPEN = {"confirmed", "allocated"}


@dataclass(frozen=True, slots=True)
class Choice:
    """The carrier of one order, with the rule that decided and all options."""

    order: OrderView
    option: Option
    options: tuple[Option, ...]
    why: str


def choose(db: Session, orders: Sequence[OrderView], *, left_out: bool = False) -> list[Choice]:
    """Choose a carrier for each of the orders together and store it; orders that are too far on are skipped.

    `left_out` means that the own fleet's plan could not hold them, so only partners count.
    """
    open_orders = sorted(
        (order for order in orders if order.status in OPEN and order.copied_to is None),
        key=lambda order: (order.reference, order.id),
    )
    market, rows = Market.of(db), _rows(db, open_orders)
    tables = {
        order.id: _options(market, order, rows.get(order.id), left_out=left_out) for order in open_orders
    }
    best = _assign(market, open_orders, tables, left_out=left_out)
    choices = []
    for order in open_orders:
        choice = _choice(order, tables[order.id], best.get(str(order.id)), left_out=left_out)
        if choice is not None and _store(db, market, choice, rows.get(order.id)):
            choices.append(choice)
    return choices


def _options(market: Market, order: OrderView, row: Allocation | None, *, left_out: bool) -> list[Option]:
    """Return all options; who let an offer run out is asked once more before an order stays undelivered."""
    if row is None:
        return options_of(market, order)
    return options_of(market, order, row.refused_by, () if left_out else row.unanswered_by)


def _rows(db: Session, orders: Sequence[OrderView]) -> dict[uuid.UUID, Allocation]:
    ids = [order.id for order in orders]
    return {row.order_id: row for row in db.scalars(select(Allocation).where(Allocation.order_id.in_(ids)))}


def _assign(
    market: Market,
    orders: Sequence[OrderView],
    tables: Mapping[uuid.UUID, Sequence[Option]],
    *,
    left_out: bool,
) -> dict[str, str]:
    """Return order id -> key of its carrier, at the least cost within the partners' shares."""
    chosen = frozenset(order.id for order in orders)
    rooms: dict[str, int] = {}
    costs = []
    for order in orders:
        caps = {}
        for partner in market.partners:
            key = CapKey(partner.partner_org_id, order.merchant_org_id, order.service_date)
            caps[str(partner.partner_org_id)] = key.text
            if key.text not in rooms:
                rooms[key.text] = room(market, key, chosen)
        cents = {
            option.key: option.cost_cents
            for option in tables[order.id]
            if option.eligible and option.cost_cents is not None and not (left_out and option.key == OWN)
        }
        costs.append(Costs(str(order.id), cents, {name: caps[name] for name in cents if name != OWN}))
    return assign(costs, rooms)


def _choice(order: OrderView, options: list[Option], key: str | None, *, left_out: bool) -> Choice | None:
    """Return the choice with the rule that decided; None when a left-out order has no partner."""
    own = options[0]
    option = next((each for each in options if each.key == key), None)
    if option is None:
        if left_out:
            return None
        # A partner that has taken an order knows who carries it, even if it keeps no fleet here.
        why = "no_other_carrier" if order.copied_from is None else "accepted"
        return Choice(order, own, tuple(options), why)
    return Choice(order, option, tuple(options), _why(option, options, left_out=left_out))


def _why(option: Option, options: list[Option], *, left_out: bool) -> str:
    if left_out:
        return "left_out"
    rivals = [
        each for each in options if each.eligible and each.key != option.key and each.cost_cents is not None
    ]
    if not rivals:
        return "only_carrier"
    cheaper = [each for each in rivals if (each.cost_cents or 0) < (option.cost_cents or 0)]
    return "share_used_up" if cheaper else "cheapest"


def note_hand_choice(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID, price_cents: int) -> None:
    """Keep that a dispatcher gave an order to a partner, in place of what was chosen before."""
    order, market = get_order(db, order_id), Market.of(db)
    row = _rows(db, [order]).get(order.id)
    options = _options(market, order, row, left_out=False)
    option = next((each for each in options if partner_id(each) == partner_org_id), None)
    if option is not None:
        chosen = replace(option, cost_cents=price_cents)
        options = [chosen if each is option else each for each in options]
        _keep(db, market, Choice(order, chosen, tuple(options), "dispatcher"), row)


def _store(db: Session, market: Market, choice: Choice, row: Allocation | None) -> bool:
    order, option = choice.order, choice.option
    partner_org_id = partner_id(option)
    same = (order.status, order.carrier, order.partner_org_id) == (
        "allocated",
        option.carrier,
        partner_org_id,
    )
    if not orders_service.allocate(db, order.id, carrier=option.carrier, partner_org_id=partner_org_id):
        return False
    _keep(db, market, choice, row)
    if not same:
        record(
            db,
            OrderAllocated(
                order_id=order.id, carrier=option.carrier, partner_org_id=partner_org_id,
                estimate_cents=option.cost_cents, why=choice.why,
            ),
        )  # fmt: skip
    return True


def _keep(db: Session, market: Market, choice: Choice, row: Allocation | None) -> None:
    order, option = choice.order, choice.option
    market.day(order.service_date).note(order)
    values = {
        "service_date": order.service_date, "carrier": option.carrier, "partner_org_id": partner_id(option),
        "estimate_cents": option.cost_cents, "currency": market.currency, "why": choice.why,
        "words": explain(option, choice.options, choice.why, market.currency),
        "options": [each.data for each in choice.options],
    }  # fmt: skip
    if row is None:
        db.add(Allocation(order_id=order.id, refused_by=[], unanswered_by=[], **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
