"""The synthetic day is the same everywhere and has what a day of ours has."""

import pytest

from benchmarks.routing.city import city_problem
from benchmarks.routing.instance import BadFile
from pannier.core.problem import problem_sha256


def test_a_name_means_one_day():
    assert problem_sha256(city_problem("40-2")) == problem_sha256(city_problem("40-2"))
    assert problem_sha256(city_problem("40-2")) != problem_sha256(city_problem("40-3"))
    assert problem_sha256(city_problem("40")) == problem_sha256(city_problem("40-1"))


def test_a_day_has_a_mixed_fleet_batteries_and_one_way_streets():
    problem = city_problem("40")
    assert {vehicle.kind for vehicle in problem.vehicles} == {"e_van", "cargo_bike", "walker"}
    assert any(vehicle.battery and vehicle.battery.at_hub for vehicle in problem.vehicles)
    assert len(problem.dimensions) == 3
    van = problem.matrices[0].distance_m
    assert (van != van.T).any()


@pytest.mark.parametrize("name", ["", "many", "0", "300-x", "300000"])
def test_other_names_are_refused(name):
    with pytest.raises(BadFile, match="A city is named"):
        city_problem(name)
