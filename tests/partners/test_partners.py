"""Merchants, partners and rate cards by HTTP."""

import uuid
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.core.geo import LonLat
from pannier.partners import contracts, merchants, rate_cards
from pannier.places.service import ZoneValues, create_zone
from tests.support.organisations import Organisation

CARD: dict[str, Any] = {
    "currency": "EUR",
    "zones": [{"code": "centre", "base_cents": 490}],
    "elsewhere_cents": 790,
    "weight_bands": [{"up_to_g": 5000, "add_cents": 0}, {"up_to_g": 30000, "add_cents": 200}],
    "window_bands": [{"up_to_min": 60, "add_cents": 150}],
}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[7.4, 43.7], [7.5, 43.7], [7.5, 43.8], [7.4, 43.8], [7.4, 43.7]]],
}


def call(
    client: TestClient, operator: Organisation, path: str, body: Any, role: str = "operator_admin"
) -> Any:
    return client.post(f"/v1{path}", json=body, headers=operator.headers(role))


def card_body(code: str = "standard", valid_from: str = "2026-01-01", **changes: Any) -> dict[str, Any]:
    return {"code": code, "valid_from": valid_from, "body": CARD | changes}


@pytest.fixture
def zone(operator: Organisation) -> None:
    with operator.session() as db:
        create_zone(db, ZoneValues(name="Centre", code="centre", kind="price", polygon=SQUARE))


def test_a_merchant_gets_organisation_contract_and_person(client: TestClient, operator: Organisation) -> None:
    email = f"lea-{uuid.uuid4().hex[:8]}@example.com"
    person = {"name": "Lea", "email": email, "password": "a very long password"}
    made = call(client, operator, "/merchants", {"name": "Books", "person": person})
    assert made.status_code == 201
    listed = client.get("/v1/merchants", headers=operator.headers()).json()
    assert [(m["name"], m["organisation_id"]) for m in listed] == [("Books", made.json()["organisation_id"])]
    signed = client.post("/v1/sessions", json={"email": email, "password": "a very long password"}).json()
    assert signed["me"]["organisation"]["kind"] == "merchant"
    assert signed["me"]["operator"]["id"] == str(operator.org_id)
    assert signed["me"]["organisation"]["currency"] == "EUR"


def test_a_merchant_cannot_have_a_card_that_does_not_exist(
    client: TestClient, operator: Organisation
) -> None:
    answer = call(client, operator, "/merchants", {"name": "Books", "rate_card": "gold"})
    assert (answer.status_code, answer.json()["code"]) == (404, "rate_card_not_found")
    assert client.get("/v1/merchants", headers=operator.headers()).json() == []


@pytest.mark.usefixtures("zone")
def test_a_new_version_never_changes_an_old_one(client: TestClient, operator: Organisation) -> None:
    first = call(client, operator, "/rate-cards", card_body()).json()
    second = call(
        client, operator, "/rate-cards", card_body(valid_from="2026-06-01", elsewhere_cents=990)
    ).json()
    assert (first["version"], second["version"]) == (1, 2)
    listed = client.get("/v1/rate-cards", headers=operator.headers()).json()
    assert listed == [first, second]
    with operator.session() as db:
        may, june = (rate_cards.card_on(db, "standard", date(2026, month, 1)) for month in (5, 6))
        assert may is not None
        assert june is not None
        assert (may.card.elsewhere_cents, june.card.elsewhere_cents) == (790, 990)
        assert rate_cards.card_on(db, "standard", date(2025, 12, 31)) is None


