"""A quote measures few ways, and answers what all of them would."""

import random
from dataclasses import replace
from typing import Any

import pytest

from pannier.connect.road_network import LocationProblem, Matrix
from pannier.places.grid import GridNetwork
from pannier.planning.queries import get_plan
from pannier.planning.quote_desk import Desk
from pannier.planning.standing import Standing, standing_plan
from tests.support.fleet_days import east, order
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, make_hub_day
from tests.support.rounds import make_order

ALL = 10_000


class Counting(GridNetwork):
    """Counts the ways from and to one point that are asked for."""

    asked = 0

    def matrix(self, points: Any, profile: Any, *, targets: Any = None) -> Matrix:
        """Return the ways of the grid."""
        type(self).asked += len(points) * len(points if targets is None else targets)
        return super().matrix(points, profile, targets=targets)


@pytest.fixture
def standing(operator: Organisation) -> Standing:
    """A planned day of sixty orders all over the town, for bikes and a van."""
    day, rng = make_hub_day(operator, orders=0, crews=4), random.Random(5)
    with operator.session() as db:
        make_crew(db, day.hub_id, kind="e_van", name="Van")
        for n in range(60):
            at = east(rng.uniform(-2500, 2500), rng.uniform(-2500, 2500))
            span: dict[str, Any] = {"window_start": local(8 + n % 4), "window_end": local(11 + n % 4)}
            make_order(db, day.hub_id, n, lon=at.lon, lat=at.lat, **span)
    plan_id = day.plan(iterations=500)
    with operator.session() as db:
        return standing_plan(db, get_plan(db, plan_id), GRID, currency="EUR")


def answers(standing: Standing, first: int, network: GridNetwork) -> list[Any]:
    """Return what a desk tells for new addresses and windows; so many ways are measured first."""
    desk, rng, found = Desk(standing.day, standing.places, standing.plan, first=first), random.Random(7), []
    for n in range(12):
        point = east(rng.uniform(-3000, 3000), rng.uniform(-3000, 3000))
        spans = [{"window_start": local(hour), "window_end": local(hour + 1)} for hour in range(8, 17)]
        # Too heavy for bikes, or due before it is there: what nobody can do is told alike too.
        goods = {"weight_g": 2_000 if n % 4 else 120_000, "release_at": local(7 + n % 3)}
        asked = [order(f"{n} {k}", point, **span, **goods) for k, span in enumerate(spans)]
        found.append(desk.ask(network, asked).answers)
    return found


def test_few_measured_ways_give_the_answers_of_all(standing: Standing) -> None:
    all_of_them = answers(standing, ALL, GRID)
    assert answers(standing, 3, GRID) == all_of_them
    told = [one.forbidden for some in all_of_them for one in some if one is not None]
    # Both were asked: what can be done, and why not.
    assert 0 < sum(map(bool, told)) < len(told)


def test_most_ways_are_never_measured(standing: Standing) -> None:
    counts = []
    for first in (3, ALL):
        Counting.asked = 0
        answers(standing, first, Counting())
        counts.append(Counting.asked)
    assert counts[0] < counts[1] / 2


def test_a_place_asked_for_again_is_not_measured_again(standing: Standing) -> None:
    desk, point = Desk(standing.day, standing.places, standing.plan), east(850)
    first, again = ([order(name, point)] for name in ("first", "again"))
    Counting.asked = 0
    told = desk.ask(Counting(), first)
    measured = Counting.asked
    assert desk.ask(Counting(), again) == told
    assert 0 < measured == Counting.asked


class ClosedFromFarAway(GridNetwork):
    """Streets to a new point that are closed to whoever comes from places that are measured later."""

    asked = 0

    def matrix(self, points: Any, profile: Any, *, targets: Any = None) -> Matrix:
        """Return the ways of the grid, there and back for each of the two kinds once."""
        type(self).asked += 1
        found = super().matrix(points, profile, targets=targets)
        off = LocationProblem(0, "target", "off_network", "No street is open there.")
        return found if self.asked <= 4 else replace(found, problems=(off,))


def test_a_place_that_turns_out_to_be_off_the_streets_is_answered_all_the_same(standing: Standing) -> None:
    desk = Desk(standing.day, standing.places, standing.plan, first=1)
    asked = [order("late", east(850, 700), window_start=local(9), window_end=local(14))]
    told = desk.ask(ClosedFromFarAway(), asked)
    assert ClosedFromFarAway.asked > 4
    assert told.answers[0] is not None
