"""What kinds of vehicles cost an operator: set by kind, shown beside what is shipped, and in the log."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.factors.kinds import fleet_kinds, vehicle_kind
from pannier.fleet.kind_costs import OwnCosts, costs_on, set_kind_costs, today
from pannier.fleet.models import KindCosts
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation

PATH = "/v1/vehicle-costs"
OWN = {"fixed_cents": 2600, "per_hour_cents": 2550, "per_km_cents": 14.5, "per_kwh_cents": 31.25}
NOTHING = dict.fromkeys(OWN)
VAN = vehicle_kind("e_van").cost


def put(client: TestClient, operator: Organisation, body: dict[str, Any], kind: str = "e_van") -> Any:
    return client.put(f"{PATH}/{kind}", json=body, headers=operator.headers("operator_admin"))


def listed(client: TestClient, operator: Organisation) -> dict[str, Any]:
    rows = client.get(PATH, headers=operator.headers("dispatcher")).json()
    return {row["kind"]: row for row in rows}


def test_without_a_word_every_kind_costs_what_is_shipped_and_says_where_that_comes_from(
    client: TestClient, operator: Organisation
) -> None:
    rows = listed(client, operator)
    assert list(rows) == list(fleet_kinds())
    van = rows["e_van"]
    assert van["in_force"] == van["shipped"]
    assert van["shipped"]["fixed_cents"] == VAN.fixed_cents
    assert (van["own"], van["since"], van["currency"]) == (NOTHING, None, "EUR")
    assert "vehicle_kinds.toml" in van["shipped_source"]


def test_own_costs_count_for_their_kind_only_and_what_is_left_out_is_as_shipped(
    client: TestClient, operator: Organisation
) -> None:
    answer = put(client, operator, {"per_km_cents": 14.5, "currency": "EUR"})
    assert answer.status_code == 200, answer.text
    van = listed(client, operator)["e_van"]
    assert answer.json() == van
    assert van["own"] == NOTHING | {"per_km_cents": 14.5}
    assert van["in_force"] == van["shipped"] | {"per_km_cents": 14.5}
    assert van["since"] is not None
    others = [row for kind, row in listed(client, operator).items() if kind != "e_van"]
    assert all(row["own"] == NOTHING for row in others)
    kinds = client.get("/v1/vehicle-kinds", headers=operator.headers()).json()
    [shown] = [kind for kind in kinds if kind["code"] == "e_van"]
    assert (shown["per_km_cents"], shown["fixed_cents"]) == (14.5, VAN.fixed_cents)


def test_nothing_said_goes_back_to_what_is_shipped(client: TestClient, operator: Organisation) -> None:
    put(client, operator, OWN)
    back = put(client, operator, {}).json()
    assert (back["own"], back["since"]) == (NOTHING, None)
    assert back["in_force"] == back["shipped"]


def test_the_log_keeps_what_was_said(client: TestClient, operator: Organisation) -> None:
    put(client, operator, OWN | {"since": "2026-01-15"})
    put(client, operator, {"since": "2026-02-01"})
    first, second = operator.events("costs.changed")
    assert first == {
        "type": "costs.changed",
        "kind": "e_van",
        "since": "2026-01-15",
        "fixed_cents": 2600,
        "per_hour_cents": 2550,
        "per_km_millicents": 14_500,
        "per_kwh_millicents": 31_250,
    }
    assert (second["since"], second["fixed_cents"], second["per_km_millicents"]) == ("2026-02-01", None, None)


def test_costs_hold_from_their_day_on_and_replace_what_was_said_for_later_ones(
    operator: Organisation,
) -> None:
    first, later = date(2026, 2, 1), date(2026, 2, 20)
    with operator.session() as db:
        set_kind_costs(db, "e_van", OwnCosts(per_km_cents=20), since=first)
        set_kind_costs(db, "e_van", OwnCosts(per_km_cents=30), since=later)
        per_km = {on: costs_on(db, on)["e_van"].per_km_cents for on in (first, later - timedelta(1), later)}
        assert list(per_km.values()) == [20, 20, 30]
        assert costs_on(db, first - timedelta(1)) == {}
        set_kind_costs(db, "e_van", OwnCosts(per_km_cents=40), since=date(2026, 2, 10))
        assert [costs_on(db, on)["e_van"].per_km_cents for on in (first, later)] == [20, 40]


def test_today_is_the_day_where_the_organisation_is(operator: Organisation) -> None:
    """Half past midnight in Monaco is still the day before in UTC."""
    with clock.fixed(local(0.5)), operator.session() as db:
        assert today(db) == local(0.5).date()


@pytest.mark.parametrize(
    ("body", "code", "pointer", "words"),
    [
        ({"fixed_cents": -1}, "invalid", "/fixed_cents", "0 or more"),
        ({"fixed_cents": 1_000_001}, "invalid", "/fixed_cents", "1000000 or less"),
        ({"per_hour_cents": 100_001}, "invalid", "/per_hour_cents", "100000 or less"),
        ({"per_km_cents": 10_001}, "invalid", "/per_km_cents", "or less"),
        ({"per_kwh_cents": "a lot"}, "invalid", "/per_kwh_cents", "number"),
        ({"fixed_cents": 12.5}, "invalid", "/fixed_cents", "whole number"),
        ({"per_mile_cents": 12}, "invalid", "/per_mile_cents", ""),
        ({"currency": "CHF"}, "invalid_kind_costs", "/currency", "counts in EUR"),
        ({"since": "2999-01-01"}, "invalid_kind_costs", "/since", "has not come yet"),
    ],
)
def test_what_cannot_be_meant_names_its_field(
    client: TestClient, operator: Organisation, body: dict[str, Any], code: str, pointer: str, words: str
) -> None:
    answer = put(client, operator, body)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["errors"][0]["pointer"] == pointer
    assert words in problem["errors"][0]["detail"]
    assert listed(client, operator)["e_van"]["own"] == NOTHING


def test_a_kind_without_a_battery_has_no_price_of_power(client: TestClient, operator: Organisation) -> None:
    answer = put(client, operator, {"per_kwh_cents": 30}, "walker")
    assert (answer.status_code, answer.json()["code"]) == (422, "battery_mismatch")
    assert answer.json()["errors"][0]["pointer"] == "/per_kwh_cents"


@pytest.mark.parametrize("kind", ["rocket", "diesel_van"])
def test_a_kind_that_no_fleet_owns_is_named(client: TestClient, operator: Organisation, kind: str) -> None:
    answer = put(client, operator, OWN, kind)
    assert (answer.status_code, answer.json()["code"]) == (404, "vehicle_kind_not_found")
    assert kind in answer.json()["detail"]


@pytest.mark.parametrize("role", ["dispatcher", "hub_staff", "auditor", "rider"])
def test_only_who_may_set_prices_sets_costs(client: TestClient, operator: Organisation, role: str) -> None:
    answer = client.put(f"{PATH}/e_van", json=OWN, headers=operator.headers(role))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert client.put(f"{PATH}/e_van", json=OWN).status_code == 401


def test_another_organisation_has_its_own(client: TestClient, operator: Organisation) -> None:
    put(client, operator, OWN)
    other = make_organisation("operator")
    assert listed(client, other)["e_van"]["own"] == NOTHING
    put(client, other, {"fixed_cents": 1})
    assert listed(client, operator)["e_van"]["own"] == OWN


def test_costs_of_a_kind_that_is_gone_count_for_nothing(operator: Organisation) -> None:
    with operator.session() as db:
        db.add(KindCosts(id=uuid.uuid4(), kind="zeppelin", since=date(2026, 1, 1), fixed_cents=1))
        db.flush()
        assert costs_on(db, date(2026, 3, 10)) == {}
