"""Throws long expired quotes away, in a thread of the worker, for every organisation whether it asks again or not."""

from sqlalchemy import Engine, delete, select

from pannier.base import clock
from pannier.base.looking import LookingLoop
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.orders.models import WindowQuote
from pannier.orders.quoted import KEPT_FOR


def forget_quotes(*, bind: Engine | None = None) -> int:
    """Throw away what expired more than a day ago, each organisation's in a transaction; return how many quotes."""
    until = clock.now() - KEPT_FOR
    with transaction(SYSTEM, bind=bind) as db:
        org_ids = list(
            db.scalars(select(WindowQuote.org_id).where(WindowQuote.expires_at < until).distinct())
        )
    total = 0
    for org_id in org_ids:
        with transaction(Scope(org_id), bind=bind) as db:
            gone = delete(WindowQuote).where(WindowQuote.expires_at < until).returning(WindowQuote.id)
            total += len(db.scalars(gone).all())
    return total


class QuotesLoop(LookingLoop):
    """Looks every ten minutes."""

    name = "old-quotes"
    every_s = 600.0
    waiting = "orders.quotes_waiting"

    def look(self) -> None:
        """Throw away what expired long ago."""
        forget_quotes()
