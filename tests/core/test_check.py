"""The checker: each rule kept at its very limit, broken by the smallest step, and blind to no field."""

from dataclasses import fields, replace

import pytest

from pannier.core.check import Rule, check, objective
from pannier.core.plan import ActivityKind, Cost, LeftOut, LeftOutCode
from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CostRates,
    Counted,
    CurvePoint,
    Due,
    Limits,
    Preference,
    StationCurve,
    Swap,
    Task,
    TaskKind,
    Trips,
    Vehicle,
    WorkRule,
)
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import (
    HOUR,
    HUB,
    ISLAND,
    STEPS,
    bike,
    dropoff,
    morning,
    plan_of,
    problem,
    with_task,
    with_vehicle,
)

PLAN = plan_of(morning())
BIKE = morning().vehicles[0]
ROUTE = PLAN.routes[0]


def rules(given, plan=PLAN):
    return {violation.rule for violation in check(given, plan)}


def test_a_plan_that_keeps_everything_passes():
    assert check(morning(), PLAN) == ()
    assert objective(morning(), PLAN) == PLAN.cost


def test_overtime_within_its_limit_is_allowed_and_paid():
    assert ROUTE.end_s > BIKE.shift.end_s
    overtime_s = ROUTE.end_s - BIKE.shift.end_s
    assert ROUTE.cost.overtime_millicents == round(overtime_s * 900_000 / 3600)


def at_limit(rule):
    """Return how to set a limit to an exact value, and the value the plan just keeps."""
    trips, battery = BIKE.trips, BIKE.battery
    first, second = ROUTE.trips
    end_s = second.activities[-1].departure_s
    trip_s = max(
        second.activities[0].arrival_s - first.activities[0].start_s, end_s - second.activities[0].start_s
    )
    lowest_j = min(activity.charge_j for activity in ROUTE.activities)
    return {
        "route distance": (lambda v: {"limits": Limits(distance_m=v)}, 14_000, Rule.DISTANCE),
        "route duration": (lambda v: {"limits": Limits(duration_s=v)}, ROUTE.duration_s, Rule.DURATION),
        "route stops": (lambda v: {"limits": Limits(stops=v)}, 6, Rule.STOPS),
        "trip distance": (
            lambda v: {"trips": replace(trips, limits=Limits(distance_m=v))},
            8000,
            Rule.DISTANCE,
        ),
        "trip duration": (
            lambda v: {"trips": replace(trips, limits=Limits(duration_s=v))},
            trip_s,
            Rule.DURATION,
        ),
        "trip stops": (lambda v: {"trips": replace(trips, limits=Limits(stops=v))}, 3, Rule.STOPS),
        "trips": (lambda v: {"trips": replace(trips, max_trips=v)}, 2, Rule.TRIPS),
        "mass": (lambda v: {"capacity": (v, 10)}, 20_000, Rule.CAPACITY),
        "parcels": (lambda v: {"capacity": (50_000, v)}, 2, Rule.CAPACITY),
        "spare batteries": (lambda v: {"battery": replace(battery, at_hub=Swap(180, v))}, 1, Rule.BATTERY),
        "overtime": (lambda v: {"max_overtime_s": v}, end_s - BIKE.shift.end_s, Rule.SHIFT),
        "reserve": (lambda v: {"battery": replace(battery, reserve_j=-v)}, -lowest_j, Rule.BATTERY),
    }[rule]


LIMITS = ["route distance", "route duration", "route stops", "trip distance", "trip duration", "trip stops"]
LIMITS += ["trips", "mass", "parcels", "spare batteries", "overtime", "reserve"]


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_kept_exactly_and_broken_by_one(limit):
    changes, value, rule = at_limit(limit)
    assert check(with_vehicle(morning(), **changes(value)), PLAN) == ()
    broken = check(with_vehicle(morning(), **changes(value - 1)), PLAN)
    assert {violation.rule for violation in broken} == {rule}
    assert min(violation.amount for violation in broken) == 1
    assert all("Ana" in violation.words for violation in broken)


