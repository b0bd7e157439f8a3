"""Rules for people bind in a plan: lawful breaks, hours left, even work, and riders who know the area."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, RelaxationKind
from pannier.core.problem import Rule
from pannier.factors.work_time import rule_sets
from pannier.fleet.riders import change_rider
from pannier.fleet.rules import change_fleet_rules
from pannier.fleet.work_of_shift import WorkOfShift
from pannier.places.service import create_zone
from pannier.places.zones import ZoneValues
from pannier.planning.day import Day, OrderOfDay, People
from pannier.planning.make_plan import PlannedDay, plan_the_day
from pannier.planning.pool import solve_here
from pannier.planning.problems import NoShifts
from pannier.planning.queries import get_plan, routes_of_plan, sheets_of
from pannier.planning.show import show_plan, show_routes
from pannier.planning.solver import Effort
from pannier.planning.totals import totals_of, with_weights_apart
from tests.planning.test_limits_of_day import planned
from tests.support.fleet_days import at, day, east, order, shift, spec
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, make_hub_day

HOUR, MINUTE = 3600, 60


def lawful(code: str = "de", *, left_s: int | None = None, split: bool = False, **values: Any) -> WorkOfShift:
    rules = rule_sets()[code].work_rules(left_s=left_s, split=split)
    return WorkOfShift(rules=rules, left_s=left_s, **values)


def spread(hours: list[float], *, service_s: int = 600) -> list[OrderOfDay]:
    """Return orders whose windows lie along the day, so that a route lasts from the first to the last."""
    return [
        order(f"O{n}", east(400), window_start=at(hour), window_end=at(hour + 0.25), service_s=service_s)
        for n, hour in enumerate(hours)
    ]


def rests(of: Day) -> list[tuple[int, int]]:
    _, plan = planned(of)
    assert not plan.left_out, plan.left_out
    return [
        (step.start_s, step.departure_s - step.start_s)
        for route in plan.routes
        for step in route.activities
        if step.kind is ActivityKind.BREAK
    ]


def test_a_long_day_gets_its_break_within_six_hours_of_its_beginning() -> None:
    long = day(spread([8.5, 10, 12, 13, 15.5]), [shift(work=lawful())])
    ((begins_s, length_s),) = rests(long)
    assert length_s == 30 * MINUTE
    assert begins_s <= 14 * HOUR


def test_a_break_is_taken_where_the_rider_waits_anyway() -> None:
    waiting = spread([8.5, 9, 13, 15])
    without = planned(day(waiting, [shift()]))[1].routes[0]
    with_break = planned(day(waiting, [shift(work=lawful())]))[1].routes[0]
    # Nothing takes longer or ends later: the break fills the time between nine and one.
    assert with_break.duration_s == without.duration_s
    assert (with_break.start_s, with_break.end_s) == (without.start_s, without.end_s)
    (pause,) = (step for step in with_break.activities if step.kind is ActivityKind.BREAK)
    assert 9 * HOUR < pause.start_s < 13 * HOUR


def test_a_short_day_gets_none() -> None:
    assert rests(day(spread([9, 11, 13]), [shift(work=lawful())])) == []


def test_breaks_in_pieces_are_fifteen_and_fifteen_minutes() -> None:
    split = day(spread([8.5, 10, 12, 13, 15.5]), [shift(work=lawful(split=True))])
    assert [length_s for _, length_s in rests(split)] == [15 * MINUTE, 15 * MINUTE]


def test_driving_times_ask_for_no_break_of_a_van_that_hardly_drives() -> None:
    long = day(spread([8.5, 10, 12, 13, 15.5]), [shift(spec("e_van"), work=lawful("eu_driving"))])
    assert rests(long) == []


def test_hours_left_of_the_week_are_all_that_is_planned() -> None:
    four = spread([9, 11, 13, 15])
    assert len(planned(day(four, [shift(work=lawful(left_s=7 * HOUR))]))[1].planned_task_ids) == 4
    _, plan = planned(day(four, [shift(work=lawful(left_s=3 * HOUR))]))
    assert plan.routes[0].duration_s <= 3 * HOUR
    assert {left.code for left in plan.left_out} == {"limit"}


def test_nothing_is_planned_before_the_rest_is_over_or_at_night() -> None:
    rested = day(spread([8.5, 12]), [shift(work=lawful(opens=at(11)))])
    problem, plan = planned(rested)
    assert problem.vehicles[0].shift.start_s == 11 * HOUR
    assert [left.code for left in plan.left_out] == ["window"]
    evening = day([], [shift(hours=(14, 21.5), overtime_s=HOUR, work=lawful(closes=at(20)))])
    vehicle = planned(evening)[0].vehicles[0]
    assert (vehicle.shift.end_s, vehicle.max_overtime_s) == (20 * HOUR, 0)


def plan_of(of: Day) -> PlannedDay:
    return plan_the_day(of, GRID, solve_here, Effort(seed=1, iterations=100))


def test_a_shift_without_any_hours_left_says_why_nobody_drives() -> None:
    spent = shift(work=lawful(left_s=0, notes=("0 s of 48 h 00 min are left.",)))
    with pytest.raises(NoShifts, match=r"leaves nothing of the shifts.*each says why"):
        plan_of(day(spread([9]), [spent]))


def test_even_hours_share_what_one_rider_would_do_alone() -> None:
    two = [shift(spec("walker", name="One")), shift(spec("walker", name="Two"))]
    orders = [order(f"O{n}", east(600 * n), service_s=900) for n in range(1, 7)]
    cheap = replace(two[0].vehicle.kind, cost=replace(two[0].vehicle.kind.cost, fixed_cents=0))
    two = [replace(one, vehicle=replace(one.vehicle, kind=cheap)) for one in two]
    alone = plan_of(day(orders, two)).plan
    shared = plan_of(day(orders, two, people=People(squared_hour_cents=5_000))).plan
    assert len(alone.routes) == 1
    hours = sorted(route.duration_s / HOUR for route in shared.routes)
    assert len(hours) == 2
    assert hours[1] - hours[0] < 1
    assert shared.cost.balance_millicents > 0
    stops = plan_of(day(orders, two, people=People(squared_task_cents=5_000))).plan
    assert sorted(len(route.task_ids) for route in stops.routes) == [3, 3]


def test_what_even_work_counts_is_no_money_and_told_apart() -> None:
    two = [shift(spec("walker", name="One")), shift(spec("walker", name="Two"))]
    orders = [order(f"O{n}", east(600 * n), service_s=900) for n in range(1, 7)]
    made = plan_of(day(orders, two, people=People(squared_hour_cents=5_000)))
    cost = made.plan.cost
    totals = totals_of(made, currency="EUR")
    assert cost.money_millicents == cost.total_millicents - cost.balance_millicents
    assert totals["cost_cents"] == pytest.approx(cost.money_millicents / 1000, abs=2)
    assert totals["weights_cents"] == pytest.approx(cost.balance_millicents / 1000, abs=2)
    assert set(totals["weight_parts_cents"]) == {"balance"}
    assert "balance" not in totals["cost_parts_cents"]


def test_a_plan_of_before_tells_what_is_paid_apart_too() -> None:
    before = {"cost_cents": 1_000, "cost_parts_cents": {"hours": 700, "balance": 250, "co2e": 50}}
    assert with_weights_apart(before) == {
        "cost_cents": 700,
        "cost_parts_cents": {"hours": 700},
        "weights_cents": 300,
        "weight_parts_cents": {"balance": 250, "co2e": 50},
    }


def test_who_knows_the_area_goes_there_if_that_is_worth_it() -> None:
    one, two = shift(spec(name="One")), shift(spec(name="Two"))
    known = [order(f"O{n}", east(800), known_by=frozenset({two.rider_id})) for n in range(3)]
    plan = plan_of(day(known, [one, two], people=People(strange_stop_cents=500))).plan
    assert [route.vehicle_id for route in plan.routes] == [str(two.id)]
    assert plan.cost.preferences_millicents == 0
    # One who has no time does not go, and the plan tells the price.
    busy = replace(two, ends_at=two.starts_at + timedelta(minutes=5))
    planned_day = plan_of(day(known, [one, busy], people=People(strange_stop_cents=500)))
    assert planned_day.plan.cost.preferences_millicents == 3 * 500_000


def test_it_plays_no_part_where_the_operator_did_not_switch_it_on() -> None:
    one, two = shift(spec(name="One")), shift(spec(name="Two"))
    known = [order("A", east(800), known_by=frozenset({two.rider_id}))]
    problem, _ = planned(day(known, [one, two]))
    assert problem.tasks[0].preferences == ()


def test_the_checker_names_the_article_when_a_rule_is_broken() -> None:
    problem, plan = planned(day(spread([8.5, 10, 12, 13, 15.5]), [shift(work=lawful())]))
    tighter = tuple(replace(rule, stretch_s=2 * HOUR) for rule in problem.vehicles[0].work_rules)
    other = replace(problem, vehicles=(replace(problem.vehicles[0], work_rules=tighter),))
    found = [one for one in check(other, plan) if one.rule is Rule.WORK_TIME]
    assert "without the break that ArbZG § 4 asks for" in found[0].words


AROUND = {
    "type": "Polygon",
    "coordinates": [[[7.0, 43.0], [8.0, 43.0], [8.0, 44.0], [7.0, 44.0], [7.0, 43.0]]],
}


def test_a_stored_plan_tells_strange_stops_and_working_time(operator: Organisation) -> None:
    made = make_hub_day(operator, orders=6, crews=2)
    with operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de", "familiar_area_cents": 1})
        zone = create_zone(db, ZoneValues(name="All", code="all", kind="service", polygon=AROUND))
        # The one who knows the area has a vehicle too many to be worth a cent a stop: both may be used or one.
        change_rider(db, made.crews[1].rider.id, {"area_zone_ids": [zone.id]})
        change_rider(db, made.crews[0].rider.id, {"work_time_rules": "de_young"})
    plan_id = made.plan()
    with operator.session() as db:
        totals = show_plan(get_plan(db, plan_id)).totals
        routes = show_routes(db, sheets_of(db, routes_of_plan(db, plan_id)))
        strange = [entry for route in routes for stop in route.stops for entry in stop.orders if entry.unkept]
        assert totals["strange_stops"] == len(strange)
        assert {wish.why for entry in strange for wish in entry.unkept} <= {"knows the area"}
        on_first = [route for route in routes if route.shift_id == made.crews[0].shift.id]
        assert bool(strange) == bool(on_first)
        for entry in strange:
            assert entry.unkept[0].riders == [made.crews[1].rider.name]
        assert totals["work_time"] == []


def test_a_shift_that_is_over_is_nobody_to_wish_for():
    knowing, other = shift(spec(name="Ana"), (8, 12)), shift(spec(name="Ben"), (8, 18))
    wished = order("A", east(1500), known_by=frozenset({knowing.rider_id}))
    late = day([wished], [knowing, other], people=People(strange_stop_cents=100), now=at(13))
    assert plan_of(late).plan is not None


@pytest.mark.parametrize("rests", [False, True])
def test_no_longer_shift_is_proposed_that_would_cut_the_rest_between_shifts(rests: bool) -> None:
    work = WorkOfShift(closes=at(12) if rests else None)
    late = order("late", east(400), window_start=at(12.1), window_end=at(12.3))
    of = day([late], [shift(spec(), (8, 12), work=work)])
    made = plan_the_day(of, GRID, solve_here, Effort(iterations=20))
    (left,) = made.left_out
    told = {one.kind for one in left.relaxations or ()}
    assert (RelaxationKind.SHIFT_LATER in told) is not rests
    assert RelaxationKind.WINDOW_EARLIER in told
