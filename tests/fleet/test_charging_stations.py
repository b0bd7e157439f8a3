"""Charging stations on the way, over HTTP: told of, changed, taken out of use."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.planning.chargers_in_use import stations_of_day
from tests.support.organisations import Organisation

PATH = "/v1/charging-stations"
QUAI = {"name": "Quai", "lon": 7.4225, "lat": 43.7355, "power_w": 22_000, "kinds": ["e_van"]}


def made(client: TestClient, operator: Organisation, **values: Any) -> Any:
    answer = client.post(PATH, json=QUAI | values, headers=operator.headers())
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_next_plan_knows_a_station(client: TestClient, operator: Organisation) -> None:
    station = made(client, operator)
    assert client.get(PATH, headers=operator.headers()).json() == [station]
    nothing = {"plugs": None, "hours": [], "reservations": [], "tariff": []}
    assert station == {"id": station["id"], **QUAI, "active": True, "charger": nothing}
    with operator.session() as db:
        (known,) = stations_of_day(db)
    assert (str(known.id), known.name, known.power_w, known.kinds) == (
        station["id"],
        "Quai",
        22_000,
        ("e_van",),
    )
    assert [event["type"] for event in operator.events("station.created")] == ["station.created"]


def test_a_station_out_of_use_is_shown_but_not_planned_with(
    client: TestClient, operator: Organisation
) -> None:
    station = made(client, operator)
    answer = client.patch(f"{PATH}/{station['id']}", json={"active": False}, headers=operator.headers())
    assert (answer.status_code, answer.json()["active"], answer.json()["name"]) == (200, False, "Quai")
    with operator.session() as db:
        assert stations_of_day(db) == ()


def test_kinds_are_kept_once_each(client: TestClient, operator: Organisation) -> None:
    assert made(client, operator, kinds=["e_van_small", "e_van", "e_van"])["kinds"] == [
        "e_van",
        "e_van_small",
    ]


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"kinds": ["e_van", "rocket"]}, "unknown_vehicle_kind", "/kinds/1"),
        ({"kinds": ["walker"]}, "cannot_charge_on_the_way", "/kinds/0"),
        ({"power_w": 50}, "invalid", "/power_w"),
        ({"lat": 91}, "invalid", "/lat"),
        ({"connector": "CCS"}, "invalid", "/connector"),
    ],
)
def test_wrong_values_name_their_field(
    client: TestClient, operator: Organisation, body: dict[str, Any], code: str, pointer: str
) -> None:
    answer = client.post(PATH, json=QUAI | body, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (
        422,
        code,
        pointer,
    )
    assert client.get(PATH, headers=operator.headers()).json() == []


def test_two_stations_do_not_share_a_name(client: TestClient, operator: Organisation) -> None:
    made(client, operator)
    answer = client.post(PATH, json=QUAI, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "station_name_taken")


def test_a_station_of_another_organisation_is_as_if_it_were_not_there(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    station, theirs = made(client, operator), stranger.headers()
    answers = [
        client.patch(f"{PATH}/{station_id}", json={"active": False}, headers=theirs)
        for station_id in (station["id"], uuid.uuid4())
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "charging_station_not_found")
    ] * 2
    assert client.get(PATH, headers=theirs).json() == []
    with stranger.session() as db:
        assert stations_of_day(db) == ()
    assert made(client, stranger)["name"] == "Quai"


def test_who_may_not_write_the_fleet_may_look_only(client: TestClient, operator: Organisation) -> None:
    made(client, operator)
    staff = operator.headers("hub_staff")
    assert len(client.get(PATH, headers=staff).json()) == 1
    assert client.post(PATH, json=QUAI | {"name": "B"}, headers=staff).json()["code"] == "not_allowed"
