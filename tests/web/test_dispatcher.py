"""The console against the real server: the live day, orders, doubtful addresses, plan and release."""

import pytest

from tests.web.conftest import Doing, Seeing
from tests.web.world import DayAt, World

pytestmark = pytest.mark.web
MONTE_CARLO = (7.4278, 43.7402)


@pytest.fixture(scope="session")
def port(world: World) -> DayAt:
    """A released day of two riders and a dozen orders; these tests only look at it."""
    return world.released(name="Port", riders=2, orders=12)


def test_wrong_password_is_refused_with_a_sentence(when: Doing, then: Seeing) -> None:
    then.dispatcher.screen.allow("status of 401")
    when.dispatcher.mistypes_the_password()
    then.dispatcher.is_refused("password")


def test_live_day_shows_every_route_on_map_and_timeline(when: Doing, then: Seeing, port: DayAt) -> None:
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(port)
    then.dispatcher.sees_routes_on_the_map(*(route["id"] for route in port.routes))
    doors = [stop for route in port.routes for stop in route["stops"] if stop["orders"]]
    then.dispatcher.sees_stops_on_the_map(*(stop["id"] for stop in doors))
    for route in port.routes:
        then.dispatcher.sees_on_the_timeline(route["rider_name"], stops=_doors(route))
    then.dispatcher.sees(f"0 of {len(doors)} stops")


def test_riders_position_moves_their_sign_without_a_reload(
    when: Doing, then: Seeing, world: World, port: DayAt
) -> None:
    route = port.routes[0]
    rider = next(rider for rider in port.riders if rider.id == route["rider_id"])
    world.start(rider, route)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(port)
    world.stand(rider, 7.4208, 43.7331)
    then.dispatcher.sees_the_rider_at(rider.id, 7.4208, 43.7331)
    world.stand(rider, *MONTE_CARLO)
    then.dispatcher.sees_the_rider_at(rider.id, *MONTE_CARLO)


def test_orders_are_found_and_tell_their_life(when: Doing, then: Seeing, port: DayAt) -> None:
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(port)
    when.dispatcher.opens("Orders")
    then.dispatcher.sees_orders(*(order["reference"] for order in port.orders))
    when.dispatcher.searches("Port-12")
    then.dispatcher.sees_orders("Port-12")
    when.dispatcher.opens_the_order("Port-12")
    then.dispatcher.sees_in_the_order("Lena Vogt", "Rue Comte Félix Gastaldi", "Accepted", "Planned")


def _doors(route: dict) -> int:
    return sum(1 for stop in route["stops"] if stop["orders"])
