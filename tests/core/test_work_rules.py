"""Working time on a planned route: each rule kept exactly, broken by a second, and kept by the breaks made for it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from pannier.core.check import Rule, check_route
from pannier.core.plan import Activity, ActivityKind, Cost, Route, Trip
from pannier.core.problem import BreakTotal, Counted, InvalidProblem, Limits, Trips, WorkRule
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import Doing, Spent, after, lawful
from tests.core.line_city import HUB, bike, problem

HOUR, MINUTE = 3600, 60
EIGHT = 8 * HOUR
GERMAN = WorkRule(
    name="ArbZG",
    stretch_s=6 * HOUR,
    ways=((15 * MINUTE,),),
    totals=(BreakTotal(6 * HOUR, 30 * MINUTE), BreakTotal(9 * HOUR, 45 * MINUTE)),
    least_piece_s=15 * MINUTE,
    longest_s=10 * HOUR,
)
DRIVING = WorkRule(
    name="561",
    counts=Counted.DRIVING,
    stretch_s=9 * HOUR // 2,
    ways=((45 * MINUTE,), (15 * MINUTE, 30 * MINUTE)),
)


def rider(rule=GERMAN, hours=10, **changes):
    usual = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips(), "max_overtime_s": 0}
    shift = TimeWindow(EIGHT, EIGHT + round(hours * HOUR))
    return bike(**(usual | {"work_rules": (rule,), "shift": shift} | changes))


def route(*rests, work, starts_s=EIGHT):
    """Return a route that waits `work` seconds in all, with breaks as (seconds of work before it, length)."""
    now, done, activities = starts_s, 0, [Activity(kind=ActivityKind.START, **_times(starts_s, 0))]
    for before_s, rest_s in rests:
        now, done = now + before_s - done, before_s
        activities.append(Activity(kind=ActivityKind.BREAK, **_times(now, rest_s)))
        now += rest_s
    activities.append(Activity(kind=ActivityKind.END, **_times(now + work - done, 0)))
    trips, cost = (Trip(tuple(activities)),), Cost()
    end_s = now + work - done
    return Route(
        vehicle_id="bike", trips=trips, distance_m=0, duration_s=end_s - starts_s, energy_j=0, cost=cost
    )


def _times(start_s, length_s):
    return {
        "place": HUB,
        "arrival_s": start_s,
        "start_s": start_s,
        "departure_s": start_s + length_s,
        "load": (0, 0),
    }


def breaches(vehicle, *rests, work, starts_s=EIGHT):
    day = problem(vehicles=(replace(vehicle, id="bike"),))
    found = check_route(day, route(*rests, work=work, starts_s=starts_s))
    return [violation for violation in found if violation.rule is Rule.WORK_TIME]


def test_six_hours_without_a_break_are_allowed_and_a_second_more_is_not():
    assert breaches(rider(), work=6 * HOUR) == []
    stretch, total = breaches(rider(), work=6 * HOUR + 1)
    assert (stretch.amount, "without the break" in stretch.words) == (1, True)
    assert "ArbZG asks for 30 min" in total.words


def test_thirty_minutes_in_all_may_be_two_pieces_of_fifteen():
    quarter = 15 * MINUTE
    assert breaches(rider(), (2 * HOUR, quarter), (5 * HOUR, quarter), work=8 * HOUR) == []
    assert breaches(rider(), (2 * HOUR, quarter), (5 * HOUR, quarter - 1), work=8 * HOUR) != []
    assert breaches(rider(), (4 * HOUR, 30 * MINUTE), work=9 * HOUR) == []
    assert breaches(rider(), (4 * HOUR, 30 * MINUTE), work=9 * HOUR + 1) != []


def test_the_longest_day_counts_no_breaks():
    rests = (3 * HOUR, 30 * MINUTE), (6 * HOUR, 30 * MINUTE)
    assert breaches(rider(hours=12), *rests, work=10 * HOUR) == []
    (over,) = breaches(rider(hours=12), *rests, work=10 * HOUR + 60)
    assert over.amount == 60


def test_work_before_the_shift_shortens_the_first_stretch():
    worked = replace(GERMAN, before_s=2 * HOUR)
    assert breaches(rider(worked), (4 * HOUR, 30 * MINUTE), work=8 * HOUR) == []
    assert breaches(rider(worked), (4 * HOUR + 1, 30 * MINUTE), work=8 * HOUR) != []


def test_who_is_free_for_long_enough_before_the_route_begins_has_had_the_break():
    worked = replace(DRIVING, counts=Counted.WORK, before_s=4 * HOUR)
    late = {"work": 4 * HOUR, "starts_s": EIGHT + 45 * MINUTE}
    assert breaches(rider(worked), **late) == []
    assert breaches(rider(worked), **late | {"starts_s": EIGHT + 45 * MINUTE - 1}) != []
    # The first piece of two: the second one is still asked for.
    early = {"work": 4 * HOUR, "starts_s": EIGHT + 15 * MINUTE}
    assert breaches(rider(worked), (30 * MINUTE, 30 * MINUTE), **early) == []
    assert breaches(rider(worked), (30 * MINUTE, 29 * MINUTE), **early) != []


def test_waiting_is_work_but_no_driving():
    assert breaches(rider(DRIVING), work=9 * HOUR) == []


@pytest.mark.parametrize(
    ("rests", "kept"),
    [
        (((4.5, 45),), True),
        (((4.5, 44),), False),
        (((2, 15), (4.5, 30)), True),
        (((2, 30), (4.5, 15)), False),
        (((2, 14), (4.5, 30)), False),
        (((2, 15), (3, 15), (4.5, 15)), False),
    ],
)
def test_a_split_break_is_fifteen_minutes_and_then_thirty(rests, kept):
    counted = replace(DRIVING, counts=Counted.WORK)
    taken = [(round(hours * HOUR), minutes * MINUTE) for hours, minutes in rests]
    assert (breaches(rider(counted), *taken, work=9 * HOUR) == []) is kept


def test_eight_hours_have_half_an_hour_of_break_around_their_middle():
    (rest,) = lawful(rider(hours=8)).breaks
    # It begins six hours before the end at the earliest and six hours after the beginning at the latest.
    assert (rest.window.start_s, rest.latest_start_s) == (EIGHT + 90 * MINUTE, EIGHT + 6 * HOUR)
    assert (rest.duration_s, rest.after_s) == (30 * MINUTE, 6 * HOUR)


def test_more_than_nine_hours_have_another_quarter_for_those_who_work_that_long():
    rests = lawful(rider(hours=10)).breaks
    assert sorted((rest.duration_s, rest.after_s) for rest in rests) == [
        (15 * MINUTE, 9 * HOUR),
        (30 * MINUTE, 6 * HOUR),
    ]


def test_six_hours_need_no_break_and_no_law_none_either():
    assert lawful(rider(hours=6)).breaks == ()
    assert lawful(rider(work_rules=())) == rider(work_rules=())


def test_pieces_are_planned_where_they_are_wanted():
    split = lawful(rider(replace(GERMAN, split=True), hours=8)).breaks
    assert [rest.duration_s for rest in split] == [15 * MINUTE, 15 * MINUTE]
    early, late = lawful(rider(replace(DRIVING, split=True), hours=8)).breaks
    assert (early.duration_s, late.duration_s) == (15 * MINUTE, 30 * MINUTE)
    assert early.window.end_s <= late.window.start_s


def test_a_break_of_ones_own_that_serves_the_law_is_not_given_twice():
    lunch = replace(lawful(rider(hours=8)).breaks[0], window=TimeWindow(12 * HOUR, 13 * HOUR), after_s=None)
    assert lawful(rider(hours=8, breaks=(lunch,))).breaks == (lunch,)
    late = replace(lunch, window=TimeWindow(14 * HOUR, 15 * HOUR))
    assert len(lawful(rider(hours=8, breaks=(late,))).breaks) == 2


def test_the_longest_day_is_a_limit_on_the_road_with_its_breaks():
    assert lawful(rider(hours=12)).limits.duration_s == 10 * HOUR + 45 * MINUTE
    left = replace(GERMAN, longest_s=3 * HOUR)
    assert lawful(rider(left, hours=12)).limits.duration_s == 3 * HOUR


def test_a_shift_that_would_need_too_many_breaks_is_refused_in_words():
    with pytest.raises(InvalidProblem, match="breaks; a shift can have 6"):
        lawful(rider(replace(GERMAN, stretch_s=60), hours=10))


@st.composite
def ruled(draw):
    """Return a rider with a rule, and a route somewhere in the shift."""
    stretch_s = draw(st.integers(3, 6)) * HOUR
    whole_s, piece_s = draw(st.integers(10, 60)) * MINUTE, draw(st.integers(5, 10)) * MINUTE
    totals = draw(
        st.sampled_from(
            [
                (),
                (
                    BreakTotal(stretch_s, whole_s + piece_s),
                    BreakTotal(stretch_s + HOUR, whole_s + 9 * MINUTE + piece_s),
                ),
            ]
        )
    )
    rule = WorkRule(
        name="law",
        stretch_s=stretch_s,
        ways=((whole_s,), (piece_s, whole_s // 2)),
        totals=totals,
        least_piece_s=piece_s,
        before_s=draw(st.sampled_from([0, 0, HOUR, stretch_s - MINUTE])),
        longest_s=draw(st.sampled_from([None, 9 * HOUR])),
        split=draw(st.booleans()),
    )
    given_rider = rider(rule, hours=draw(st.integers(2, 9)), max_overtime_s=draw(st.integers(0, HOUR)))
    try:
        vehicle = lawful(given_rider)
    except InvalidProblem:
        # A long shift of short stretches would need more breaks than a shift can have.
        reject()
    span_s = vehicle.latest_end_s - vehicle.shift.start_s
    start_s = vehicle.shift.start_s + draw(st.integers(0, span_s - 1))
    end_s = draw(st.integers(start_s + 1, vehicle.latest_end_s))
    places = [draw(st.floats(0, 1)) for _ in vehicle.breaks]
    return vehicle, start_s, end_s, places


@settings(
    max_examples=600, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(ruled())
def test_every_route_that_takes_the_breaks_due_keeps_the_law(case):
    vehicle, start_s, end_s, places = case
    longest_s = vehicle.limits.duration_s
    if longest_s is not None:
        end_s = min(end_s, start_s + longest_s)
    taken = []
    for rest, share in zip(vehicle.breaks, places, strict=True):
        first, last = max(start_s, rest.window.start_s), min(end_s, rest.latest_start_s + rest.duration_s)
        room_s = last - first - rest.duration_s
        if room_s >= 0:
            begin_s = first + round(share * room_s)
            taken.append((rest, begin_s, begin_s + rest.duration_s))
    taken.sort(key=lambda one: one[1])
    assume(all(one[2] <= other[1] for one, other in pairwise(taken)))
    rested_s = sum(rest.duration_s for rest, _, _ in taken)
    span = {"route_start_s": start_s, "route_end_s": end_s, "rested_s": rested_s}
    assume(all(rest in [one[0] for one in taken] for rest in vehicle.breaks if rest.is_due(**span)))
    rests, before_s = [], start_s
    done_s = 0
    for rest, begin_s, leave_s in taken:
        done_s += begin_s - before_s
        rests.append((done_s, rest.duration_s))
        before_s = leave_s
    work_s = end_s - start_s - rested_s
    assert breaches(vehicle, *rests, work=work_s, starts_s=start_s) == []


def test_what_was_worked_and_rested_before_counts_on():
    spent = (Spent(Doing.DRIVING, 3600), Spent(Doing.STANDING, 1800), Spent(Doing.BREAK, 900))
    of_work, of_driving = after(GERMAN, spent), after(DRIVING, spent)
    assert (of_work.before_s, of_work.done_s, of_work.rested_s) == (0, 5400, 900)
    assert (of_driving.before_s, of_driving.done_s) == (3600, 3600)


def test_a_stretch_begun_before_ends_with_the_break_that_is_left_of_it():
    pieces = WorkRule(name="law", stretch_s=7200, ways=((2700,), (900, 1800)))
    begun = after(pieces, (Spent(Doing.STANDING, 6000), Spent(Doing.BREAK, 900)))
    assert (begun.before_s, begun.pieces) == (6000, (900,))
    over = after(begun, (Spent(Doing.STANDING, 600), Spent(Doing.BREAK, 1800)))
    assert (over.before_s, over.pieces) == (0, ())
