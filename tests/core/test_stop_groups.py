"""Parking once and walking to several doors: counted by hand, kept and broken, the same for checker and scheduler."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    InvalidProblem,
    Limits,
    Matrices,
    Rule,
    Station,
    Traffic,
    TrafficSlice,
    Trips,
    problem_sha256,
)
from pannier.core.schedule import Step, timeline
from tests.core.line_city import HUB, bike, dropoff, matrices, pickup, plan_of, problem

WALK_S = 40
START, END = (Step(kind, HUB) for kind in (ActivityKind.START, ActivityKind.END))


def walked(groups=(-1, -1, 0, 0, -1, -1), parking=2, traffic=None):
    """Return the line's matrices with doors 2 and 3 walked to from where is parked, door 2."""
    driven = matrices("bike")
    doors = [place for place, group in enumerate(groups) if group == 0]
    parts = [
        np.array(one)
        for one in (driven.distance_m, driven.duration_s, driven.energy_base_j, driven.energy_j_per_kg)
    ]
    for part, per_walk in zip(parts, (0, WALK_S, 0, 0), strict=True):
        for door in doors:
            on_foot = 0 if door == parking else per_walk
            part[:, door], part[door, :] = part[:, parking] + on_foot, part[parking, :] + on_foot
        part[np.ix_(doors, doors)] = per_walk
        part[-1, :-1] = part[:-1, -1] = -1
        np.fill_diagonal(part, 0)
    return Matrices("bike", *parts, traffic=traffic, stop_groups=tuple(groups))


def day(*tasks, ways=None, **changes):
    usual = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips((HUB,), max_trips=3)}
    given = problem(*tasks, vehicles=(bike(**(usual | changes)),))
    return replace(given, matrices=(ways or walked(), given.matrices[1]))


def steps_of(given, *names):
    tasks = [given.tasks[given.task_index[name]] for name in names]
    kinds = {"dropoff": ActivityKind.DELIVERY, "pickup": ActivityKind.PICKUP}
    return (
        START,
        *(Step(kinds[task.kind], task.place, given.task_index[task.id]) for task in tasks),
        END,
    )


DOORS = (dropoff("a", 2), pickup("b", 3), dropoff("c", 2))


def test_a_vehicle_parks_once_for_the_doors_of_a_group():
    given = day(*DOORS)
    plan = plan_of(given, steps_of(given, "a", "b", "c"), left=())
    route = plan.routes[0]
    # 200 s there, parking 60 s, three services of 210 s, two walks, 200 s back.
    assert route.duration_s == 200 + 60 + 3 * 210 + 2 * WALK_S + 200
    assert (route.distance_m, check(given, plan)) == (4000, ())


def test_without_a_group_it_parks_at_every_door():
    given = day(*DOORS, ways=matrices("bike"))
    route = plan_of(given, steps_of(given, "a", "b", "c"), left=()).routes[0]
    assert route.duration_s == 200 + 3 * (60 + 210) + 2 * 100 + 200
    assert route.distance_m == 6000


def test_who_comes_back_to_a_group_parks_again():
    given = day(dropoff("a", 2), dropoff("far", 4), dropoff("b", 3))
    route = plan_of(given, steps_of(given, "a", "far", "b"), left=()).routes[0]
    assert route.duration_s == 3 * (60 + 210) + 200 + 200 + (200 + WALK_S) + (WALK_S + 200)


def test_two_groups_are_two_stops_and_the_same_place_twice_is_one():
    ways = walked((-1, 1, 0, 0, -1, -1))
    given = day(*DOORS, dropoff("d", 1), ways=ways)
    timed = timeline(given, given.vehicles[0], steps_of(given, "d", "a", "c", "b"))
    ready = [
        start - arrival for start, arrival in zip(timed.clock.starts, timed.clock.arrivals, strict=True)
    ][1:]
    assert ready == [60, 60, 0, 0, 0]


@pytest.mark.parametrize(("stops", "broken"), [(2, set()), (1, {Rule.STOPS})])
def test_a_group_is_one_stop_of_those_a_shift_or_trip_may_have(stops, broken):
    for changes in (
        {"limits": Limits(stops=stops)},
        {"trips": Trips((HUB,), max_trips=3, limits=Limits(stops=stops))},
    ):
        given = day(*DOORS, dropoff("d", 1), **changes)
        plan = plan_of(given, steps_of(given, "d", "a", "b", "c"), left=())
        assert {found.rule for found in check(given, plan)} == broken
        timed = timeline(given, given.vehicles[0], steps_of(given, "d", "a", "b", "c"))
        assert {fault.rule for fault in timed.faults} == broken


def test_a_plan_that_parks_once_where_there_is_no_group_is_refused():
    given = day(*DOORS)
    plan = plan_of(given, steps_of(given, "a", "b", "c"), left=())
    loose = replace(given, matrices=(replace(given.matrices[0], stop_groups=()), given.matrices[1]))
    assert Rule.SCHEDULE in {found.rule for found in check(loose, plan)}


def test_walking_takes_as_long_at_any_hour():
    rush = Traffic((0,) * 6, (TrafficSlice(0, ((2000,),)),))
    given = day(*DOORS, ways=walked(traffic=rush))
    plan = plan_of(given, steps_of(given, "a", "b", "c"), left=())
    assert plan.routes[0].duration_s == 400 + 60 + 3 * 210 + 2 * WALK_S + 400
    assert check(given, plan) == ()


def test_a_rider_who_stands_at_a_door_has_parked_for_the_others():
    given = day(dropoff("b", 3, hub=None), start_place=2, trips=Trips())
    steps = (Step(ActivityKind.START, 2), Step(ActivityKind.DELIVERY, 3, 0), END)
    timed = timeline(given, given.vehicles[0], steps)
    assert (timed.clock.arrivals[1] - timed.clock.departures[0], timed.legs[1].distance_m) == (WALK_S, 0)
    assert timed.clock.starts[1] == timed.clock.arrivals[1]


def test_groups_stay_with_their_places():
    ways = walked()
    assert ways.among([3, 0, 2, 2]).stop_groups == (0, -1, 0, 0)
    assert pickle.loads(pickle.dumps(ways)).stop_groups == ways.stop_groups
    assert [ways.is_same_stop(*pair) for pair in ((2, 3), (1, 2), (1, 1), (0, 1))] == [
        True,
        False,
        True,
        False,
    ]


def test_other_groups_make_another_problem():
    ways = walked()
    others = (ways, replace(ways, stop_groups=()), replace(ways, stop_groups=(-1, -1, 5, 5, -1, -1)))
    assert len({problem_sha256(day(*DOORS, ways=one)) for one in others}) == 3


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: replace(walked(), stop_groups=(0, 0)), "matrices[bike].stop_groups"),
        (lambda: replace(walked(), stop_groups=(-2, -1, 0, 0, -1, -1)), "matrices[bike].stop_groups[0]"),
        (lambda: replace(walked(), stop_groups=(-1, 0, 0, 0, -1, -1)), "matrices[bike].stop_groups"),
        (lambda: day(end_place=3), "vehicles[bike].end_place or reload_places"),
        (lambda: day(trips=Trips((HUB, 2))), "vehicles[bike].end_place or reload_places"),
        (lambda: replace(day(), stations=(Station("plug", 3, "fast"),)), "stations[plug].place"),
    ],
)
def test_groups_that_cannot_be_meant_are_refused_by_name(make, field):
    with pytest.raises(InvalidProblem) as refused:
        make()
    assert refused.value.field == field
