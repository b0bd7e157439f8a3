"""What would let a task in that stays behind: told with numbers that work, and with the least that do."""

from dataclasses import replace

import pytest

from pannier.core.plan import ActivityKind, RelaxationKind
from pannier.core.problem import Battery, Break, Limits, Swap, TaskKind, Trips, WorkRule
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import lawful
from pannier.engine import Budget, solve
from pannier.engine.lawful_ways import timed_by_law, with_lawful_breaks
from pannier.engine.levers import relaxed
from tests.core.line_city import HOUR, bike, dropoff, problem
from tests.engine.random_problems import random_problem
from tests.engine.relaxations import not_true

PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips(), "max_overtime_s": 0}


def plain(**changes):
    return bike(**(PLAIN | {"service_percent": 100, "parking_s": 0, "door_s": 0} | changes))


def told(*tasks, vehicles, **more):
    """Return the relaxations of the one task left out by kind, the problem, and the task."""
    given = replace(problem(*tasks, vehicles=vehicles), **more)
    plan = solve(given, budget=Budget(iterations=50), seed=1)
    (left,) = plan.left_out
    assert list(not_true(given, plan)) == []
    return {one.kind: one for one in left.relaxations}, given, left.task_id


def amount(relaxation):
    (one,) = relaxation.amounts
    return one.amount


def goes_in(given, task_id, relaxation):
    """Tell whether a whole new plan with the rule eased leaves nothing out."""
    return not solve(relaxed(given, task_id, relaxation), budget=Budget(iterations=100), seed=1).left_out


def test_a_window_that_ends_too_early_is_told_to_the_minute():
    # Riding starts at 8:00; four kilometres take 400 s.
    there = dropoff("a", 4, windows=(TimeWindow(7 * HOUR, 8 * HOUR + 100),))
    found, given, task_id = told(there, vehicles=(plain(),))
    window = found[RelaxationKind.WINDOW_LATER]
    assert amount(window) == 300
    assert window.words.startswith(
        "Fits with e-cargo bike Ana if its window may end 5 min later, until 08:06"
    )
    assert goes_in(given, task_id, window)
    assert amount(found[RelaxationKind.SHIFT_EARLIER]) == 300


def test_a_window_that_begins_too_late_may_begin_earlier():
    # It must be home at 8:30, 400 s and 120 s of service after the window of 8:28 begins.
    there = dropoff("a", 4, windows=(TimeWindow(8 * HOUR + 1680, 9 * HOUR),))
    shift = TimeWindow(8 * HOUR, 8 * HOUR + 1800)
    found, given, task_id = told(there, vehicles=(plain(shift=shift),))
    assert amount(found[RelaxationKind.WINDOW_EARLIER]) == 420
    assert amount(found[RelaxationKind.SHIFT_LATER]) == 420
    assert goes_in(given, task_id, found[RelaxationKind.WINDOW_EARLIER])


def test_goods_that_come_too_late_are_told():
    shift = TimeWindow(8 * HOUR, 9 * HOUR)
    found, given, task_id = told(dropoff("a", 1, release_s=8 * HOUR + 3400), vehicles=(plain(shift=shift),))
    # 100 s there, 120 s at the door, 100 s back: loaded at 8:54:40 at the latest.
    assert amount(found[RelaxationKind.RELEASE]) == 120
    assert goes_in(given, task_id, found[RelaxationKind.RELEASE])


def test_missing_room_is_told_by_dimension():
    found, given, task_id = told(dropoff("a", 1, demand=(60_000, 1)), vehicles=(plain(),))
    room = found[RelaxationKind.ROOM]
    assert [(one.name, one.amount, one.unit) for one in room.amounts] == [("mass", 10_000, "g")]
    assert "if it held 10.0 kg mass more" in room.words
    assert goes_in(given, task_id, room)


