"""Parking once for several doors: the search uses it, files keep it, and who parks for less walks less."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from pannier.core.check import check
from pannier.core.plan import LeftOutCode
from pannier.core.problem import InvalidProblem, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.elsewhere import StandingPlan
from pannier.engine.encoding import encode
from pannier.engine.jobs import Jobs
from pannier.engine.kinds import kinds_of
from pannier.engine.problem_json import read_problem
from pannier.engine.problem_json.writing import write_problem
from pannier.engine.quoting import Quoter
from pannier.engine.scout import Question, Scout
from tests.core.line_city import HOUR, dropoff, matrices
from tests.core.test_stop_groups import DOORS, WALK_S, day, walked
from tests.engine.random_problems import random_problem
from tests.engine.random_walks import with_walks
from tests.engine.test_elsewhere import route
from tests.engine.test_quoting import at_place

BUDGET = Budget(iterations=200)


def solved(problem):
    plan = solve(problem, budget=BUDGET, seed=1)
    assert check(problem, plan) == ()
    return plan


def test_the_doors_of_a_group_are_served_in_a_row():
    given = day(*DOORS, dropoff("far", 4))
    route = solved(given).routes[0]
    places = [one.place for one in route.activities if one.task_id]
    assert sorted(places[places.index(4) + 1 :] + places[: places.index(4)]) == [2, 2, 3]
    assert places[0] == 4 or places[-1] == 4


def test_a_window_for_all_is_kept_only_by_walking():
    within = (TimeWindow(8 * HOUR, 8 * HOUR + 260 + 2 * 210 + WALK_S),)
    tasks = [dropoff(name, place, windows=within) for name, place in (("a", 2), ("b", 2), ("c", 3))]
    shift = TimeWindow(8 * HOUR, 10 * HOUR)
    assert solved(day(*tasks, shift=shift, trips=Trips())).left_out == ()
    (left,) = solved(day(*tasks, shift=shift, trips=Trips(), ways=matrices("bike"))).left_out
    assert left.code is LeftOutCode.WINDOW


def test_kinds_that_park_for_different_times_each_get_their_own_ways():
    given = day(*DOORS)
    (own,) = given.vehicles
    problem = replace(given, vehicles=(own, replace(own, id="quick", kind="quick", parking_s=15)))
    instance, alive = encode(problem, Jobs(problem), kinds_of(problem))
    assert instance is not None
    assert [int(parts[1][2, 3]) for parts in alive["bike"]] == [WALK_S - 15, WALK_S - 60]
    assert [int(parts[1][0, 3]) for parts in alive["bike"]] == [200 + WALK_S] * 2
    alone = replace(problem, vehicles=problem.vehicles[1:])
    assert solved(alone).routes[0].duration_s == 200 + 15 + 3 * 210 + 2 * WALK_S + 200


@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_problem_files_keep_the_groups(seed):
    given = with_walks(Random(seed), random_problem(seed))
    again = read_problem(write_problem(given))
    assert [one.stop_groups for one in again.matrices] == [one.stop_groups for one in given.matrices]


def test_a_file_that_drives_within_a_group_is_refused_by_name():
    text = write_problem(day(*DOORS)).replace(
        b'"stop_groups":[-1,-1,0,0,-1,-1]', b'"stop_groups":[-1,0,0,0,-1,-1]'
    )
    with pytest.raises(InvalidProblem, match="places 1 and 2"):
        read_problem(text)


def test_groups_of_which_no_more_than_a_door_is_asked_for_change_nothing():
    given = day(dropoff("a", 1), dropoff("b", 2), dropoff("c", 4))
    loose = tuple(replace(one, stop_groups=()) for one in given.matrices)
    assert solve(given, budget=BUDGET, seed=3) == solve(replace(given, matrices=loose), budget=BUDGET, seed=3)
    assert not np.array_equal(walked().duration_s, matrices("bike").duration_s)


def test_a_quote_equals_the_plan_encoded_with_the_order_where_doors_are_walked_to():
    given = day(dropoff("a", 2), dropoff("b", 3))
    quick = replace(given.vehicles[0], id="quick", kind="quick", parking_s=15)
    given = replace(given, vehicles=(*given.vehicles, quick))
    small = replace(
        given, places=given.places[:5], matrices=tuple(one.among(range(5)) for one in given.matrices)
    )
    steps = {0: route((0, 2)), 1: route((1, 3))}
    quoter = Quoter(StandingPlan(small, steps), hub=0)
    quoter.move_to(at_place(small, 1))
    one = quoter.ask(dropoff("new", 5))
    whole = replace(small, tasks=(*small.tasks, dropoff("new", 1)))
    way = Scout(whole, Jobs(whole), steps).best((2,), Question())
    assert one is not None
    assert way is not None
    assert one.extra_millicents == pytest.approx(way.extra_millicents, abs=2)