def test_a_window_is_kept_to_the_second_and_missed_by_one():
    starts_s = ROUTE.trips[0].activities[1].start_s
    kept = with_task(morning(), "a", windows=(TimeWindow(starts_s, starts_s),))
    missed = with_task(morning(), "a", windows=(TimeWindow(starts_s + 1, starts_s + 9),))
    assert check(kept, PLAN) == ()
    (violation,) = check(missed, PLAN)
    assert (violation.rule, violation.amount, violation.task_id) == (Rule.WINDOW, 1, "a")


def test_goods_are_loaded_once_they_are_there_and_not_a_second_before():
    (violation,) = check(with_task(morning(), "late", release_s=12 * HOUR + 1), PLAN)
    assert (violation.rule, violation.amount, violation.task_id) == (Rule.RELEASE, 1, "late")


def test_a_pickup_waits_for_its_release():
    starts_s = ROUTE.trips[0].activities[3].start_s
    assert check(with_task(morning(), "c", release_s=starts_s), PLAN) == ()
    assert rules(with_task(morning(), "c", release_s=starts_s + 1)) == {Rule.RELEASE}


def test_a_break_may_fall_away_only_outside_the_route():
    steps = (*STEPS[:4], *STEPS[5:])
    end_s = plan_of(morning(), steps).routes[0].end_s
    fits_after = Break(TimeWindow(11 * HOUR, end_s + 1800), 1800)
    one_short = Break(TimeWindow(11 * HOUR, end_s + 1799), 1800)
    for rest, expected in ((fits_after, set()), (one_short, {Rule.BREAK})):
        given = with_vehicle(morning(), breaks=(rest,))
        assert rules(given, plan_of(given, steps)) == expected


def test_a_break_outside_its_window_does_not_count():
    later = Break(TimeWindow(11 * HOUR + 1, 11 * HOUR + 3600), 1800)
    assert Rule.BREAK in rules(with_vehicle(morning(), breaks=(later,)))


def test_a_rest_goes_to_the_break_that_needs_it():
    # The rest of 30 min at the third stop suits both; only the second break is due.
    rest = next(one for one in ROUTE.activities if one.kind is ActivityKind.BREAK)
    due = Break(TimeWindow(rest.start_s, rest.departure_s), 1800)
    fits_before = Break(TimeWindow(6 * HOUR, rest.start_s + 900), 900)
    for breaks in ((fits_before, due), (due, fits_before)):
        assert rules(with_vehicle(morning(), breaks=breaks)) == set()
    assert Rule.BREAK in rules(with_vehicle(morning(), breaks=(due, due)))


def test_rests_are_shared_out_so_that_every_break_gets_one():
    # The long rest suits both breaks, the short one only the shorter break.
    both = Break(TimeWindow(11 * HOUR, 13 * HOUR), 1800), Break(TimeWindow(11 * HOUR, 12 * HOUR + 3500), 600)
    short = Step(ActivityKind.BREAK, 3, rest=1)
    given = with_vehicle(morning(), breaks=both)
    assert Rule.BREAK not in rules(given, plan_of(given, (*STEPS[:5], short, *STEPS[5:])))


def test_an_unreachable_leg_is_a_violation_and_never_a_straight_line():
    given = problem(dropoff("a", ISLAND), vehicles=(bike(breaks=()),))
    plan = plan_of(given, (STEPS[0], replace(STEPS[1], place=ISLAND), STEPS[-1]), left=())
    assert [violation.position for violation in check(given, plan)] == [1, 2]
    assert rules(given, plan) == {Rule.REACHABLE}


