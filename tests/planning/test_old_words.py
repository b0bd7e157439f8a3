"""What recipients were told goes when the positions of its day go, in every organisation."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, select

from pannier.base import clock
from pannier.planning.models import ToldMoment
from pannier.planning.told import note_told
from pannier.planning.told_loop import forget_told
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation

NOW = local(12)


def tell(organisation: Organisation, on: date, at: datetime = NOW) -> None:
    with organisation.session() as db:
        note_told(db, {uuid.uuid4(): at}, hub_id=uuid.uuid4(), service_date=on)


def days_kept(organisation: Organisation) -> list[date]:
    with organisation.session() as db:
        return sorted(db.scalars(select(ToldMoment.service_date)))


def test_moments_told_go_with_the_positions_of_their_day(
    operator: Organisation, stranger: Organisation, engine: Engine
) -> None:
    least = DAY - timedelta(days=90)
    for organisation in (operator, stranger):
        tell(organisation, least - timedelta(days=1))
    for on in (least, DAY):
        tell(operator, on)
    with clock.fixed(NOW):
        assert forget_told(days=90, bind=engine) == 2
        assert forget_told(days=90, bind=engine) == 0
    assert (days_kept(operator), days_kept(stranger)) == ([least, DAY], [])
