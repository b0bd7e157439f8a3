"""Throws away what recipients were told on days long over, in a thread of the worker, for every organisation."""

from datetime import timedelta

from sqlalchemy import Engine, delete, select

from pannier.base import clock
from pannier.base.looking import LookingLoop
from pannier.base.scope import SYSTEM, Scope
from pannier.base.settings import settings
from pannier.base.transactions import transaction
from pannier.planning.models import ToldMoment


def forget_told(*, days: int, bind: Engine | None = None) -> int:
    """Throw away the moments of days more than `days` ago, each organisation's in a transaction; return how many."""
    is_old = ToldMoment.service_date < clock.now().date() - timedelta(days=days)
    with transaction(SYSTEM, bind=bind) as db:
        org_ids = list(db.scalars(select(ToldMoment.org_id).where(is_old).distinct()))
    total = 0
    for org_id in org_ids:
        with transaction(Scope(org_id), bind=bind) as db:
            total += len(db.scalars(delete(ToldMoment).where(is_old).returning(ToldMoment.id)).all())
    return total


class ToldLoop(LookingLoop):
    """Looks every hour; moments are kept as long as positions, which tell what became of them."""

    name = "old-words"
    every_s = 3600.0
    waiting = "told_moments.waiting"

    def look(self) -> None:
        """Throw away what is older than the settings say."""
        forget_told(days=settings().position_days)