VEHICLE_CHANGES = {
    "id": ({"id": "other"}, Rule.VEHICLE),
    "profile": ({"profile": "slow"}, Rule.SCHEDULE),
    "capacity": ({"capacity": (19_999, 10)}, Rule.CAPACITY),
    "shift": ({"shift": TimeWindow(ROUTE.start_s + 1, 13 * HOUR)}, Rule.SHIFT),
    "start_place": ({"start_place": 1}, Rule.PLACE),
    "end_place": ({"end_place": 1}, Rule.PLACE),
    "trips": ({"trips": replace(BIKE.trips, loading_s=601)}, Rule.SCHEDULE),
    "breaks": ({"breaks": (Break(TimeWindow(11 * HOUR, 13 * HOUR), 1801),)}, Rule.BREAK),
    "battery": ({"battery": replace(BIKE.battery, start_j=99_999)}, Rule.SCHEDULE),
    "parking_s": ({"parking_s": 61}, Rule.SCHEDULE),
    "door_s": ({"door_s": 31}, Rule.SCHEDULE),
    "service_percent": ({"service_percent": 151}, Rule.SCHEDULE),
    "skills": ({"skills": frozenset()}, Rule.SKILL),
    "rates": ({"rates": replace(BIKE.rates, fixed_millicents=0)}, Rule.COST),
    "co2e_mg_per_kwh": ({"co2e_mg_per_kwh": 0}, Rule.COST),
    "max_overtime_s": ({"max_overtime_s": 0}, Rule.SHIFT),
    "limits": ({"limits": Limits(stops=5)}, Rule.STOPS),
    "start_load": ({"start_load": (1, 0)}, Rule.SCHEDULE),
    "work_rules": ({"work_rules": (WorkRule(name="law", longest_s=3600),)}, Rule.WORK_TIME),
    "is_under_way": ({"is_under_way": True, "shift": TimeWindow(6 * HOUR, 13 * HOUR)}, Rule.SHIFT),
}
WORDS_ONLY = {"kind", "name", "called"}
IN_OTHER_TESTS = {"last_in_first_out", "goods"}
"""Fields that matter in company only: tests/core/test_wishes.py."""


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Vehicle) if field.name not in WORDS_ONLY | IN_OTHER_TESTS]
)
def test_every_field_of_a_vehicle_matters_to_the_checker(name):
    changes, rule = VEHICLE_CHANGES[name]
    assert rule in rules(with_vehicle(morning(), **changes))


def test_kind_and_name_of_a_vehicle_are_its_words():
    given = with_vehicle(morning(), kind="walker", name="Bo", skills=frozenset())
    assert "walker Bo" in next(v.words for v in check(given, PLAN) if v.rule is Rule.SKILL)


CURVE = (CurvePoint(0, 0), CurvePoint(1000, 130_000))
FAST = (StationCurve("fast", Charge(CURVE)),)
NESTED = [
    (Battery, "capacity_j", {"battery": Battery(131_000, 100_000, 20_000, Swap(180, 1))}, Rule.SCHEDULE),
    (Battery, "start_j", {"battery": Battery(130_000, 90_000, 20_000, Swap(180, 1))}, Rule.SCHEDULE),
    (Battery, "reserve_j", {"battery": Battery(130_000, 100_000, 60_000, Swap(180, 1))}, Rule.BATTERY),
    (Battery, "at_hub", {"battery": Battery(130_000, 100_000, 20_000)}, Rule.BATTERY),
    (Swap, "duration_s", {"battery": Battery(130_000, 100_000, 20_000, Swap(181, 1))}, Rule.SCHEDULE),
    (Swap, "spares", {"battery": Battery(130_000, 100_000, 20_000, Swap(180, 0))}, Rule.BATTERY),
    (Battery, "at_stations", {"battery": Battery(130_000, 100_000, 20_000, at_stations=FAST)}, Rule.BATTERY),
    (Charge, "curve", {"battery": Battery(130_000, 100_000, 20_000, Charge(CURVE))}, Rule.BATTERY),
    (Charge, "only_full", {"battery": Battery(130_000, 100_000, 20_000, Charge(CURVE, True))}, Rule.BATTERY),
    (Break, "window", {"breaks": (Break(TimeWindow(11 * HOUR + 1, 13 * HOUR), 1800),)}, Rule.BREAK),
    (Break, "duration_s", {"breaks": (Break(TimeWindow(11 * HOUR, 13 * HOUR), 2000),)}, Rule.BREAK),
    (Break, "after_s", {"breaks": (Break(TimeWindow(11 * HOUR, 13 * HOUR), 2000, 600),)}, Rule.BREAK),
    (
        Break,
        "counts",
        {"breaks": (Break(TimeWindow(11 * HOUR, 13 * HOUR), 2000, 600, Counted.DRIVING),)},
        Rule.BREAK,
    ),
    (Trips, "reload_places", {"trips": replace(BIKE.trips, reload_places=(4,))}, Rule.PLACE),
    (Trips, "loading_s", {"trips": replace(BIKE.trips, loading_s=0)}, Rule.SCHEDULE),
    (Trips, "max_trips", {"trips": replace(BIKE.trips, max_trips=1)}, Rule.TRIPS),
    (Trips, "limits", {"trips": replace(BIKE.trips, limits=Limits(stops=2))}, Rule.STOPS),
    (Trips, "first_loading_s", {"trips": replace(BIKE.trips, first_loading_s=0)}, Rule.SCHEDULE),
    (Trips, "first_limits", {"trips": replace(BIKE.trips, first_limits=Limits(stops=1))}, Rule.STOPS),
    (Limits, "distance_m", {"limits": Limits(distance_m=1)}, Rule.DISTANCE),
    (Limits, "duration_s", {"limits": Limits(duration_s=1)}, Rule.DURATION),
    (Limits, "stops", {"limits": Limits(stops=1)}, Rule.STOPS),
]
NESTED += [
    (CostRates, field.name, {"rates": replace(BIKE.rates, **{field.name: 7_000})}, Rule.COST)
    for field in fields(CostRates)
]


