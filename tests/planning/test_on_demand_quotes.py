"""Rides on demand promise nothing for rounds: windows are quoted from the plan of the rounds."""

import uuid

import pytest

from pannier.fleet.models import Shift
from pannier.places.service import get_hub
from pannier.planning.problems import NoPlan
from pannier.planning.quotes.make import plan_to_quote_from
from tests.support.fleet_days import DAY
from tests.support.on_demand_days import DemandDay, make_demand_day
from tests.support.organisations import Organisation


def with_a_rider_on_standby(operator: Organisation, **values: int) -> DemandDay:
    """Return a day of two riders, the second of whom only serves orders on demand and is on duty."""
    day = make_demand_day(operator, crews=2, serves="rounds", **values)
    with operator.session() as db:
        db.get_one(Shift, day.crews[1].shift.id).serves = "on_demand"
    day.on_duty(day.crews[1])
    return day


def quoted_from(day: DemandDay) -> uuid.UUID:
    with day.operator.session() as db:
        return plan_to_quote_from(db, get_hub(db, day.hub_id), DAY).id


def test_a_draft_of_the_rounds_answers_although_a_ride_on_demand_came_after_it(
    operator: Organisation,
) -> None:
    day = with_a_rider_on_standby(operator, orders=4)
    draft = day.plan()
    order = day.wish(1)
    day.look()
    assert day.row(order).state == "given"
    assert day.plans()[-1].engine == "on demand"
    assert quoted_from(day) == draft


def test_where_only_rides_on_demand_are_out_there_is_no_plan_to_quote_from(operator: Organisation) -> None:
    day = with_a_rider_on_standby(operator)
    day.wish(1)
    day.look()
    assert day.plans()[-1].engine == "on demand"
    with pytest.raises(NoPlan, match="plan the day first"):
        quoted_from(day)
