"""Why something stays behind: each sentence names what binds, and none says what is not so."""

from dataclasses import replace

import pytest

from pannier.core.plan import LeftOutCode
from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CurvePoint,
    Dimension,
    Limits,
    Station,
    StationCurve,
    Swap,
    Trips,
)
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, bike, dropoff, pair, pickup, problem

PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips(), "max_overtime_s": 0}
# 10 kJ a kilometre, 100 s for 40 kJ.
BATTERY = Battery(
    40_000,
    40_000,
    0,
    at_stations=(StationCurve("post", Charge((CurvePoint(0, 0), CurvePoint(100, 40_000)))),),
)


def plain(**changes):
    return bike(**(PLAIN | {"service_percent": 100, "parking_s": 0, "door_s": 0} | changes))


def reasons(*tasks, vehicles, stations=()):
    """Return code and sentence of each task left out."""
    given = replace(problem(*tasks, vehicles=vehicles), stations=stations)
    plan = solve(given, budget=Budget(iterations=50), seed=1)
    return {left.task_id: (left.code, left.reason) for left in plan.left_out}


def reason(*tasks, vehicles, stations=()):
    """Return code and sentence of the one task left out."""
    (found,) = reasons(*tasks, vehicles=vehicles, stations=stations).values()
    return found


def empty(name, place, **changes):
    return dropoff(name, place, demand=(0, 1), **changes)


def test_a_hub_only_reached_between_two_trips_needs_a_second_trip():
    elsewhere = {"start_place": 3, "end_place": 3, "trips": Trips((0,), max_trips=1)}
    assert reason(dropoff("a", 1), vehicles=(plain(**elsewhere),)) == (
        LeftOutCode.TRIPS,
        "E-cargo bike Ana comes to the hub where its goods are only between two trips, and may make only one.",
    )


def test_windows_outside_every_shift_are_named():
    evening = TimeWindow(20 * HOUR, 21 * HOUR)
    (_, words) = reason(dropoff("a", 1, windows=(evening,)), vehicles=(plain(),))
    assert words == "Its window 20:00-21:00 lies outside every shift."
    night = TimeWindow(0, HOUR)
    (_, words) = reason(dropoff("a", 1, windows=(night, evening)), vehicles=(plain(), plain(id="b")))
    assert words == "Its windows 00:00-01:00 and 20:00-21:00 lie outside every shift."


def test_a_window_in_the_shift_of_somebody_who_cannot_carry_it_is_told_of_the_other():
    late = plain(id="late", name="Ben", shift=TimeWindow(19 * HOUR, 22 * HOUR), capacity=(0, 0))
    (_, words) = reason(
        dropoff("a", 1, windows=(TimeWindow(20 * HOUR, 21 * HOUR),)), vehicles=(plain(), late)
    )
    assert words == (
        "Its window 20:00-21:00 lies outside the shift of e-cargo bike Ana, 08:00-12:30; "
        "no other vehicle could carry it."
    )


def test_goods_that_come_after_the_shift_are_told():
    (code, words) = reason(dropoff("a", 1, release_s=13 * HOUR), vehicles=(plain(),))
    assert (code, words) == (
        LeftOutCode.SHIFT,
        "Its goods are there at 13:00, after the end of the shift of e-cargo bike Ana.",
    )


def test_a_break_that_makes_the_window_late_is_blamed_and_not_the_window():
    # 8:00 to 8:06:40 there; with the break 8:00 to 8:30 it cannot be before 8:36.
    rest = Break(TimeWindow(8 * HOUR, 8 * HOUR + 1900), 1800)
    there = dropoff("a", 4, windows=(TimeWindow(8 * HOUR + 300, 8 * HOUR + 600),))
    assert reason(there, vehicles=(plain(breaks=(rest,)),)) == (
        LeftOutCode.BREAK,
        "Even alone it would leave e-cargo bike Ana no room for the break.",
    )


def test_a_break_on_a_full_day_is_blamed_and_not_the_window():
    rest = Break(TimeWindow(8 * HOUR, 8 * HOUR + 1900), 1800)
    shift = TimeWindow(8 * HOUR, 8 * HOUR + 2600)
    (code, words) = reason(
        dropoff("a", 1, service_s=0),
        dropoff("b", 4, service_s=0),
        dropoff("c", 1, service_s=300),
        vehicles=(plain(breaks=(rest,), shift=shift),),
    )
    assert (code, words) == (LeftOutCode.BREAK, "Would leave e-cargo bike Ana no room for the break.")


def test_one_of_a_thing_is_singular_and_never_named_twice():
    (_, words) = reason(dropoff("a", 1, demand=(0, 2)), vehicles=(plain(capacity=(50_000, 1)),))
    assert words == "Too large for every vehicle on shift: 2 parcels, the largest of them takes 1 parcel."
    two = dropoff("a", 1), dropoff("b", 2)
    (_, words) = reason(*two, vehicles=(plain(limits=Limits(stops=1)),))
    assert words == "Would give e-cargo bike Ana 1 stop too many."