@pytest.mark.parametrize(("kind", "name", "changes", "rule"), NESTED)
def test_every_field_inside_a_vehicle_matters_to_the_checker(kind, name, changes, rule):
    assert name in {field.name for field in fields(kind)}
    assert rule in rules(with_vehicle(morning(), **changes))


def test_no_field_inside_a_vehicle_was_forgotten():
    tried = {(kind, name) for kind, name, _, _ in NESTED}
    kinds = (Battery, Swap, Charge, Break, Trips, Limits, CostRates)
    # It matters with a tariff only: tests/core/test_power.py.
    tried.add((Battery, "stored_permille"))
    assert tried == {(kind, field.name) for kind in kinds for field in fields(kind)}


TASK_CHANGES = {
    "id": ("a", {"id": "z"}, Rule.ASSIGNMENT),
    "kind": ("c", {"kind": TaskKind.DROPOFF}, Rule.ASSIGNMENT),
    "place": ("b", {"place": 3}, Rule.PLACE),
    "demand": ("b", {"demand": (45_000, 1)}, Rule.CAPACITY),
    "hub": ("b", {"hub": 1}, Rule.HUB),
    "service_s": ("b", {"service_s": 10}, Rule.SCHEDULE),
    "windows": ("b", {"windows": (TimeWindow(0, 1),)}, Rule.WINDOW),
    "needs": ("b", {"needs": frozenset({"crane"})}, Rule.SKILL),
    "release_s": ("b", {"release_s": 13 * HOUR}, Rule.RELEASE),
    "prize_cents": ("unwanted", {"prize_cents": 6}, Rule.COST),
    "due": ("a", {"due": Due(8 * HOUR, 1)}, Rule.COST),
    "preferences": ("a", {"preferences": (Preference(frozenset({"other"}), 1),)}, Rule.COST),
    "only": ("a", {"only": frozenset({"other"})}, Rule.ONLY),
    "max_aboard_s": ("b", {"max_aboard_s": 1}, Rule.ABOARD),
}


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Task) if field.name not in {"pair"} | IN_OTHER_TESTS]
)
def test_every_field_of_a_task_matters_to_the_checker(name):
    task, changes, rule = TASK_CHANGES[name]
    given = replace(morning(), vehicles=(*morning().vehicles, bike(id="other")))
    assert rule in rules(with_task(given, task, **changes))


def test_returns_are_brought_to_their_own_hub():
    assert rules(with_task(morning(), "c", hub=1)) == {Rule.HUB}


@pytest.mark.parametrize(
    "order",
    [
        (0, 1, 2, 3, 4, 5, 6, 8, 7, 9, 10),  # handed over before it was picked up
        (0, 1, 2, 3, 7, 4, 5, 6, 8, 9, 10),  # picked up on one trip, handed over on the next
    ],
)
def test_a_pair_goes_by_one_trip_pickup_first(order):
    steps = tuple(STEPS[position] for position in order)
    assert Rule.PAIR in rules(morning(), plan_of(morning(), steps))


