"""What tasks would rather have, and what goods forbid: each kept exactly, and broken by the least there is."""

from dataclasses import replace

import pytest

from pannier.core.check import check, objective
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    Battery,
    CostRates,
    Due,
    InvalidProblem,
    Limits,
    Preference,
    Rule,
    Swap,
    Trips,
)
from pannier.core.schedule import Step, timeline
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import HOUR, HUB, bike, dropoff, pair, pickup, plan_of, problem, with_task

START, RELOAD, END = (Step(kind, HUB) for kind in (ActivityKind.START, ActivityKind.RELOAD, ActivityKind.END))
MINUTE = 60


def rider(**changes):
    """Return a bike without breaks, battery or limits that leaves at eight and serves in 210 s, parked in 60 s."""
    usual = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips((HUB,), max_trips=3)}
    return bike(**(usual | changes))


def day(*tasks, **changes):
    return problem(*tasks, vehicles=(rider(**changes),))


def steps_of(given, *order):
    """Return the steps for tasks by name, with None for a reload."""
    found = [START]
    for name in order:
        task = None if name is None else given.tasks[given.task_index[name]]
        kinds = {"dropoff": ActivityKind.DELIVERY, "pickup": ActivityKind.PICKUP}
        found.append(
            RELOAD if task is None else Step(kinds[task.kind], task.place, given.task_index[task.id])
        )
    return (*found, END)


def broken(given, *order):
    return {violation.rule for violation in check(given, plan_of(given, steps_of(given, *order), left=()))}


def cost(given, *order):
    plan = plan_of(given, steps_of(given, *order), left=())
    assert objective(given, plan) == plan.cost
    return plan.cost


def begins(given, *order):
    timed = timeline(given, given.vehicles[0], steps_of(given, *order))
    return dict(zip(order, timed.clock.starts[1:], strict=False))


def test_beginning_late_costs_once_and_by_the_hour():
    given = day(dropoff("a", 1, due=Due(8 * HOUR, once_millicents=50_000, hour_millicents=3_600_000)))
    assert begins(given, "a") == {"a": 8 * HOUR + 160}
    assert broken(given, "a") == set()
    assert cost(given, "a").lateness_millicents == 50_000 + 160 * 1000


def test_beginning_when_it_is_due_costs_nothing():
    given = day(dropoff("a", 1, due=Due(8 * HOUR + 160, 50_000, 3_600_000)))
    assert cost(given, "a").lateness_millicents == 0


def test_a_start_is_not_put_off_beyond_what_is_due():
    later = dropoff("b", 1, windows=(TimeWindow(9 * HOUR, 10 * HOUR),))
    free = day(dropoff("a", 1), later)
    assert begins(free, "a", "b")["a"] > 8 * HOUR + 160
    due = with_task(free, "a", due=Due(8 * HOUR + 300, 50_000, 0))
    assert begins(due, "a", "b")["a"] == 8 * HOUR + 300
    late = with_task(free, "a", due=Due(8 * HOUR, 0, 3_600_000))
    assert begins(late, "a", "b")["a"] == 8 * HOUR + 160


def test_who_should_not_do_it_costs_what_each_wish_says():
    wishes = (
        Preference(frozenset({"other"}), 700, "knows the area"),
        Preference(frozenset({"bike"}), 900, "had it before"),
    )
    given = problem(dropoff("a", 1, preferences=wishes), vehicles=(rider(), rider(id="other")))
    assert cost(given, "a").preferences_millicents == 700
    assert broken(given, "a") == set()


def test_a_task_for_another_vehicle_only_is_refused():
    both = (rider(), rider(id="other"))
    given = problem(dropoff("a", 1, only=frozenset({"bike", "other"})), vehicles=both)
    assert broken(given, "a") == set()
    assert broken(with_task(given, "a", only=frozenset({"other"})), "a") == {Rule.ONLY}


def test_even_work_counts_by_squares():
    rates = CostRates(squared_hour_millicents=100_000, squared_task_millicents=700)
    given = day(dropoff("a", 1), dropoff("b", 1), rates=rates)
    # 100 s there, 60 s parking, twice 210 s at the door, 100 s back.
    assert cost(given, "a", "b").balance_millicents == round(100_000 * (680 / 3600) ** 2) + 4 * 700


