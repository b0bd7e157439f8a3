"""What happens at one place in a row is one stop."""

from typing import Any

import pytest

from pannier.core.plan import Activity, ActivityKind, Cost, Route, Trip
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.stops_of_route import stops_of_route
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import day, east, order, shift, spec


def step(kind: str, place: int, at_s: int, *, lasts_s: int = 0, **values: Any) -> Activity:
    usual: dict[str, Any] = {"load": (0, 0, 0), "charge_j": 1000}
    return Activity(
        kind=ActivityKind(kind), place=place, arrival_s=at_s, start_s=at_s, departure_s=at_s + lasts_s,
        **(usual | values),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lasts_s", "kinds"), [(0, ["start", "reload", "end"]), (60, ["start", "reload", "charge", "end"])]
)
def test_a_charge_of_no_time_is_no_stop(lasts_s: int, kinds: list[str]) -> None:
    of = day([order("A", east(500))], [shift(spec("e_van"))])
    places = places_of(of)
    streets = {kind.code: streets_around(of, GridNetwork(), places.points, kind) for kind in kinds_of(of)}
    problem = problem_of_day(of, places, streets).problem
    charge = step("charge", 0, 300, lasts_s=lasts_s, charge_j=2000)
    second = Trip((step("reload", 0, 100, lasts_s=200), charge, step("end", 0, 600)))
    route = Route(
        vehicle_id=problem.vehicles[0].id, trips=(Trip((step("start", 0, 0, lasts_s=100),)), second),
        distance_m=0, duration_s=600, energy_j=0, cost=Cost(),
    )  # fmt: skip
    stops = stops_of_route(problem, route, ["", "", "", ""])
    assert [stop.kind for stop in stops] == kinds
    assert stops[-2].charge_j == 2000