def test_half_a_pair_is_broken():
    steps = (*STEPS[:8], *STEPS[9:])
    plan = plan_of(morning(), steps, left=("unwanted", "p-down"))
    assert Rule.PAIR in rules(morning(), plan)


def changed_route(**changes):
    return replace(PLAN, routes=(replace(ROUTE, **changes),))


def changed_activity(position, **changes):
    """Return the plan with one activity of its first trip changed."""
    first, second = ROUTE.trips
    activities = list(first.activities)
    activities[position] = replace(activities[position], **changes)
    return changed_route(trips=(replace(first, activities=tuple(activities)), second))


LEFT = LeftOut("unwanted", LeftOutCode.PRIZE, "It is not worth it.")
LIES = {
    "an arrival earlier than the streets allow": (changed_activity(1, arrival_s=1), Rule.SCHEDULE),
    "a service before the arrival": (changed_activity(2, start_s=9 * HOUR), Rule.SCHEDULE),
    "a departure before the service is over": (changed_activity(1, departure_s=9 * HOUR + 1), Rule.SCHEDULE),
    "a load that is not there": (changed_activity(1, load=(0, 0)), Rule.SCHEDULE),
    "a charge that is not there": (changed_activity(1, charge_j=100_000), Rule.SCHEDULE),
    "a shorter leg": (changed_activity(1, leg_distance_m=999), Rule.SCHEDULE),
    "a cheaper leg": (changed_activity(1, leg_energy_j=0), Rule.SCHEDULE),
    "another place": (changed_activity(1, place=2), Rule.PLACE),
    "a place outside the map": (changed_activity(1, place=99), Rule.PLACE),
    "a task that does not exist": (changed_activity(1, task_id="ghost"), Rule.ASSIGNMENT),
    "a delivery of nothing": (changed_activity(1, task_id=None), Rule.ASSIGNMENT),
    "less distance": (changed_route(distance_m=1), Rule.SCHEDULE),
    "less time": (changed_route(duration_s=1), Rule.SCHEDULE),
    "less energy": (changed_route(energy_j=1), Rule.SCHEDULE),
    "a cheaper route": (changed_route(cost=Cost()), Rule.COST),
    "no trips": (changed_route(trips=()), Rule.PLACE),
    "an end in the middle": (changed_activity(2, kind=ActivityKind.END, task_id=None), Rule.PLACE),
    "two routes of one vehicle": (replace(PLAN, routes=(ROUTE, ROUTE)), Rule.VEHICLE),
    "an unknown vehicle": (changed_route(vehicle_id="ghost"), Rule.VEHICLE),
    "a cheaper plan": (replace(PLAN, cost=Cost()), Rule.COST),
    "a task forgotten": (replace(PLAN, left_out=()), Rule.ASSIGNMENT),
    "a task planned and left out": (
        replace(PLAN, left_out=(LEFT, replace(LEFT, task_id="a"))),
        Rule.ASSIGNMENT,
    ),
    "a task left out that does not exist": (
        replace(PLAN, left_out=(LEFT, replace(LEFT, task_id="x"))),
        Rule.ASSIGNMENT,
    ),
    "no reason": (replace(PLAN, left_out=(replace(LEFT, reason=" "),)), Rule.REASON),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_plan_that_says_something_untrue_is_caught(lie):
    plan, rule = LIES[lie]
    assert rule in rules(morning(), plan)


def test_a_swap_away_from_the_hub_is_caught():
    steps = (*STEPS[:4], replace(STEPS[6], place=3), *STEPS[4:6], *STEPS[7:])
    assert Rule.PLACE in rules(morning(), plan_of(morning(), steps))


def test_the_hub_itself_can_be_a_stop_without_parking():
    given = problem(dropoff("a", HUB), vehicles=(bike(breaks=()),))
    plan = plan_of(given, (STEPS[0], replace(STEPS[1], place=HUB), STEPS[-1]), left=())
    assert check(given, plan) == ()
    assert plan.routes[0].activities[1].start_s == plan.routes[0].activities[0].departure_s