def test_goods_from_the_hub_are_aboard_from_the_end_of_loading():
    given = day(dropoff("a", 2, max_aboard_s=260))
    assert broken(given, "a") == set()
    assert broken(with_task(given, "a", max_aboard_s=259), "a") == {Rule.ABOARD}


def test_goods_of_a_pair_are_aboard_from_the_end_of_their_pickup():
    up, down = pair("p", 1, 3)
    given = day(up, replace(down, max_aboard_s=260))
    assert broken(given, "p-up", "p-down") == set()
    assert broken(with_task(given, "p-down", max_aboard_s=259), "p-up", "p-down") == {Rule.ABOARD}


def test_what_may_not_be_aboard_for_long_is_loaded_later_where_there_is_time():
    window = (TimeWindow(9 * HOUR, 10 * HOUR),)
    given = day(dropoff("first", 1), dropoff("hot", 1, windows=window, max_aboard_s=160))
    # Without waiting at the hub the hot goods would be aboard for nearly an hour.
    timed = timeline(given, given.vehicles[0], steps_of(given, "first", None, "hot"))
    assert timed.is_feasible
    assert timed.clock.departures[2] == 9 * HOUR - 160
    assert broken(given, "first", None, "hot") == set()
    assert Rule.ABOARD in broken(given, "first", "hot")


def test_what_may_not_be_aboard_for_long_is_picked_up_later_where_there_is_time():
    up, down = pair("p", 1, 2)
    given = day(up, replace(down, windows=(TimeWindow(9 * HOUR, 10 * HOUR),), max_aboard_s=160))
    timed = timeline(given, given.vehicles[0], steps_of(given, "p-up", "p-down"))
    assert (timed.is_feasible, timed.clock.departures[1]) == (True, 9 * HOUR - 160)


def test_goods_that_must_not_go_together_go_by_two_trips():
    given = day(dropoff("fish", 1, goods="fish"), dropoff("cake", 2, goods="cake"))
    assert broken(given, "fish", "cake") == set()
    apart = replace(given, incompatible=(("cake", "fish"),))
    assert broken(apart, "fish", "cake") == {Rule.GOODS}
    assert broken(apart, "fish", None, "cake") == set()


def test_goods_that_go_with_nothing_like_them_go_alone():
    given = day(dropoff("a", 1, goods="piano"), dropoff("b", 2, goods="piano"))
    alone = replace(given, incompatible=(("piano", "piano"),))
    assert broken(alone, "a", "b") == {Rule.GOODS}
    assert broken(alone, "a", None, "b") == set()
    assert timeline(alone, alone.vehicles[0], steps_of(alone, "a", None, "b")).is_feasible
    assert not timeline(alone, alone.vehicles[0], steps_of(alone, "a", "b")).is_feasible


def test_a_pair_is_one_and_the_same_goods():
    up, down = pair("p", 1, 3, goods="piano")
    alone = replace(day(up, down, dropoff("a", 1, goods="piano")), incompatible=(("piano", "piano"),))
    assert broken(alone, "p-up", "p-down", None, "a") == set()
    assert timeline(alone, alone.vehicles[0], steps_of(alone, "p-up", "p-down", None, "a")).is_feasible
    assert broken(alone, "a", "p-up", "p-down") == {Rule.GOODS}


def test_a_swap_comes_behind_the_loading_with_the_goods_aboard():
    battery = Battery(130_000, 130_000, 20_000, Swap(180, 1))
    given = day(dropoff("a", 1), dropoff("hot", 1, max_aboard_s=340), battery=battery)
    swap = Step(ActivityKind.SWAP, HUB)
    steps = steps_of(given, "a", None, "hot")
    swapped = (*steps[:3], swap, *steps[3:])
    assert {v.rule for v in check(given, plan_of(given, swapped, left=()))} == set()
    fresher = with_task(given, "hot", max_aboard_s=339)
    assert {v.rule for v in check(fresher, plan_of(fresher, swapped, left=()))} == {Rule.ABOARD}


PAIRS = (*pair("p", 1, 3), *pair("q", 2, 4))


def test_what_was_taken_in_last_leaves_a_box_first():
    box = day(*PAIRS, dropoff("a", 4), last_in_first_out=True)
    assert broken(box, "p-up", "q-up", "q-down", "p-down", "a") == set()
    assert broken(box, "p-up", "q-up", "p-down", "q-down", "a") == {Rule.STACK}
    assert broken(box, "p-up", "a", "p-down", "q-up", "q-down") == {Rule.STACK}
    rack = day(*PAIRS, dropoff("a", 4))
    assert broken(rack, "p-up", "q-up", "p-down", "q-down", "a") == set()


