"""Old quotes go, those of every organisation, although nobody asks again."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from pannier.base import clock
from pannier.orders.models import WindowQuote
from pannier.orders.quoted import KEPT_FOR, QuotedGoods, keep_quote
from pannier.orders.quotes_loop import forget_quotes
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation

NOW = local(12)
GOODS = QuotedGoods(weight_g=2_000, volume_ml=8_000, parcels=1)


def quote(organisation: Organisation, expires_at: datetime) -> uuid.UUID:
    with organisation.session() as db:
        return keep_quote(
            db, ("Rue Grimaldi", "1", "98000", "Monaco", "MC"), GOODS, [], point=None, merchant_org_id=None,
            hub_id=uuid.uuid4(), service_date=DAY, currency="EUR", expires_at=expires_at,
        ).id  # fmt: skip


def kept(organisation: Organisation) -> list[uuid.UUID]:
    with organisation.session() as db:
        return list(db.scalars(select(WindowQuote.id)))


def test_quotes_that_expired_more_than_a_day_ago_go_in_every_organisation(
    operator: Organisation, stranger: Organisation, engine: Engine
) -> None:
    old = NOW - KEPT_FOR - timedelta(seconds=1)
    for organisation in (operator, stranger):
        quote(organisation, old)
    lately = quote(operator, NOW - KEPT_FOR)
    with clock.fixed(NOW):
        assert forget_quotes(bind=engine) == 2
        assert forget_quotes(bind=engine) == 0
    assert (kept(operator), kept(stranger)) == ([lately], [])
