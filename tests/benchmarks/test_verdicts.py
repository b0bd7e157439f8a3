"""Tours made by hand: both checkers agree, and both find what is planted."""

from dataclasses import replace

import pytest

from benchmarks.routing.conversion import problem_of
from benchmarks.routing.instance import Tour
from benchmarks.routing.plans import plan_of, tours_of
from benchmarks.routing.sets import convention_of
from benchmarks.routing.verify import judge
from tests.benchmarks.files import SOLOMON
from tests.benchmarks.judging import judged, tiny


def test_vrptw_distances_are_cut_to_tenths_leg_by_leg():
    # 0-3: 1.414 -> 1.4, 3-2: 2.236 -> 2.2, 2-0: 3; 0-1-0: 10.
    found = judged("vrptw", Tour(0, (3, 2)), Tour(1, (1,)))
    assert (found.vehicles, found.cost, found.violations, found.core) == (2, pytest.approx(16.6), (), ())
    assert found.core_millicents == 166


def test_vehicles_count_first_when_asked():
    two = judged("vrptw", Tour(0, (3, 2)), Tour(1, (1,)), objective="hier")
    assert two.violations == two.core == ()
    assert two.cost == pytest.approx(16.6503, abs=1e-4)
    # Twice a vehicle that costs more than driving to each node and back (2 * (5 + 3 + 1.4143)), plus the ways.
    assert two.core_millicents == 2 * (2 * (50_000 + 30_000 + 14_143) + 1) + 166_504


def test_cvrp_distances_are_rounded():
    found = judged("cvrp", Tour(0, (1,)), Tour(1, (2,)))
    assert (found.cost, found.violations, found.core) == (12, (), ())


def test_mixed_fleets_cost_by_vehicle():
    found = judged("hfvrp", Tour(0, (1,)), Tour(1, (2,)))
    assert found.violations == found.core == ()
    # (100 + 2 * 2.828 + 50 + 3 * 10) hundredths.
    assert found.cost == pytest.approx(1.85656)
    assert found.core_millicents == 185_656


def test_waiting_before_the_first_window_is_no_duration():
    # 5 + 2 + 5 = 12 units at most 15, though the window opens at 30.
    found = judged("mdvrptw", Tour(0, (2,)), Tour(1, (3,)))
    assert (found.cost, found.violations, found.core) == (12_000, (), ())


def test_a_second_trip_waits_for_its_goods():
    # Back at 4.8 from the first trip, loads at 20, reaches node 3 at 25.
    found = judged("mtvrptw", Tour(0, (1, 0, 2)))
    assert (found.cost, found.violations, found.core) == (128, (), ())


def test_pairs_go_together():
    found = judged("pdptw", Tour(0, (1, 2)))
    assert (found.cost, found.violations, found.core) == (12, (), ())


def test_partial_charging_takes_only_what_is_needed():
    # 8 to C1 and 2 to S1 leave nothing; 6 home are charged in 12, and C2 is on the way.
    found = judged("evrptw-pr", Tour(0, (3, 2, 4)), objective="dist")
    assert (found.cost, found.violations, found.core) == (pytest.approx(16), (), ())


def test_full_charging_fills_the_battery():
    assert judged("evrptw", Tour(0, (4, 2, 3))).violations == ()
    short = judged("evrptw", Tour(0, (3, 2, 4), (0.0, 6.0, 0.0)))
    assert short.violations[-1] == "route 1: leaves S1 before the battery is full."


def test_no_station_gives_more_than_the_battery_holds():
    over = judged("evrptw-pr", Tour(0, (3, 2, 4), (0.0, 11.0, 0.0)))
    assert over.violations == ("route 1: leaves S1 with 11, where the battery holds 10.",)


def test_a_plan_with_full_charges_is_right_in_the_files_numbers_too():
    # Ways are rounded up in the plan, so what the plan takes in would not quite fit.
    convention, instance = convention_of("evrptw", None), tiny("evrptw")
    uneven = replace(instance, nodes=tuple(replace(node, y=node.y + node.x / 7) for node in instance.nodes))
    problem = problem_of(uneven, convention)
    plan = plan_of(uneven, problem, [Tour(0, (4, 2, 3, 2))])
    back = tours_of(uneven, problem, plan)
    assert judge(uneven, back, convention.name).violations == ()


def test_a_bent_curve_charges_fast_first():
    # 60 km need 7,500 of 10,000 each way; 5,000 are missing at the station, from 2,500 to 7,500:
    # 3,500 at 20,000 an hour, 1,500 at 10,000 an hour, 0.325 h; driving 3 h. The service of 0.5 h is no cost.
    found = judged("evrp-nl", Tour(0, (1, 2)))
    assert found.violations == found.core == ()
    assert found.cost == pytest.approx(3.325)
    assert found.core_millicents == pytest.approx(382_500, abs=3)


@pytest.mark.parametrize(
    ("set_name", "tours", "words", "rule"),
    [
        ("vrptw", [Tour(0, (3, 2))], "customer 1 is served 0 times", None),
        ("vrptw", [Tour(0, (3, 2)), Tour(1, (1, 3))], "customer 3 is served 2 times", "planned 2 times"),
        ("vrptw", [Tour(0, (1, 3)), Tour(1, (2,))], "1 more than fits", "too much"),
        ("vrptw", [Tour(0, (1,)), Tour(0, (3, 2))], "has 2 routes", "2 routes at the same time"),
        ("hfvrp", [Tour(1, (1,)), Tour(0, (2,))], "3 more than fits", "too much"),
        ("mtvrptw", [Tour(0, (1, 2))], "6 more than fits", "too much"),
        ("mdvrptw", [Tour(0, (2, 3))], "at most 15 is allowed", "its limit is"),
        ("pdptw", [Tour(0, (2, 1))], "not picked up and then handed over", "not picked up"),
        ("evrptw-pr", [Tour(0, (3, 4))], "energy", "battery reserve"),
        ("evrp-nl", [Tour(0, (1,))], "energy", "battery reserve"),
    ],
)
def test_both_checkers_find_what_is_planted(set_name, tours, words, rule):
    found = judged(set_name, *tours)
    assert any(words in one for one in found.violations), found.violations
    assert rule is None or any(rule in one for one in found.core), found.core


def test_a_window_missed_is_found_by_both():
    text = SOLOMON.replace("20         30", " 0          2")
    found = judged("vrptw", Tour(0, (3, 2)), Tour(1, (1,)), text=text)
    # Node 2 is reached at 1.4 + 2 + 2.2, 3.6 too late.
    assert found.violations == ("route 1: begins 2 3.6 after its window's end.",)
    assert "outside its window" in found.core[0]


def test_a_tour_that_names_no_vehicle_or_no_node_is_told_not_driven():
    found = judge(tiny("vrptw"), [Tour(7, (1,)), Tour(1, (99,))], "dimacs")
    assert any("only 2 vehicles" in words for words in found.violations)
    assert any("node 99 does not exist" in words for words in found.violations)
