"""A shift that starts and ends elsewhere than at the hub: stored, shown, kept by a release in the same order."""

from starlette.testclient import TestClient

from pannier.fleet.models import Shift
from pannier.fleet.roster import roster_entry
from pannier.planning.queries import sheet_of
from pannier.planning.retime import problem_of_route, retimed
from tests.support.fleet_days import east
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, HubDay, make_hub_day

HOME = east(900, 300)


def from_home(operator: Organisation) -> HubDay:
    """A day of one crew whose vehicle stands at home before and after."""
    day = make_hub_day(operator, orders=3, crews=1)
    with operator.session() as db:
        shift = db.get_one(Shift, day.crews[0].shift.id)
        shift.start_lon, shift.start_lat = HOME.lon, HOME.lat
        shift.end_lon, shift.end_lat = HOME.lon, HOME.lat
    return day


def test_the_dispatcher_sees_where_it_starts_and_ends(client: TestClient, operator: Organisation) -> None:
    day = from_home(operator)
    (route,) = day.routes(day.plan())
    shown = client.get(f"/v1/routes/{route.id}", headers=operator.headers("dispatcher")).json()
    first, *between, last = shown["stops"]
    for end in (first, last):
        assert (end["lon"], end["lat"], end["at_hub"]) == (HOME.lon, HOME.lat, False)
        assert end["label"] == "Where the vehicle stands"
    (reload,) = (stop for stop in between if stop["kind"] == "reload")
    assert (reload["at_hub"], reload["label"]) == (True, "Port")
    assert [len(stop["orders"]) for stop in between[between.index(reload) + 1 :]] == [1, 1, 1]


def test_the_stored_stops_are_timed_anew_from_there(operator: Organisation) -> None:
    day = from_home(operator)
    (route,) = day.routes(day.plan())
    with operator.session() as db:
        sheet = sheet_of(db, route.id)
        made = problem_of_route(db, sheet, roster_entry(db, route.shift_id), network=GRID)
        found, words = retimed(made, sheet)
    assert words == ()
    assert found is not None
    assert found.distance_m == route.distance_m
