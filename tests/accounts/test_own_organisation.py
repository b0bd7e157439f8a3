"""What an organisation decides for its own plans."""

from starlette.testclient import TestClient

from pannier.planning.build_day import carbon_of_day
from tests.support.fleet_days import DAY
from tests.support.organisations import Organisation

PATH = "/v1/organisation"


def test_carbon_costs_nothing_until_somebody_says_so(client: TestClient, operator: Organisation) -> None:
    assert client.get(PATH, headers=operator.headers("operator_admin")).json()["co2e_cents_per_kg"] == 0
    with operator.session() as db:
        assert carbon_of_day(db, DAY).cents_per_kg == 0


def test_the_next_plan_counts_carbon_by_the_grid_of_the_country(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    answer = client.patch(PATH, json={"co2e_cents_per_kg": 20}, headers=operator.headers("operator_admin"))
    assert (answer.status_code, answer.json()["co2e_cents_per_kg"]) == (200, 20)
    with operator.session() as db:
        carbon = carbon_of_day(db, DAY)
    assert carbon.cents_per_kg == 20
    # A kilowatt hour of a European grid emits between ten grams and a kilogram.
    assert 10_000 < carbon.grid_mg_per_kwh < 1_000_000
    assert client.get(PATH, headers=stranger.headers("operator_admin")).json()["co2e_cents_per_kg"] == 0


def test_only_who_may_write_prices_changes_it(client: TestClient, operator: Organisation) -> None:
    for role in ("dispatcher", "hub_staff"):
        answer = client.patch(PATH, json={"co2e_cents_per_kg": 9}, headers=operator.headers(role))
        assert answer.status_code == 403
    wrong = client.patch(PATH, json={"co2e_cents_per_kg": -1}, headers=operator.headers("operator_admin"))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/co2e_cents_per_kg")