def test_a_missing_skill_is_named_with_who_would_need_it():
    found, given, task_id = told(
        dropoff("a", 1, needs=frozenset({"cold", "lift"})), vehicles=(plain(skills=frozenset({"cold"})),)
    )
    assert found[RelaxationKind.SKILL].names == ("lift",)
    assert goes_in(given, task_id, found[RelaxationKind.SKILL])


def test_a_swap_is_told_with_where_and_when():
    # 80 kJ there and back, and so much is there for one of the two.
    battery = Battery(110_000, 110_000, 0, Swap(180, 0))
    tasks = (
        dropoff("a", 4, demand=(10, 1)),
        dropoff("b", 4, demand=(10, 1), windows=(TimeWindow(9 * HOUR, 12 * HOUR),)),
    )
    vehicle = plain(battery=battery, trips=Trips((0,), max_trips=3), capacity=(10, 1))
    found, given, task_id = told(*tasks, vehicles=(vehicle,))
    swap = found[RelaxationKind.SWAP]
    assert swap.place == 0
    assert swap.at_s is not None
    assert "if one more battery is there to be swapped at 0" in swap.words
    assert goes_in(given, task_id, swap)


def test_more_charge_at_the_start_is_told_in_joules():
    battery = Battery(200_000, 50_000, 0)
    found, given, task_id = told(dropoff("a", 4, demand=(0, 1)), vehicles=(plain(battery=battery),))
    assert amount(found[RelaxationKind.CHARGE]) == 30_000
    assert goes_in(given, task_id, found[RelaxationKind.CHARGE])


def test_a_longer_break_window_is_found_by_halving():
    rest = Break(TimeWindow(8 * HOUR, 8 * HOUR + 1900), 1800)
    there = dropoff("a", 4, windows=(TimeWindow(8 * HOUR + 300, 8 * HOUR + 600),))
    found, given, task_id = told(there, vehicles=(plain(breaks=(rest,)),))
    # Taken when the stop is done, at 8:08:40, and not at 8:01:40 at the latest.
    assert amount(found[RelaxationKind.BREAK]) == 420
    assert goes_in(given, task_id, found[RelaxationKind.BREAK])


LAW = WorkRule(name="the law", stretch_s=3 * HOUR, ways=((1800,),))


def test_a_break_of_the_law_is_moved_no_farther_than_the_law_lets_it_be():
    # The break must begin between 9:30 and 11:00; at the second door 3 hours and 5 minutes go by without one.
    shift = TimeWindow(8 * HOUR, 13 * HOUR)
    early = dropoff("early", 1, windows=(TimeWindow(8 * HOUR + 1200, 8 * HOUR + 1200),), service_s=60)
    nine = (TimeWindow(9 * HOUR, 9 * HOUR),)
    long = dropoff("long", 2, windows=nine, service_s=11_100, prize_cents=1)
    found, _, task_id = told(early, long, vehicles=(plain(shift=shift, work_rules=(LAW,)),))
    assert task_id == "long"
    assert RelaxationKind.BREAK not in found
    # Three hours less a little: the break may come before it, sooner than the shift alone would have it.
    shorter = replace(long, service_s=9_900)
    allowed, given, _ = told(early, shorter, vehicles=(plain(shift=shift, work_rules=(LAW,)),))
    assert RelaxationKind.BREAK in allowed
    assert given.vehicles[0].work_rules == (LAW,)
    # It ends 100 s before nine, the way from door to door, so it begins 62 minutes sooner; a later one is not lawful.
    assert amount(allowed[RelaxationKind.BREAK]) == 62 * 60