def test_returns_for_the_hub_lie_on_everything_taken_in_before():
    box = day(dropoff("a", 1), pickup("back", 2), last_in_first_out=True)
    assert broken(box, "a", "back") == set()
    assert broken(box, "back", "a") == {Rule.STACK}


def test_a_bundle_leaves_a_box_as_a_whole():
    first, second = (dropoff(f"p-{n}", 3, pair="p", hub=None, demand=(5_000, 0)) for n in (1, 2))
    up = pickup("p-up", 1, pair="p", hub=None, demand=(10_000, 0))
    box = day(up, first, second, *pair("q", 2, 4), last_in_first_out=True)
    assert broken(box, "p-up", "q-up", "q-down", "p-1", "p-2") == set()
    assert broken(box, "q-up", "p-up", "p-1", "q-down", "p-2") == {Rule.STACK}


def test_what_is_aboard_from_before_leaves_with_the_first_trip():
    full = day(dropoff("a", 1), dropoff("b", 2), start_load=(30_000, 0))
    assert broken(full, "a", "b") == set()
    assert broken(day(dropoff("a", 1), dropoff("b", 2), start_load=(30_001, 0)), "a", "b") == {Rule.CAPACITY}
    assert broken(day(dropoff("a", 1), dropoff("b", 2), start_load=(40_000, 0)), "a", None, "b") == set()


def test_goods_aboard_belong_to_where_the_vehicle_is():
    """A round under way begins at place 2 with one parcel aboard; what lies at the hub needs a reload."""
    tasks = dropoff("aboard", 3, hub=2), dropoff("at-hub", 1)
    given = day(*tasks, start_place=2, trips=Trips((HUB,), 600, 2, first_loading_s=0))
    begin = Step(ActivityKind.START, 2)
    steps = (begin, *steps_of(given, "aboard", None, "at-hub")[1:])
    plan = plan_of(given, steps, left=())
    assert check(given, plan) == ()
    assert plan.routes[0].start_s == plan.routes[0].activities[0].departure_s == 8 * HOUR
    wrong = plan_of(given, (begin, *steps_of(given, "at-hub", None, "aboard")[1:]), left=())
    assert {violation.rule for violation in check(given, wrong)} == {Rule.HUB}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"only": frozenset({"nobody"})}, "tasks[a].only"),
        ({"preferences": (Preference(frozenset({"nobody"}), 1),)}, "tasks[a].preferences[0].vehicles"),
        ({"max_aboard_s": -1}, "tasks[a].max_aboard_s"),
        ({"goods": ""}, "tasks[a].goods"),
    ],
)
def test_a_wish_that_cannot_be_meant_names_its_field(changes, field):
    with pytest.raises(InvalidProblem) as refused:
        day(dropoff("a", 1, **changes))
    assert refused.value.field == field


def test_wishes_without_a_meaning_are_refused():
    for make, field in (
        (lambda: Due(-1), "by_s"),
        (lambda: Preference(frozenset(), 5), "vehicles"),
        (lambda: Preference(frozenset({"bike"}), 0), "millicents"),
        (lambda: pickup("back", 1, max_aboard_s=5), "tasks[back].max_aboard_s"),
        (lambda: day(start_load=(1,)), "vehicles[bike].start_load"),
        (lambda: day(start_load=(50_001, 0)), "vehicles[bike].start_load[0]"),
        (lambda: replace(day(), incompatible=(("fish", ""),)), "incompatible[0]"),
        (lambda: replace(day(), incompatible=tuple((f"g{n}", "x") for n in range(64))), "incompatible"),
    ):
        with pytest.raises(InvalidProblem) as refused:
            make()
        assert refused.value.field == field


def test_beginning_before_it_was_promised_costs_like_being_late():
    """Served at the first moment there is, ten seconds before its time, and within it."""
    free = day(dropoff("a", 1))
    at_s = begins(free, "a")["a"]
    for early_s in (0, 10):
        due = Due(at_s + HOUR, once_millicents=50_000, hour_millicents=3_600_000, from_s=at_s + early_s)
        found = cost(with_task(free, "a", due=due), "a").lateness_millicents
        assert found == (50_000 + 1000 * early_s if early_s else 0)


def test_a_promise_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidProblem, match="from_s"):
        Due(100, from_s=101)
