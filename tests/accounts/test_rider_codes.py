"""A rider's phone signs in by QR: once, soon, and only as that rider."""

import hashlib
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.accounts.models import Person, SignInCode
from pannier.fleet.riders import RiderValues, create_rider
from tests.support.accounts import bearer, let_pass, make_account, problem, stored
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation


def make_rider(operator: Organisation, *more_roles: str) -> str:
    """Make a rider whose person has these roles as well; return the rider's id."""
    account = make_account(operator, "rider", *more_roles, password=None)
    with operator.session() as db:
        hub_id = make_hub(db).id
        rider = create_rider(db, RiderValues(hub_id=hub_id, name="Léo", person_id=account.person_id))
        return str(rider.id)


def ask(client: TestClient, operator: Organisation, rider: str, role: str = "dispatcher") -> Any:
    return client.post(f"/v1/riders/{rider}/sign-in-codes", headers=operator.headers(role))


def scan(client: TestClient, code: str) -> Any:
    answer = client.post("/v1/sessions/rider", json={"code": code})
    client.cookies.clear()
    return answer


@pytest.fixture
def rider(operator: Organisation) -> str:
    return make_rider(operator)


def test_a_code_signs_in_once_as_this_rider_of_this_organisation(
    client: TestClient, operator: Organisation, stranger: Organisation, rider: str
) -> None:
    make_rider(stranger)
    code = ask(client, operator, rider).json()["code"]
    me = scan(client, code).json()["me"]
    assert (me["organisation"]["id"], me["permissions"]) == (str(operator.org_id), ["drive", "places:read"])
    listed = client.get("/v1/riders", headers=operator.headers()).json()
    assert me["person"]["id"] == listed[0]["person_id"]
    assert problem(scan(client, code)) == (401, "token_expired", None)


def test_only_the_hash_of_a_code_is_kept(client: TestClient, operator: Organisation, rider: str) -> None:
    code = ask(client, operator, rider).json()["code"]
    assert hashlib.sha256(code.encode()).hexdigest() in stored(operator, "sign_in_codes")
    assert code not in stored(operator, "sign_in_codes")


def test_a_code_lasts_half_a_day(client: TestClient, operator: Organisation, rider: str) -> None:
    early, late = (ask(client, operator, each).json()["code"] for each in (rider, make_rider(operator)))
    let_pass(operator, hours=11, minutes=59)
    assert scan(client, early).status_code == 201
    let_pass(operator, minutes=1)
    assert problem(scan(client, late)) == (401, "token_expired", None)


def test_a_new_code_ends_the_one_before(client: TestClient, operator: Organisation, rider: str) -> None:
    lost, new = (ask(client, operator, rider).json()["code"] for _ in range(2))
    assert scan(client, lost).status_code == 401
    assert scan(client, new).status_code == 201


def test_a_made_up_code_is_like_an_old_one(client: TestClient) -> None:
    assert problem(scan(client, "made-up")) == (401, "token_expired", None)


@pytest.mark.parametrize("role", ["hub_staff", "rider", "auditor", "merchant", "partner"])
def test_only_who_writes_the_fleet_makes_codes(
    client: TestClient, operator: Organisation, rider: str, role: str
) -> None:
    assert problem(ask(client, operator, rider, role)) == (403, "not_allowed", None)


def test_who_is_no_rider_any_more_gets_no_code(
    client: TestClient, operator: Organisation, rider: str
) -> None:
    admin = operator.headers("operator_admin")
    person = client.get("/v1/riders", headers=admin).json()[0]["person_id"]
    code = ask(client, operator, rider).json()["code"]
    client.patch(f"/v1/people/{person}", json={"roles": ["hub_staff"]}, headers=admin)
    assert scan(client, code).status_code == 401
    assert problem(ask(client, operator, rider)) == (409, "no_rider_account", None)


def test_a_closed_account_gets_no_code_and_uses_none(
    client: TestClient, operator: Organisation, rider: str
) -> None:
    code = ask(client, operator, rider).json()["code"]
    with operator.session() as db:
        kept = db.query(SignInCode).one()
        db.get_one(Person, kept.person_id).active = False
    assert problem(scan(client, code)) == (401, "wrong_credentials", None)
    assert problem(ask(client, operator, rider)) == (409, "no_rider_account", None)


def test_a_dispatcher_does_not_become_administrator_by_an_administrators_code(
    client: TestClient, operator: Organisation
) -> None:
    owner = make_rider(operator, "operator_admin")
    assert problem(ask(client, operator, owner)) == (403, "role_too_wide", "/roles")
    code = ask(client, operator, owner, "operator_admin").json()["code"]
    assert "people:write" in scan(client, code).json()["me"]["permissions"]


def test_a_name_may_change_between_code_and_scan(
    client: TestClient, operator: Organisation, rider: str
) -> None:
    admin = operator.headers("operator_admin")
    person = client.get("/v1/riders", headers=admin).json()[0]["person_id"]
    code = ask(client, operator, rider).json()["code"]
    client.patch(f"/v1/people/{person}", json={"name": "Léo Roux"}, headers=admin)
    session = scan(client, code).json()
    assert client.get("/v1/me", headers=bearer(session["token"])).json()["person"]["name"] == "Léo Roux"