def test_a_longer_shift_has_the_breaks_that_it_needs():
    short = lawful(plain(shift=TimeWindow(8 * HOUR, 11 * HOUR), work_rules=(LAW,)))
    assert short.breaks == ()
    day = problem(dropoff("a", 1), dropoff("b", 2), vehicles=(short,))
    longer = with_lawful_breaks(replace(short, max_overtime_s=HOUR))
    assert [rest.duration_s for rest in longer.breaks] == [1800]
    early, late = 8 * HOUR + 600, 11 * HOUR + 1200
    tasks = [
        replace(task, windows=(TimeWindow(at, at),))
        for task, at in zip(day.tasks, (early, late), strict=True)
    ]
    steps = [
        Step(ActivityKind.START, 0),
        Step(ActivityKind.DELIVERY, 1, task=0),
        Step(ActivityKind.DELIVERY, 2, task=1),
        Step(ActivityKind.END, 0),
    ]
    eased = replace(day, tasks=tuple(tasks), vehicles=(longer,))
    timed = timed_by_law(eased, longer, steps, 0)
    assert timed is not None
    assert [step.kind for step in timed.steps].count(ActivityKind.BREAK) == 1
    # Without them the same route is against the law, and nothing is told.
    bare = replace(longer, breaks=())
    assert timed_by_law(replace(eased, vehicles=(bare,)), bare, steps, 0) is None


def test_limits_trips_and_goods_aboard_are_told():
    found, given, task_id = told(dropoff("a", 4), vehicles=(plain(limits=Limits(distance_m=7_000)),))
    assert [(one.name, one.amount) for one in found[RelaxationKind.LIMIT].amounts] == [("distance_m", 1_000)]
    assert goes_in(given, task_id, found[RelaxationKind.LIMIT])
    hot = dropoff("a", 4, max_aboard_s=100)
    found, given, task_id = told(hot, vehicles=(plain(),))
    assert amount(found[RelaxationKind.ABOARD]) == 300
    assert goes_in(given, task_id, found[RelaxationKind.ABOARD])


def test_goods_that_exclude_each_other_are_named_and_not_the_room():
    both = dropoff("fish", 1, goods="fish"), dropoff("soap", 2, goods="soap", prize_cents=1)
    vehicle = plain(trips=Trips(max_trips=1))
    given = replace(problem(*both, vehicles=(vehicle,)), incompatible=(("fish", "soap"),))
    plan = solve(given, budget=Budget(iterations=50), seed=1)
    (left,) = plan.left_out
    assert left.code == "goods"
    (goods,) = [one for one in left.relaxations if one.kind is RelaxationKind.GOODS]
    assert goods.names == ("fish",)
    assert "share a trip with those of fish" in goods.words


def test_an_order_that_must_share_a_full_vehicle_fits_where_it_need_not():
    # Ana has room for one parcel and the only fridge; Ben, who stands idle, has none.
    tasks = dropoff("cold", 1, needs=frozenset({"cold"})), dropoff("beside", 2, prize_cents=9_000)
    ana = plain(capacity=(50_000, 1), skills=frozenset({"cold"}), trips=Trips(max_trips=1))
    ben = plain(id="ben", name="Ben", skills=frozenset())
    together = (frozenset({"cold", "beside"}),)
    found, given, task_id = told(*tasks, vehicles=(ana, ben), together=together)
    assert task_id == "beside"
    way = found[RelaxationKind.TOGETHER]
    assert (way.names, way.vehicle_id) == (("cold",), "ben")
    assert way.words.startswith(
        "Fits with e-cargo bike Ben if it need not share a vehicle with cold; that costs"
    )
    assert way.extra_s == 2 * 200 + 120
    assert relaxed(given, task_id, way).together == (frozenset({"cold"}),)
    assert goes_in(given, task_id, way)
    # With a box more Ana would take both: what keeps the order's company stays told beside it.
    assert amount(found[RelaxationKind.ROOM]) == 1


def test_an_order_that_must_not_share_the_only_vehicle_fits_where_it_may():
    tasks = dropoff("a", 1), dropoff("b", 2, prize_cents=9_000), dropoff("c", 3)
    apart = (frozenset({"a", "b"}),)
    found, given, task_id = told(*tasks, vehicles=(plain(),), apart=apart)
    assert task_id == "b"
    way = found[RelaxationKind.APART]
    assert way.names == ("a",)
    assert "if it may share a vehicle with a; that costs" in way.words
    assert way.extra_s == 120
    assert goes_in(given, task_id, way)


