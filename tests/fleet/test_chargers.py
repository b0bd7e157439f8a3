"""Plugs, hours, reservations and prices of stations and hubs, and the grid by hour, over HTTP."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.core.problem import Plugs
from pannier.fleet.chargers import grid_hours_of_csv, set_grid_hours
from pannier.planning.build_day import carbon_of_day
from pannier.planning.chargers_in_use import Busy, charger_of_day
from pannier.planning.load_day import load_day
from pannier.planning.problem_of_day import hub_chargers_of
from tests.support.fleet_days import DAY
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation, make_organisation

STATIONS = "/v1/charging-stations"
QUAI = {"name": "Quai", "lon": 7.4225, "lat": 43.7355, "power_w": 22_000}
SAID: dict[str, Any] = {
    "plugs": 2,
    "hours": [{"from": "06:00", "until": "22:00"}],
    "reservations": [{"date": "2026-03-10", "from": "12:00", "until": "13:30"}],
    "tariff": [{"from": "07:00", "cents_per_kwh": 31.25}, {"from": "22:00", "cents_per_kwh": 14.5}],
}


@pytest.fixture
def hub_id(operator: Organisation) -> uuid.UUID:
    with operator.session() as db:
        return make_hub(db).id


def test_a_station_keeps_what_is_said_of_it_and_changes_it_as_a_whole(
    client: TestClient, operator: Organisation
) -> None:
    made = client.post(STATIONS, json=QUAI | {"charger": SAID}, headers=operator.headers()).json()
    assert made["charger"] == SAID
    path = f"{STATIONS}/{made['id']}"
    kept = client.patch(path, json={"active": False}, headers=operator.headers()).json()
    assert kept["charger"] == SAID
    changed = client.patch(path, json={"charger": {"plugs": 3}}, headers=operator.headers()).json()
    assert changed["charger"] == {"plugs": 3, "hours": [], "reservations": [], "tariff": []}


def test_the_next_plan_knows_a_hubs_charger(
    client: TestClient, operator: Organisation, hub_id: uuid.UUID
) -> None:
    path = f"/v1/hubs/{hub_id}/charger"
    nothing = {"plugs": None, "hours": [], "reservations": [], "tariff": []}
    assert client.get(path, headers=operator.headers()).json() == nothing
    answer = client.put(path, json=SAID, headers=operator.headers())
    assert (answer.status_code, answer.json()) == (200, SAID)
    with operator.session() as db:
        (charger,) = hub_chargers_of(load_day(db, hub_id=hub_id, service_date=DAY))
    assert isinstance(charger.plugs, Plugs)
    assert (charger.plugs.count, len(charger.plugs.taken)) == (2, 1)
    assert [one.kwh_millicents for one in charger.tariff[:3]] == [14_500, 31_250, 14_500]
    client.put(path, json={}, headers=operator.headers())
    with operator.session() as db:
        assert charger_of_day(db, hub_id, Busy()).said.plugs is None


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"hours": [{"from": "06:00", "until": "06:00"}]}, "/hours/0/until"),
        (
            {"reservations": [{"date": "2026-03-10", "from": "06:00", "until": "07:00"}]},
            "/plugs",
        ),
        (
            {"tariff": [{"from": "06:00", "cents_per_kwh": 1}, {"from": "06:00", "cents_per_kwh": 2}]},
            "/tariff/1/from",
        ),
    ],
)
def test_what_cannot_be_meant_names_its_field(
    client: TestClient, operator: Organisation, hub_id: uuid.UUID, said: dict[str, Any], pointer: str
) -> None:
    answers = (
        (client.put(f"/v1/hubs/{hub_id}/charger", json=said, headers=operator.headers()), pointer),
        (
            client.post(STATIONS, json=QUAI | {"charger": said}, headers=operator.headers()),
            f"/charger{pointer}",
        ),
    )
    for answer, where in answers:
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "invalid_charger")
        assert problem["errors"][0]["pointer"] == where


@pytest.mark.parametrize(
    "said", [{"plugs": -1}, {"hours": [{"from": "6", "until": "07:00"}]}, {"tariff": [{"from": "24:00"}]}]
)
def test_what_is_no_time_or_number_is_refused(
    client: TestClient, operator: Organisation, hub_id: uuid.UUID, said: dict[str, Any]
) -> None:
    answer = client.put(f"/v1/hubs/{hub_id}/charger", json=said, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_another_organisation_does_not_see_a_hubs_charger(
    client: TestClient, operator: Organisation, hub_id: uuid.UUID
) -> None:
    answer = client.get(f"/v1/hubs/{hub_id}/charger", headers=make_organisation("operator").headers())
    assert answer.status_code == 404


def test_the_grid_by_hour_counts_in_the_next_plan(client: TestClient, operator: Organisation) -> None:
    values = [float(200 + hour) for hour in range(24)]
    answer = client.put("/v1/grid-hours", json={"g_per_kwh": values}, headers=operator.headers())
    assert (answer.status_code, answer.json()["g_per_kwh"]) == (200, values)
    with operator.session() as db:
        assert carbon_of_day(db, DAY).grid_mg_by_hour[:2] == (200_000, 201_000)
    assert client.put("/v1/grid-hours", json={}, headers=operator.headers()).json()["g_per_kwh"] == []
    with operator.session() as db:
        assert carbon_of_day(db, DAY).grid_mg_by_hour == ()


def test_the_grid_by_hour_comes_as_lines_too(client: TestClient, operator: Organisation) -> None:
    text = "hour;g_per_kwh\n" + "\n".join(f"{hour:02}:00;{300 - hour}.5" for hour in reversed(range(24)))
    answer = client.put("/v1/grid-hours", json={"csv": text}, headers=operator.headers())
    assert answer.json()["g_per_kwh"] == [300.5 - hour for hour in range(24)]


FULL = [f"{hour},100" for hour in range(24)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (FULL[:-1], "no line for hour 23"),
        ([*FULL, "3,100"], "Line 25: hour 3 stands there twice"),
        ([*FULL[:5], "5,many"], "Line 6 is not an hour and grams"),
        ([*FULL[:5], "24,100"], "Line 6: hours go from 0 to 23"),
        ([*FULL[:5], "5,nan"], "Line 6: hours go from 0 to 23"),
    ],
)
def test_wrong_lines_say_which(lines: list[str], words: str) -> None:
    with pytest.raises(Exception, match=words):
        grid_hours_of_csv("\n".join(lines))


def test_a_day_has_24_hours(client: TestClient, operator: Organisation) -> None:
    answer = client.put("/v1/grid-hours", json={"g_per_kwh": [1.0, 2.0]}, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_grid_hours")
    with operator.session() as db:
        assert set_grid_hours(db, ()) == ()