def test_two_versions_of_one_day_mean_the_newer_one(client: TestClient, operator: Organisation) -> None:
    for cents in (500, 600):
        call(client, operator, "/rate-cards", card_body(elsewhere_cents=cents))
    with operator.session() as db:
        found = rate_cards.card_of_merchant(db, None, date(2026, 3, 2))
    assert found is not None
    assert (found.version, found.card.elsewhere_cents) == (2, 600)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"weight_bands": []}, "/body"),
        ({"zones": [{"code": "centre", "base_cents": -1}]}, "/body/zones/0"),
        ({"colour": "red"}, "/body/colour"),
        ({"currency": "euro"}, "/body"),
    ],
)
def test_a_faulty_card_is_refused_with_its_place(
    client: TestClient, operator: Organisation, changes: dict[str, Any], pointer: str
) -> None:
    answer = call(client, operator, "/rate-cards", card_body(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, "rate_card_invalid")
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert client.get("/v1/rate-cards", headers=operator.headers()).json() == []


def test_an_owner_that_does_not_fit_is_refused(client: TestClient, operator: Organisation) -> None:
    answer = call(client, operator, "/rate-cards", card_body() | {"owner": "partner"})
    assert answer.json()["errors"][0]["pointer"] == "/owner"
    unknown = card_body() | {"owner": "partner", "partner_id": str(uuid.uuid4())}
    assert call(client, operator, "/rate-cards", unknown).json()["code"] == "partner_not_found"


@pytest.mark.usefixtures("zone")
def test_the_test_bench_explains_a_price_line_by_line(client: TestClient, operator: Organisation) -> None:
    card = call(client, operator, "/rate-cards", card_body()).json()
    body = {"lon": 7.42, "lat": 43.73, "weight_kg": 6, "window_min": 60}
    found = call(client, operator, f"/rate-cards/{card['id']}/price", body, role="dispatcher").json()
    assert (found["price_cents"], found["currency"], found["zone"]) == (490 + 200 + 150, "EUR", "centre")
    assert [(line["code"], line["amount_cents"]) for line in found["lines"]] == [
        ("zone", 490), ("weight", 200), ("window", 150),
    ]  # fmt: skip
    away = call(client, operator, f"/rate-cards/{card['id']}/price", {"lon": 7.3, "lat": 43.6}).json()
    assert (away["price_cents"], away["zone"]) == (790, None)


def test_no_price_is_an_error_in_words(client: TestClient, operator: Organisation) -> None:
    card = call(client, operator, "/rate-cards", card_body()).json()
    answer = call(client, operator, f"/rate-cards/{card['id']}/price", {"weight_kg": 40})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_price")
    assert "40 kg" in answer.json()["detail"]
    assert call(client, operator, f"/rate-cards/{uuid.uuid4()}/price", {}).status_code == 404


@pytest.mark.usefixtures("zone")
def test_a_partner_is_a_new_organisation_or_an_existing_one(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    terms = {"zones": ["centre"], "max_share": 0.4, "co2e_g_per_delivery": 60, "promise": "Same day"}
    new = call(client, operator, "/partners", {"name": "Velo", **terms})
    existing = call(client, operator, "/partners", {"organisation_id": str(stranger.org_id), **terms})
    assert (new.status_code, existing.status_code) == (201, 201)
    assert existing.json()["partner_org_id"] == str(stranger.org_id)
    again = call(client, operator, "/partners", {"organisation_id": str(stranger.org_id), **terms})
    assert (again.status_code, again.json()["code"]) == (409, "contract_exists")
    listed = client.get("/v1/partners", headers=operator.headers()).json()
    assert {(p["max_share"], p["co2e_g_per_delivery"], p["promise"]) for p in listed} == {
        (0.4, 60, "Same day")
    }
    assert len(listed) == 2
    assert client.get("/v1/partners", headers=stranger.headers("operator_admin")).json() == []


def test_a_partner_that_cannot_be_is_refused(client: TestClient, operator: Organisation) -> None:
    for org_id in (uuid.uuid4(), operator.org_id):
        body = {"organisation_id": str(org_id), "co2e_g_per_delivery": 1}
        assert call(client, operator, "/partners", body).json()["code"] == "partner_not_found"
    both = {"organisation_id": str(operator.org_id), "name": "x", "co2e_g_per_delivery": 1}
    assert call(client, operator, "/partners", both).status_code == 422
    zone = call(client, operator, "/partners", {"name": "x", "zones": ["moon"], "co2e_g_per_delivery": 1})
    assert (zone.json()["code"], zone.json()["errors"][0]["pointer"]) == ("zone_not_found", "/zones/0")
    share = call(client, operator, "/partners", {"name": "x", "max_share": 1.5, "co2e_g_per_delivery": 1})
    assert share.status_code == 422


@pytest.mark.usefixtures("zone")
def test_coverage_is_the_partners_zones(operator: Organisation) -> None:
    terms = contracts.Terms(zones=("centre",), max_share=1, co2e_g_per_delivery=1, promise="")
    nowhere = contracts.Terms(zones=(), max_share=1, co2e_g_per_delivery=1, promise="")
    with operator.session() as db:
        assert contracts.covers(db, terms, LonLat(7.42, 43.73))
        assert not contracts.covers(db, terms, LonLat(7.3, 43.6))
        assert not contracts.covers(db, nowhere, LonLat(7.42, 43.73))


def test_a_partners_card_is_its_contracts_or_its_own_newest(
    client: TestClient, operator: Organisation
) -> None:
    made = call(client, operator, "/partners", {"name": "Velo", "co2e_g_per_delivery": 60}).json()
    partner = uuid.UUID(made["partner_org_id"])
    on = date(2026, 3, 2)
    with operator.session() as db:
        assert rate_cards.card_of_partner(db, partner, on) is None
    body = card_body("velo") | {"owner": "partner", "partner_id": str(partner)}
    call(client, operator, "/rate-cards", body)
    with operator.session() as db:
        found = rate_cards.card_of_partner(db, partner, on)
        assert found is not None
        assert (found.code, found.partner_org_id) == ("velo", partner)
        # A partner's card is never what merchants pay.
        assert rate_cards.card_of_merchant(db, None, on) is None
    taken = call(client, operator, "/rate-cards", card_body("velo"))
    assert taken.json()["errors"][0]["pointer"] == "/code"


def test_a_merchant_pays_by_its_contracts_card(client: TestClient, operator: Organisation) -> None:
    for code, cents in (("standard", 500), ("gold", 400)):
        call(client, operator, "/rate-cards", card_body(code, elsewhere_cents=cents))
    gold = call(client, operator, "/merchants", {"name": "Gold", "rate_card": "gold"}).json()
    plain = call(client, operator, "/merchants", {"name": "Plain"}).json()
    with operator.session() as db:
        codes = [
            card.code
            for made in (gold, plain)
            if (card := rate_cards.card_of_merchant(db, uuid.UUID(made["organisation_id"]), date(2026, 3, 2)))
        ]
        assert codes == ["gold", "standard"]
        assert merchants.get_merchant(db, uuid.UUID(gold["organisation_id"])).rate_card == "gold"


@pytest.mark.parametrize("path", ["/merchants", "/partners", "/rate-cards"])
@pytest.mark.parametrize("role", ["dispatcher", "rider", "auditor", "hub_staff"])
def test_only_administrators_make_contracts(
    client: TestClient, operator: Organisation, path: str, role: str
) -> None:
    assert call(client, operator, path, {}, role=role).status_code == 403


def test_another_operators_cards_are_not_there(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    card = call(client, operator, "/rate-cards", card_body()).json()
    answer = call(client, stranger, f"/rate-cards/{card['id']}/price", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "rate_card_not_found")
    assert client.get("/v1/rate-cards", headers=stranger.headers()).json() == []
