"""Rivals get the engine's own whole numbers; what they cannot express or are not is said."""

import pytest

from benchmarks.routing.convention import Convention
from benchmarks.routing.conversion import problem_of
from benchmarks.routing.instance import BadFile
from benchmarks.routing.peers.calling import run_peer
from benchmarks.routing.peers.ordering import order_of
from benchmarks.routing.sets import convention_of
from tests.benchmarks.judging import tiny


def order(set_name):
    instance = tiny(set_name)
    return order_of(instance, problem_of(instance, convention_of(set_name, None)))


def test_a_mixed_fleet_goes_out_with_its_costs_per_whole_distance():
    first, second = order("hfvrp")["vehicles"]
    assert (first["capacity"], first["fixed"], first["unit"]) == (6, 100_000, 2)
    assert (second["capacity"], second["fixed"], second["unit"]) == (3, 50_000, 3)


def test_pairs_releases_and_limits_go_out():
    assert order("pdptw")["pairs"] == [[0, 1]]
    assert [task["release"] for task in order("mtvrptw")["tasks"]] == [0, 200]
    assert order("mtvrptw")["vehicles"][0]["reloads"]
    assert order("mdvrptw")["vehicles"][0]["longest"] == 15_000
    assert order("cvrp")["tasks"][0]["window"] is None


def test_a_battery_goes_out_in_the_files_numbers():
    electric = order("evrptw-pr")["electric"]
    assert electric["curves"][2] == [(0.0, 0.0), (20.0, 10.0)]
    assert electric["stations"] == [1, 2]


def test_a_rival_that_is_not_installed_is_named():
    instance, convention = tiny("cvrp"), Convention("round", 1, rounds_nearest=True)
    with pytest.raises(BadFile, match="nobody"):
        run_peer("nobody", instance, problem_of(instance, convention), convention, seconds=1, seed=1)
