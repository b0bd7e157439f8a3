"""Ways that take longer at some hours: counted by hand, never overtaken, the same for checker and scheduler."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.check import check
from pannier.core.check.under_way import seconds_under_way
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    InvalidProblem,
    Limits,
    Matrices,
    Rule,
    Traffic,
    TrafficSlice,
    Trips,
    problem_sha256,
)
from pannier.core.schedule import Step, timeline
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import HOUR, HUB, bike, dropoff, plan_of, problem

NINE = 9 * HOUR
START, END = (Step(kind, HUB) for kind in (ActivityKind.START, ActivityKind.END))


def everywhere(*slices):
    """Return traffic that is the same all over the line: (moment, thousandths) each."""
    return Traffic((0,) * 6, tuple(TrafficSlice(start_s, ((permille,),)) for start_s, permille in slices))


RUSH = everywhere((0, 1000), (NINE, 2000), (10 * HOUR, 1000))


def in_traffic(traffic, *tasks, **changes):
    usual = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips((HUB,), max_trips=3)}
    given = problem(*tasks, vehicles=(bike(**(usual | changes)),))
    return replace(given, matrices=tuple(replace(one, traffic=traffic) for one in given.matrices))


def steps_of(given, *names):
    tasks = [given.tasks[given.task_index[name]] for name in names]
    return (
        START,
        *(Step(ActivityKind.DELIVERY, task.place, given.task_index[task.id]) for task in tasks),
        END,
    )


@pytest.mark.parametrize(
    ("departure_s", "taken_s"),
    [
        (8 * HOUR, 400),
        (NINE - 400, 400),
        # 100 s at full speed, the other 300 s of the way at half of it.
        (NINE - 100, 100 + 600),
        (NINE, 800),
        # 50 s of the way in the rush's last 100 s.
        (10 * HOUR - 100, 100 + 350),
        (10 * HOUR, 400),
    ],
)
def test_speed_changes_on_the_way(departure_s, taken_s):
    assert RUSH.travel_s(0, 4, 400, departure_s) == taken_s


def test_areas_have_hours_of_their_own():
    one = TrafficSlice(0, ((1000, 1500), (3000, 1000)))
    traffic = Traffic((0, 0, 1, 1, 1, 1), (one,))
    assert [traffic.travel_s(*way, 100, NINE) for way in ((0, 1), (1, 2), (2, 1), (2, 3))] == [
        100,
        150,
        300,
        100,
    ]


@st.composite
def traffics(draw):
    starts = sorted({0, *draw(st.lists(st.integers(1, 3000), max_size=4))})
    return everywhere(*((start, draw(st.integers(1000, 5000))) for start in starts))


@given(traffics(), st.integers(0, 900), st.integers(0, 3000))
def test_who_leaves_later_never_arrives_earlier(traffic, base_s, departure_s):
    arrivals = [moment + traffic.travel_s(0, 1, base_s, moment) for moment in (departure_s, departure_s + 1)]
    assert arrivals[0] <= arrivals[1]


@given(traffics(), st.integers(0, 900), st.integers(0, 6000))
def test_the_latest_departure_is_in_time_and_a_second_later_is_not(traffic, base_s, arrival_s):
    latest_s = traffic.latest_departure_s(0, 1, base_s, arrival_s)
    assert latest_s + traffic.travel_s(0, 1, base_s, latest_s) <= arrival_s
    assert latest_s + 1 + traffic.travel_s(0, 1, base_s, latest_s + 1) > arrival_s


@given(traffics(), st.integers(0, 900), st.integers(0, 3000))
def test_checker_and_scheduler_count_the_same(traffic, base_s, departure_s):
    ways = [[0, base_s], [base_s, 0]]
    line = Matrices.without_energy("bike", ways, ways)
    matrices = replace(line, traffic=replace(traffic, areas=(0, 0)))
    assert seconds_under_way(matrices, 0, 1, departure_s) == traffic.travel_s(0, 1, base_s, departure_s)


def test_a_route_through_the_rush_takes_longer():
    quiet, busy = (
        in_traffic(traffic, dropoff("far", 4), shift=TimeWindow(NINE - 600, 12 * HOUR))
        for traffic in (everywhere((0, 1000)), RUSH)
    )
    plans = [plan_of(given, steps_of(given, "far"), left=()) for given in (quiet, busy)]
    # There in 400 s before the rush, 270 s of parking and service, back at half speed.
    assert [plan.routes[0].duration_s for plan in plans] == [400 + 270 + 400, 400 + 270 + 800]
    assert [check(given, plan) for given, plan in zip((quiet, busy), plans, strict=True)] == [(), ()]
    assert {found.rule for found in check(busy, plans[0])} >= {Rule.SCHEDULE}


def test_a_window_that_the_quiet_hour_keeps_is_broken_in_the_rush():
    far = dropoff("far", 4, windows=(TimeWindow(NINE, NINE + 299),))
    shift = TimeWindow(NINE - 600, 12 * HOUR)
    for traffic, broken in (
        (everywhere((0, 1000)), set()),
        (RUSH, set()),
        (everywhere((0, 2100)), {Rule.WINDOW}),
    ):
        given = in_traffic(traffic, far, shift=shift)
        timed = timeline(given, given.vehicles[0], steps_of(given, "far"))
        assert {fault.rule for fault in timed.faults} == broken
        assert {
            found.rule for found in check(given, plan_of(given, steps_of(given, "far"), left=()))
        } == broken


def test_a_route_starts_as_late_as_the_rush_lets_it():
    far = dropoff("far", 4, windows=(TimeWindow(10 * HOUR, 11 * HOUR),))
    given = in_traffic(RUSH, far)
    timed = timeline(given, given.vehicles[0], steps_of(given, "far"))
    # Ten o'clock less 60 s of parking, less 800 s through the rush.
    assert timed.clock.starts[:2] == [10 * HOUR - 60 - 800, 10 * HOUR]
    assert timed.is_feasible


@pytest.mark.parametrize("seed", range(30))
def test_a_later_start_ends_no_later_and_a_second_more_would(seed):
    rng = Random(seed)
    slices = ((0, 1000), *((8 * HOUR + 600 * n, rng.choice((1000, 1500, 3000))) for n in range(1, 20)))
    opens = [8 * HOUR + rng.randrange(4 * HOUR) for _ in range(3)]
    tasks = [
        dropoff(f"t{n}", n + 1, windows=(TimeWindow(open_s, open_s + HOUR),))
        for n, open_s in enumerate(opens)
    ]
    given = in_traffic(everywhere(*slices), *tasks, shift=TimeWindow(8 * HOUR, 20 * HOUR))
    order = steps_of(given, *(f"t{n}" for n in sorted(range(3), key=lambda n: opens[n])))
    timed = timeline(given, given.vehicles[0], order)
    if not timed.is_feasible:
        return
    begun_s, end_s = timed.clock.starts[0], timed.clock.departures[-1]

    def end_from(start_s):
        vehicle = replace(given.vehicles[0], shift=TimeWindow(start_s, 20 * HOUR))
        later = timeline(given, vehicle, order)
        return later.clock.departures[-1] if later.is_feasible else None

    assert end_from(8 * HOUR) == end_s == end_from(begun_s)
    assert end_from(begun_s + 1) != end_s


@pytest.mark.parametrize(
    ("traffic", "field"),
    [
        (lambda: everywhere((60, 1000)), "slices[0].start_s"),
        (lambda: everywhere((0, 1000), (50, 1000), (50, 1200)), "slices[2].start_s"),
        (lambda: everywhere((0, 999)), "permille"),
        (lambda: Traffic((0, 1), (TrafficSlice(0, ((1000,),)),)), "areas[1]"),
        (lambda: TrafficSlice(0, ((1000, 1000),)), "permille"),
        (lambda: Traffic((0,), ()), "slices"),
        (lambda: in_traffic(Traffic((0,), (TrafficSlice(0, ((1000,),)),))), "matrices[bike].traffic.areas"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused_by_name(traffic, field):
    with pytest.raises(InvalidProblem) as refused:
        traffic()
    assert refused.value.field == field


def test_another_rush_makes_another_problem():
    assert (
        len(
            {
                problem_sha256(in_traffic(one, dropoff("far", 4)))
                for one in (None, RUSH, everywhere((0, 1000)))
            }
        )
        == 3
    )
