"""A street is blocked while riders are out: ways lead around it, and what cannot be reached is told."""

from datetime import timedelta

import pytest

from pannier.base import clock
from pannier.base.problems import Invalid
from pannier.core.geo import LonLat, great_circle_m
from pannier.orders.models import Order
from pannier.places.blockages import BlockedPlace, around, block, list_blockages, unblock
from pannier.places.polygons import checked_polygon, contains
from pannier.places.problems import BlockageNotFound, InvalidBlockage, InvalidZone
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.check_change import check_change
from tests.planning.test_running_day import ask, at_stop, drive, let_out, take, who_has
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day

HERE = LonLat(7.42, 43.73)


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    return make_hub_day(operator, orders=8, crews=2)


def shut(day: HubDay, order_id, *, hours: float = 12, kinds: tuple[str, ...] = ()):
    """Block what lies around an order's address from eight o'clock on."""
    with day.operator.session() as db, clock.fixed(local(8)):
        point = db.get_one(Order, order_id).point
        place = BlockedPlace(
            name="Rue Grimaldi",
            line=[point],
            within_m=30,
            kinds=kinds,
            starts_at=local(7),
            ends_at=local(8) + timedelta(hours=hours),
        )
        return block(db, place, by="person:1").id


def test_a_place_is_blocked_as_far_around_as_is_said() -> None:
    area = checked_polygon(around([HERE], 50))
    east = LonLat(7.42 + 0.00055, 43.73)
    assert 40 < great_circle_m(HERE, east) < 50
    assert contains(area, east)
    assert not contains(area, LonLat(7.42 + 0.0008, 43.73))
    stretch = checked_polygon(around([HERE, LonLat(7.43, 43.73)], 20))
    assert contains(stretch, LonLat(7.425, 43.7301))


def test_a_stop_that_is_shut_for_the_rest_of_the_day_is_told_and_comes_back(day: HubDay) -> None:
    routes = let_out(day)
    drive(day, routes[0], 1)
    aboard = next(order for order, rider in who_has(day).items() if rider == routes[0].rider_id)
    now = at_stop(day, routes[0], 1)
    shut(day, aboard)
    with clock.fixed(now):
        proposal = ask(day)
        assert proposal.diff["broken"] == []
        (left,) = proposal.diff["left_out"]
        assert left["order_id"] == str(aboard)
        take(day, proposal)
    assert aboard not in who_has(day)


def test_a_street_that_is_open_again_or_blocked_for_others_changes_nothing(day: HubDay) -> None:
    routes = let_out(day)
    drive(day, routes[0], 1)
    now = at_stop(day, routes[0], 1)
    aboard = next(order for order, rider in who_has(day).items() if rider == routes[0].rider_id)
    shut(day, aboard, kinds=("walker",))
    opened = shut(day, aboard)
    with day.operator.session() as db, clock.fixed(local(8)):
        assert len(list_blockages(db)) == 2
        unblock(db, opened)
        unblock(db, opened)
        assert len(list_blockages(db)) == 1
    with clock.fixed(now):
        assert ask(day).diff["left_out"] == []


def test_a_blocked_street_says_where_and_until_when(day: HubDay) -> None:
    usual = {"name": "Quai", "starts_at": local(9), "ends_at": local(12)}
    with day.operator.session() as db, clock.fixed(local(8)):
        for wrong in ({}, {"line": [HERE], "ends_at": local(8.5)}, {"line": [HERE], "polygon": {}}):
            with pytest.raises(InvalidBlockage):
                block(db, BlockedPlace(**(usual | wrong)), by="person:1")
        with pytest.raises(InvalidZone):
            block(db, BlockedPlace(**usual, polygon={"type": "Point"}), by="person:1")
        with pytest.raises(InvalidBlockage, match="cargobike"):
            block(db, BlockedPlace(**usual, line=[HERE], kinds=("walker", "cargobike")), by="person:1")
        with pytest.raises(BlockageNotFound):
            unblock(db, day.hub_id)


def test_the_operation_asks_for_a_blocked_street(day: HubDay) -> None:
    let_out(day)
    with day.operator.session() as db, pytest.raises(Invalid, match="blocked"):
        check_change(db, Change(operation="street_blocked"), hub_id=day.hub_id, service_date=DAY)
