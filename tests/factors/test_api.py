from starlette.testclient import TestClient

from pannier.base.edge import Router
from pannier.factors.api import router
from tests.support.organisations import Organisation


def test_factors_of_a_day_in_monaco_name_their_sources_and_stand_ins(
    client: TestClient, operator: Organisation
) -> None:
    answer = client.get(
        "/v1/factors", params={"country": "MC", "date": "2026-03-02"}, headers=operator.headers("dispatcher")
    )
    assert answer.status_code == 200
    edition = answer.json()["edition"]
    assert edition["code"] == "2026-MC"
    assert edition["electricity"]["total_kg"] == "0.0472726"
    assert edition["electricity"]["sources"] == ["ember.FR", "pannier26.elec.td_share"]
    assert edition["notes"][0].startswith("Monaco's grid is supplied from France")
    licences = {each["code"]: each["licence"] for each in answer.json()["sets"]}
    assert licences["desnz-2026"] == "OGL-3.0"


def test_a_country_that_is_none_is_refused(client: TestClient, operator: Organisation) -> None:
    answer = client.get("/v1/factors", params={"country": "Monaco"}, headers=operator.headers("dispatcher"))
    assert answer.status_code == 422
    assert "country" in answer.text


def test_riders_have_no_business_with_factors(client: TestClient, operator: Organisation) -> None:
    answer = client.get("/v1/factors", params={"country": "FR"}, headers=operator.headers("rider"))
    assert answer.status_code == 403


def test_the_route_is_one_that_keeps_the_rules_of_the_edge() -> None:
    assert isinstance(router, Router)