def test_other_vehicles_are_told_of_where_there_are_some():
    two = dropoff("a", 1), dropoff("b", 2), dropoff("c", 3)
    vehicles = tuple(plain(id=name, name=name, limits=Limits(stops=1)) for name in ("Ana", "Ben"))
    (_, words) = reason(*two, vehicles=vehicles)
    assert words.endswith("1 stop too many; no other vehicle fits it better.")


def test_a_skill_that_somebody_has_is_not_told_as_missing():
    needs = frozenset({"cold", "lift"})
    vehicles = plain(skills=frozenset({"cold"})), plain(id="b", skills=frozenset({"lift"}))
    assert reason(dropoff("a", 1, needs=needs), vehicles=vehicles)[1] == (
        "No vehicle on duty offers all that it needs together (cold, lift)."
    )
    assert reason(dropoff("a", 1, needs=frozenset({"lift", "x"})), vehicles=vehicles)[1] == (
        "No vehicle on duty offers what it needs (x is missing)."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"capacity": (1_000, 10)},
            "Too large for every vehicle that could carry it otherwise: 10.0 kg mass, ",
        ),
        (
            {"start_place": 4, "end_place": 4},
            "No vehicle on duty that could carry it otherwise comes to the hub where its goods are.",
        ),
        ({"shift": TimeWindow(0, 60)}, "Even alone it would end the shift of e-cargo bike Lia"),
    ],
)
def test_who_has_the_skill_is_told_what_else_forbids_it(changes, words):
    able = plain(id="able", name="Lia", skills=frozenset({"lift"}), **changes)
    found = reason(dropoff("a", 1, needs=frozenset({"lift"})), vehicles=(plain(), able))
    assert found[1].startswith(words)


def test_a_pair_too_large_together_is_told_so():
    first, down = pair("p", 1, 3, demand=(10_000, 2))
    ups = (replace(first, demand=(5_000, 1)), replace(first, id="p-up-2", demand=(5_000, 1)))
    found = reasons(*ups, down, vehicles=(plain(capacity=(50_000, 1)),))
    assert {words for _, words in found.values()} == {
        "Too large for every vehicle on shift: 2 parcels, the largest of them takes 1 parcel."
    }


def test_a_limit_is_blamed_where_the_battery_could_be_charged_on_the_way():
    # 80 kJ there and back with 40 kJ aboard: 800 s to ride, 100 s for 40 kJ at the post by the stop, 120 s of service.
    post = (Station("post", 4, "post"),)
    far = empty("a", 4)
    assert (
        reasons(far, vehicles=(plain(battery=BATTERY, limits=Limits(duration_s=1030)),), stations=post) == {}
    )
    assert reason(far, vehicles=(plain(battery=BATTERY, limits=Limits(duration_s=905)),), stations=post) == (
        LeftOutCode.LIMIT,
        "Even alone it would take e-cargo bike Ana 2 min beyond its longest duration.",
    )
    assert reason(far, vehicles=(plain(battery=BATTERY),)) == (
        LeftOutCode.BATTERY,
        "Even alone it would bring e-cargo bike Ana below its battery reserve by 12 Wh.",
    )


def test_a_battery_is_blamed_where_no_charging_helps():
    small = replace(BATTERY, start_j=15_000)
    (code, words) = reason(
        empty("a", 4), vehicles=(plain(battery=small),), stations=(Station("post", 4, "post"),)
    )
    assert (code, words) == (
        LeftOutCode.BATTERY,
        "Even alone it needs more energy than e-cargo bike Ana can take along and charge on the way.",
    )


def test_a_shift_is_blamed_where_a_swap_before_the_first_task_would_do():
    trips = Trips((0,), max_trips=2)
    swapped = {"battery": Battery(80_000, 0, 0, Swap(300, 1)), "trips": trips}
    assert reasons(empty("a", 4), vehicles=(plain(**swapped),)) == {}
    short = {"shift": TimeWindow(0, 1200), **swapped}
    assert reason(empty("a", 4), vehicles=(plain(**short),)) == (
        LeftOutCode.SHIFT,
        "Even alone it would end the shift of e-cargo bike Ana 20 s late.",
    )


def test_a_full_day_of_a_vehicle_that_can_charge_says_that_no_way_to_charge_more_was_found():
    swaps = {"battery": Battery(40_000, 40_000, 0, Swap(300, 0)), "trips": Trips((0,), max_trips=2)}
    (code, words) = reason(empty("a", 2), empty("b", 1), vehicles=(plain(capacity=(50_000, 1), **swaps),))
    assert code is LeftOutCode.BATTERY
    assert words.endswith(" Wh, and no way was found to charge more.")


def test_a_dimension_named_otherwise_than_its_unit_is_named():
    given = problem(pickup("a", 1, demand=(0, 3)), vehicles=(plain(capacity=(50_000, 2)),))
    boxes = replace(given, dimensions=(given.dimensions[0], Dimension("cold", "boxes")))
    (left,) = solve(boxes, budget=Budget(iterations=0), seed=1).left_out
    assert left.reason == (
        "Too large for every vehicle on shift: 3 boxes cold, the largest of them takes 2 boxes."
    )