def test_an_order_joins_the_vehicle_with_fewest_that_it_must_not_go_with():
    # Both vehicles have one of its set; Ben has one of another set besides, and would be cheaper.
    tasks = (
        dropoff("a", 4, needs=frozenset({"cold"})),
        dropoff("b", 1, needs=frozenset({"lift"})),
        dropoff("c", 1, needs=frozenset({"lift"})),
        dropoff("d", 1, prize_cents=9_000),
    )
    ana, ben = plain(skills=frozenset({"cold"})), plain(id="ben", skills=frozenset({"lift"}))
    apart = (frozenset({"a", "b", "d"}), frozenset({"c", "d"}))
    found, given, task_id = told(*tasks, vehicles=(ana, ben), apart=apart)
    assert task_id == "d"
    assert found[RelaxationKind.APART].names == ("a",)
    eased = relaxed(given, task_id, found[RelaxationKind.APART])
    # The one named may go with it; the others keep apart from both as before.
    assert set(eased.apart) == {frozenset({"b", "d"}), frozenset({"a", "b"}), frozenset({"c", "d"})}
    assert goes_in(given, task_id, found[RelaxationKind.APART])


def test_a_pair_is_named_once_and_may_then_share_a_vehicle():
    pair = (
        dropoff("a-up", 1, kind=TaskKind.PICKUP, pair="a", hub=None),
        dropoff("a-down", 2, pair="a", hub=None),
    )
    apart = (frozenset({"a-up", "a-down", "b"}),)
    found, given, task_id = told(*pair, dropoff("b", 3, prize_cents=9_000), vehicles=(plain(),), apart=apart)
    assert task_id == "b"
    assert found[RelaxationKind.APART].names == ("a-up",)
    assert goes_in(given, task_id, found[RelaxationKind.APART])


def test_an_order_of_less_worth_would_have_to_go():
    tasks = dropoff("a", 1, prize_cents=5_000), dropoff("b", 1, prize_cents=4_000)
    found, _, task_id = told(*tasks, vehicles=(plain(capacity=(10_000, 1)),))
    assert task_id == "b"
    found, _, task_id = told(
        dropoff("a", 1, prize_cents=5_000),
        dropoff("b", 4, prize_cents=5_000),
        vehicles=(plain(capacity=(10_000, 1)),),
    )
    assert task_id == "b"
    assert found[RelaxationKind.INSTEAD].names == ("a",)


def test_what_is_left_for_its_price_is_told_as_it_is():
    found, _, _ = told(dropoff("a", 4, prize_cents=1), vehicles=(plain(),))
    assert set(found) == {RelaxationKind.PRIZE}
    assert found[RelaxationKind.PRIZE].extra_s == 2 * 400 + 120


def test_the_cheapest_comes_first_and_nothing_is_told_without_a_vehicle():
    there = dropoff("a", 4, windows=(TimeWindow(7 * HOUR, 8 * HOUR + 100),))
    given = problem(there, vehicles=(plain(),))
    (left,) = solve(given, budget=Budget(iterations=20), seed=1).left_out
    extras = [one.extra_millicents + one.amounts[0].amount // 60 * 10_000 for one in left.relaxations]
    assert extras == sorted(extras)
    (left,) = solve(replace(given, vehicles=()), budget=Budget(iterations=20), seed=1).left_out
    assert left.relaxations == ()


@pytest.mark.parametrize("seed", range(1, 301))
def test_every_relaxation_of_a_random_day_holds(seed):
    given = random_problem(seed)
    plan = solve(given, budget=Budget(iterations=30), seed=seed)
    assert list(not_true(given, plan)) == []
