"""Tasks that must go by the same vehicle, and tasks that must not: kept, and broken by one task."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import InvalidProblem, Limits, Rule, Trips
from pannier.core.schedule import Step, route_of, timeline
from tests.core.line_city import HUB, bike, dropoff, pair, plan_of, problem


def rider(name="bike"):
    return bike(id=name, breaks=(), battery=None, limits=Limits(), trips=Trips((HUB,), max_trips=3))


def day(*tasks, **changes):
    return replace(problem(*tasks, vehicles=(rider(), rider("other"))), **changes)


def route(given, vehicle, *order):
    """Return a vehicle's route through tasks by name, with None for a reload."""
    steps = [Step(ActivityKind.START, HUB)]
    for name in order:
        task = None if name is None else given.tasks[given.task_index[name]]
        kinds = {"dropoff": ActivityKind.DELIVERY, "pickup": ActivityKind.PICKUP}
        index = None if task is None else given.task_index[task.id]
        steps.append(
            Step(ActivityKind.RELOAD, HUB) if task is None else Step(kinds[task.kind], task.place, index)
        )
    own = given.vehicles[given.vehicle_index[vehicle]]
    return route_of(given, own, timeline(given, own, (*steps, Step(ActivityKind.END, HUB))))


def broken(given, *routes, left=()):
    """Return the rules that a plan breaks beside its figures."""
    plan = replace(
        plan_of(given, [Step(ActivityKind.START, HUB), Step(ActivityKind.END, HUB)], left=left), routes=routes
    )
    return {violation.rule for violation in check(given, plan)} - {Rule.COST}


TASKS = tuple(dropoff(name, place) for name, place in (("a", 1), ("b", 2), ("c", 3)))
SET = frozenset({"a", "b"})


def test_what_goes_together_goes_by_one_vehicle_on_any_of_its_trips():
    given = day(*TASKS, together=(SET,))
    assert broken(given, route(given, "bike", "a", "b"), route(given, "other", "c")) == set()
    assert broken(given, route(given, "bike", "a", None, "b"), route(given, "other", "c")) == set()
    assert broken(given, route(given, "bike", "a"), route(given, "other", "b", "c")) == {Rule.TOGETHER}


def test_what_is_left_out_goes_with_nobody():
    given = day(*TASKS, together=(SET,))
    assert broken(given, route(given, "bike", "a", "c"), left=("b",)) == set()


def test_what_goes_apart_shares_no_vehicle_not_even_on_different_trips():
    given = day(*TASKS, apart=(SET,))
    assert broken(given, route(given, "bike", "a"), route(given, "other", "b", "c")) == set()
    assert broken(given, route(given, "bike", "a", "b"), route(given, "other", "c")) == {Rule.APART}
    assert broken(given, route(given, "bike", "a", None, "b", "c")) == {Rule.APART}


def test_a_pair_is_one_and_goes_apart_from_others_only():
    given = day(*pair("p", 1, 3), dropoff("a", 2), apart=(frozenset({"p-up", "p-down", "a"}),))
    assert broken(given, route(given, "bike", "p-up", "p-down"), route(given, "other", "a")) == set()
    assert broken(given, route(given, "bike", "p-up", "a", "p-down")) == {Rule.APART}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"together": (frozenset({"a", "nobody"}),)}, "together[0]"),
        ({"apart": (SET, frozenset())}, "apart[1]"),
        ({"together": (SET, frozenset({"b", "c"}))}, "together[1]"),
        ({"together": (SET,), "apart": (frozenset({"a", "b", "c"}),)}, "apart[0]"),
    ],
)
def test_sets_that_cannot_be_meant_are_refused_by_name(changes, field):
    with pytest.raises(InvalidProblem) as refused:
        day(*TASKS, **changes)
    assert refused.value.field == field


def test_the_tasks_of_a_pair_cannot_be_in_two_sets():
    with pytest.raises(InvalidProblem, match="p-down is in another set already"):
        day(*pair("p", 1, 3), *TASKS, together=(frozenset({"p-up", "a"}), frozenset({"p-down", "b"})))
