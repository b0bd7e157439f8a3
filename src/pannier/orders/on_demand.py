"""Whether an order may be on demand, and by when it then leaves and is there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from pannier.core.on_demand import counts_from
from pannier.core.order_limits import Day, Fault
from pannier.core.order_wishes import check_on_demand
from pannier.fleet.on_demand import Rules, on_demand_rules
from pannier.orders.models import Order
from pannier.orders.service_days import ServiceDays

FIELDS = ("on_demand", "leave_within_s", "deliver_within_s")
_ASKED = (*FIELDS, "hub_id", "kind", "bundle", "more_windows")


class OnDemand:
    """The rules of the hubs, read when they are first asked for in a request or chunk."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._rules: dict[uuid.UUID, Rules] = {}

    def check(self, order: Order | None, changed: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Return what is wrong with an order on demand that is new or changed; nothing where none of it changes."""
        if order is not None and not set(_ASKED) & changed.keys():
            return ()
        held = {name: changed.get(name, getattr(order, name, None)) for name in _ASKED}
        within = (held["leave_within_s"], held["deliver_within_s"])
        if not held["on_demand"]:
            return check_on_demand(on_demand=False, leave_s=within[0], deliver_s=within[1])
        rules = self._of_hub(held["hub_id"])
        return (
            _of_hub(rules)
            or _of_order(held)
            or check_on_demand(
                on_demand=True,
                leave_s=rules.leave_within_s if within[0] is None else within[0],
                deliver_s=rules.deliver_within_s if within[1] is None else within[1],
            )
        )

    def _of_hub(self, hub_id: uuid.UUID) -> Rules:
        if hub_id not in self._rules:
            self._rules[hub_id] = on_demand_rules(self._db, hub_id)
        return self._rules[hub_id]


@dataclass(frozen=True, slots=True)
class Times:
    """Within how many seconds an order on demand leaves and is there, and by when that is."""

    leave_within_s: int
    deliver_within_s: int
    leave_by: datetime
    deliver_by: datetime


class TimesOf:
    """By when orders on demand leave and are there; hubs and rules are read once for all orders of an answer."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._days = ServiceDays(db)
        self._rules: dict[uuid.UUID, Rules] = {}

    def of(self, order: Order) -> Times | None:
        """Return the times of an order, None where it is planned like others or has no hub."""
        hub = self._days.hubs.get(order.hub_id) if order.on_demand and order.hub_id else None
        if hub is None:
            return None
        if hub.id not in self._rules:
            self._rules[hub.id] = on_demand_rules(self._db, hub.id)
        rules = self._rules[hub.id]
        return _times(order, rules, self._days.day(hub, order.service_date)) if rules.active else None


def _times(order: Order, rules: Rules, day: Day) -> Times:
    terms = rules.terms(order.leave_within_s, order.deliver_within_s)
    placed_at = order.created_at
    # Riders are chosen by the minutes since they are sought, which may be long after: its place had to be found first.
    known_at = order.sought_at or placed_at
    since = counts_from(day, placed_at=placed_at, known_at=known_at, release_at=order.release_at)
    return Times(
        terms.leave_within_s,
        terms.deliver_within_s,
        leave_by=since + timedelta(seconds=terms.leave_within_s),
        deliver_by=since + timedelta(seconds=terms.deliver_within_s),
    )


def _of_hub(rules: Rules) -> tuple[Fault, ...]:
    if rules.active:
        return ()
    text = (
        "Its hub takes no orders on demand; switch them on under Fleet, On demand, "
        "or send the order with a window for a planned round."
    )
    return (Fault("/on_demand", "on_demand_off", text),)


def _of_order(held: Mapping[str, Any]) -> tuple[Fault, ...]:
    if held["kind"] == "return":
        text = "A return is planned, not on demand; leave on_demand out."
        return (Fault("/on_demand", "on_demand_return", text),)
    if held["bundle"]:
        text = "An order on demand goes by itself; leave bundle empty: orders that suit each other share a ride anyway."
        return (Fault("/bundle", "on_demand_bundle", text),)
    return ()
