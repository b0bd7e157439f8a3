"""Ends offers whose time is over, in a thread of the worker."""

from sqlalchemy import select

from pannier.base import clock
from pannier.base.looking import LookingLoop
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.dispatch.models import Offer
from pannier.dispatch.offers import expire_due


def expire_all() -> int:
    """End what is due in all organisations, each in a transaction of its own; return how many offers."""
    now = clock.now()
    with transaction(SYSTEM) as db:
        due = select(Offer.org_id).where(Offer.state == "offered", Offer.expires_at <= now).distinct()
        org_ids = list(db.scalars(due))
    total = 0
    for org_id in org_ids:
        with transaction(Scope(org_id)) as db:
            total += expire_due(db, now)
    return total


class ExpiryLoop(LookingLoop):
    """Looks every few seconds."""

    name = "offer-expiry"
    every_s = 2.0
    waiting = "dispatch.expiry_waiting"

    def look(self) -> None:
        """End what is due."""
        expire_all()
