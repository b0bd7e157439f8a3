"""Quotes are what the plan would cost with one more order, though nothing is encoded anew for them."""

from dataclasses import replace

import numpy as np
import pytest

from pannier.core.problem import Matrices, Place, Problem
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine.elsewhere import StandingPlan
from pannier.engine.jobs import Jobs
from pannier.engine.quoting import Quoter, Ways
from pannier.engine.scout import Question, Scout
from tests.core.line_city import HOUR, dropoff, problem
from tests.engine.test_elsewhere import rider, route

PARTS = ("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg")


def without_last_place(given: Problem) -> Problem:
    """Return the line without its island, so that place 5 is new."""
    matrices = tuple(
        Matrices(one.profile, *(getattr(one, name)[:5, :5] for name in PARTS)) for one in given.matrices
    )
    return replace(given, places=given.places[:5], matrices=matrices)


def at_place(given: Problem, place: int) -> dict[str, Ways]:
    """Return the ways to a new address that lies where a place does."""
    found = {}
    for one in given.matrices:
        parts = [getattr(one, name) for name in PARTS]
        there, back = (
            [np.array(part[:, place]) for part in parts],
            [np.array(part[place, :]) for part in parts],
        )
        found[one.profile] = Ways(tuple(there), tuple(back))
    return found


def day(*vehicles):
    return without_last_place(problem(dropoff("a", 4), dropoff("b", 1), vehicles=vehicles))


def steps() -> dict[int, list[Step]]:
    return {0: route((0, 4)), 1: route((1, 1))}


def test_a_quote_is_the_detour_with_the_rider_who_passes_by():
    given = day(rider("x"), rider("y"))
    quoter = Quoter(StandingPlan(given, steps()), hub=0)
    quoter.move_to(at_place(given, 3))
    one = quoter.ask(dropoff("new", 5))
    assert one is not None
    assert (one.vehicle_id, one.extra_millicents, one.extra_s) == ("x", 0, 120)
    quoter.move_to(at_place(given, 2))
    assert quoter.ask(dropoff("new", 5)).start_s is not None


def test_a_window_that_nobody_keeps_is_told_with_the_rule():
    given = day(rider("x"), rider("y"))
    quoter = Quoter(StandingPlan(given, steps()), hub=0)
    quoter.move_to(at_place(given, 3))
    one = quoter.ask(dropoff("new", 5, windows=(TimeWindow(20 * HOUR, 21 * HOUR),)))
    assert one is not None
    assert "would" in one.forbidden
    skilled = quoter.ask(dropoff("new", 5, needs=frozenset({"crane"})))
    assert skilled is not None
    assert skilled.forbidden.startswith("No vehicle of the day may have it")


def test_without_a_way_nobody_comes():
    given = day(rider("x"), rider("y"))
    quoter = Quoter(StandingPlan(given, steps()), hub=0)
    one = quoter.ask(dropoff("new", 5))
    assert one is not None
    assert one.forbidden


@pytest.mark.parametrize("place", range(1, 5))
def test_a_quote_equals_the_plan_encoded_with_the_order(place):
    given = day(rider("x"), rider("y", shift=TimeWindow(8 * HOUR, 9 * HOUR)))
    window = TimeWindow(8 * HOUR + 600, 9 * HOUR)
    quoter = Quoter(StandingPlan(given, steps()), hub=0)
    quoter.move_to(at_place(given, place))
    one = quoter.ask(dropoff("new", 5, windows=(window,)))
    whole = replace(given, tasks=(*given.tasks, dropoff("new", place, windows=(window,))))
    way = Scout(whole, Jobs(whole), steps()).best((2,), Question())
    assert one is not None
    assert way is not None
    assert one.extra_millicents == pytest.approx(way.extra_millicents, abs=2)
    assert isinstance(given.places[0], Place)
