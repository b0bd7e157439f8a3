"""The search goes by the hours of places, and says so where they leave something out."""

from dataclasses import replace

from pannier.core.plan import LeftOutCode
from pannier.core.problem import Access, CostRates, Limits, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.problem_json import read_problem, write_problem
from tests.core.line_city import HOUR, bike, dropoff, problem

FEW = Budget(iterations=80)
PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips()}
CHEAP, DEAR = CostRates.of_cents(per_km=10, per_hour=100), CostRates.of_cents(per_km=50, per_hour=100)


def van(name="van", **changes):
    return bike(**(PLAIN | {"id": name, "kind": "van", "name": "1", "rates": CHEAP} | changes))


def rider(**changes):
    return bike(**(PLAIN | {"id": "rider", "kind": "bike", "rates": DEAR} | changes))


def town(*windows, kinds=("van",), places=(2,)):
    return Access("the old town", places, kinds, windows)


def planned(*tasks, vehicles, access):
    return solve(replace(problem(*tasks, vehicles=vehicles), access=access), budget=FEW, seed=1)


def orders(plan):
    return {route.vehicle_id: route.task_ids for route in plan.routes}


def test_the_old_town_comes_first_where_it_closes_early():
    tasks = dropoff("near", 1, windows=(TimeWindow(8 * HOUR, 9 * HOUR),)), dropoff("town", 2)
    vehicles = (van(),)
    late = (town(TimeWindow(9 * HOUR, 10 * HOUR)),)
    assert orders(planned(*tasks, vehicles=vehicles, access=late)) == {"van": ("near", "town")}
    early = (town(TimeWindow(6 * HOUR, 8 * HOUR + 500)),)
    assert orders(planned(*tasks, vehicles=vehicles, access=early)) == {"van": ("town", "near")}


def test_a_bike_goes_where_vans_may_not():
    tasks = dropoff("near", 1), dropoff("town", 2)
    vehicles = van(), rider()
    assert set(orders(planned(*tasks, vehicles=vehicles, access=()))) == {"van"}
    assert orders(planned(*tasks, vehicles=vehicles, access=(town(),)))["rider"][-1] == "town"


def test_hours_of_two_spans_are_told_apart():
    spans = TimeWindow(6 * HOUR, 8 * HOUR), TimeWindow(9 * HOUR, 10 * HOUR)
    plan = planned(dropoff("town", 2), vehicles=(van(),), access=(town(*spans),))
    (route,) = plan.routes
    assert route.activities[1].start_s == 9 * HOUR + 60


def left(access, task=None, **changes):
    plan = planned(task or dropoff("town", 2), vehicles=(van(**changes),), access=access)
    (found,) = plan.left_out
    assert found.code is LeftOutCode.ACCESS
    return found.reason


def test_the_reason_names_the_area_its_hours_and_what_is_missing():
    assert left((town(),)) == "It lies in the old town, which no van may enter."
    until = (town(TimeWindow(6 * HOUR, 8 * HOUR + 400)),)
    assert left(until) == (
        "It lies in the old town, where a van may be 06:00-08:06 only; "
        "even alone van 1 comes 2 min too late to be gone by 08:06."
    )
    noon = dropoff("town", 2, windows=(TimeWindow(11 * HOUR, 12 * HOUR),))
    assert left((town(TimeWindow(6 * HOUR, 10 * HOUR)),), noon) == (
        "It lies in the old town, where a van may be 06:00-10:00 only; "
        "that leaves no time to park and serve it in its own hours, 11:00-12:00."
    )
    short = (town(TimeWindow(9 * HOUR, 9 * HOUR + 269)),)
    assert left(short).endswith("; that is too short to park and serve it.")


def test_on_a_full_day_the_reason_says_whose_hours():
    tasks = tuple(dropoff(f"t{n}", 2) for n in range(3))
    plan = planned(*tasks, vehicles=(van(),), access=(town(TimeWindow(0, 8 * HOUR + 700)),))
    codes = {entry.code for entry in plan.left_out}
    assert codes == {LeftOutCode.ACCESS}
    assert "too late for its hours there" in plan.left_out[0].reason


def test_problem_json_keeps_the_hours():
    given = replace(problem(dropoff("a", 1)), access=(town(TimeWindow(1, 2)), town(kinds=("a", "b"))))
    again = read_problem(write_problem(given))
    assert again.access == given.access
