"""Use cases: how a hub serves orders on demand, and which of its shifts do."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.events import OnDemandRulesChanged
from pannier.core.on_demand import Policy, Terms
from pannier.core.order_wishes import check_on_demand
from pannier.fleet.models import OnDemandHub
from pannier.fleet.problems import InvalidOnDemand
from pannier.places.service import get_hub

ROUNDS, ON_DEMAND, BOTH = "rounds", "on_demand", "both"
SERVES = (ROUNDS, ON_DEMAND, BOTH)
"""What a shift serves: planned rounds, orders on demand, or both."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a hub in force; times in seconds.

    An order waits for company `hold_s` at most. A rider who does not set out for `answer_s` has not answered. An order
    without a rider after `escalate_s` is shown as one that needs a person.
    """

    active: bool = False
    leave_within_s: int = 900
    deliver_within_s: int = 2_700
    hold_s: int = 60
    answer_s: int = 300
    escalate_s: int = 300
    serve_late: bool = True
    serves: str = ROUNDS

    @property
    def policy(self) -> Policy:
        """Return them as the choice of riders goes by them."""
        return Policy(hold_s=self.hold_s, answer_s=self.answer_s, serve_late=self.serve_late)

    def terms(self, leave_within_s: int | None, deliver_within_s: int | None) -> Terms:
        """Return an order's own times, and the hub's where it has none; never a door before the leaving."""
        leave_s = self.leave_within_s if leave_within_s is None else leave_within_s
        deliver_s = self.deliver_within_s if deliver_within_s is None else deliver_within_s
        return Terms(leave_within_s=leave_s, deliver_within_s=max(leave_s, deliver_s))

    def of_shift(self, serves: str | None) -> str:
        """Return what a shift serves; all serve rounds only where nothing is served on demand."""
        return (serves or self.serves) if self.active else (serves or ROUNDS)


def on_demand_rules(db: Session, hub_id: uuid.UUID) -> Rules:
    """Return the rules of a hub; one that never said any takes no orders on demand."""
    return _rules(_row(db, hub_id))


def get_on_demand_rules(db: Session, hub_id: uuid.UUID) -> Rules:
    """Return the rules of a hub; raise HubNotFound."""
    return on_demand_rules(db, get_hub(db, hub_id).id)


def active_hubs(db: Session) -> list[uuid.UUID]:
    """List the hubs that serve orders on demand."""
    return list(db.scalars(select(OnDemandHub.hub_id).where(OnDemandHub.active).order_by(OnDemandHub.hub_id)))


def change_on_demand_rules(db: Session, hub_id: uuid.UUID, changes: Mapping[str, Any]) -> Rules:
    """Change the rules of a hub; the next choice goes by them. Raises HubNotFound or InvalidOnDemand."""
    hub = get_hub(db, hub_id)
    lock(db, "on demand rules", [hub.id])
    row = _row(db, hub.id) or OnDemandHub(hub_id=hub.id)
    rules = replace(_rules(_row(db, hub.id)), **changes)
    _check(rules)
    for name, value in asdict(rules).items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    record(db, OnDemandRulesChanged(hub_id=hub.id, active=rules.active))
    return rules


def _check(rules: Rules) -> None:
    faults = check_on_demand(on_demand=True, leave_s=rules.leave_within_s, deliver_s=rules.deliver_within_s)
    if faults:
        raise InvalidOnDemand(faults[0].detail, pointer=faults[0].pointer)
    if rules.hold_s >= rules.leave_within_s:
        text = "An order would wait for company until it is late; wait less than leave_within_min."
        raise InvalidOnDemand(text, pointer="/hold_s")


def _row(db: Session, hub_id: uuid.UUID) -> OnDemandHub | None:
    return db.scalars(select(OnDemandHub).where(OnDemandHub.hub_id == hub_id)).one_or_none()


def _rules(row: OnDemandHub | None) -> Rules:
    return Rules() if row is None else Rules(**{one.name: getattr(row, one.name) for one in fields(Rules)})
