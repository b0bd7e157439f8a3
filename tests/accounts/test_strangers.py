"""Another organisation sees and changes nothing of one's people and keys."""

import uuid

import pytest
from starlette.testclient import TestClient

from tests.support.accounts import bearer, make_account, problem, try_sign_in
from tests.support.organisations import Organisation, make_organisation

KEY = {"name": "shop", "scopes": ["orders:read", "people:read"]}


@pytest.fixture
def theirs(stranger: Organisation) -> dict[str, str]:
    return stranger.headers("operator_admin")


def test_lists_hold_ones_own_people_and_keys_only(
    client: TestClient, operator: Organisation, theirs: dict[str, str]
) -> None:
    account = make_account(operator, "dispatcher")
    made = client.post("/v1/api-keys", json=KEY, headers=operator.headers("operator_admin")).json()
    assert account.email not in client.get("/v1/people", headers=theirs).text
    assert client.get("/v1/api-keys", headers=theirs).json() == []
    seen = client.get("/v1/people", headers=bearer(made["secret"])).json()
    assert str(account.person_id) in {person["id"] for person in seen}
    assert len(seen) == 2


def test_a_strangers_key_is_like_one_that_is_not_there(
    client: TestClient, operator: Organisation, theirs: dict[str, str]
) -> None:
    made = client.post("/v1/api-keys", json=KEY, headers=operator.headers("operator_admin")).json()
    for key_id in (made["key"]["id"], uuid.uuid4()):
        answer = client.delete(f"/v1/api-keys/{key_id}", headers=theirs)
        assert problem(answer) == (404, "api_key_not_found", None)
    assert client.get("/v1/orders", headers=bearer(made["secret"])).status_code == 200


def test_a_strangers_person_is_like_one_that_is_not_there(
    client: TestClient, operator: Organisation, theirs: dict[str, str]
) -> None:
    account = make_account(operator, "dispatcher")
    for person_id in (account.person_id, uuid.uuid4()):
        answer = client.patch(f"/v1/people/{person_id}", json={"password": "x" * 12}, headers=theirs)
        assert problem(answer) == (404, "person_not_found", None)
    assert try_sign_in(client, account.email).status_code == 201


def test_a_strangers_administrator_does_not_count_as_ones_own(
    client: TestClient, operator: Organisation, theirs: dict[str, str]
) -> None:
    only = make_account(operator, "operator_admin")
    headers = bearer(try_sign_in(client, only.email).json()["token"])
    answer = client.patch(f"/v1/people/{only.person_id}", json={"active": False}, headers=headers)
    assert problem(answer)[1] == "last_administrator"


@pytest.mark.parametrize("change", ["{}", " {} ", "UPPER"])
def test_an_email_is_unique_over_all_organisations(
    client: TestClient, operator: Organisation, theirs: dict[str, str], change: str
) -> None:
    email = make_account(operator, "dispatcher").email
    spelt = email.upper() if change == "UPPER" else change.format(email)
    body = {"name": "Ben", "email": spelt, "roles": ["dispatcher"]}
    for headers in (theirs, operator.headers("operator_admin")):
        assert problem(client.post("/v1/people", json=body, headers=headers)) == (
            409,
            "email_taken",
            "/email",
        )


def test_many_people_have_no_email(client: TestClient, operator: Organisation) -> None:
    body = {"name": "Ben", "roles": ["rider"]}
    for _ in range(2):
        answer = client.post("/v1/people", json=body, headers=operator.headers("operator_admin"))
        assert (answer.status_code, answer.json()["email"]) == (201, None)


def test_a_merchant_works_with_the_operators_that_let_it_in(
    client: TestClient, operator: Organisation
) -> None:
    headers = make_organisation("merchant").headers("merchant")
    assert problem(client.get("/v1/orders", headers=headers)) == (403, "no_operator", None)
    named = headers | {"X-Pannier-Operator": str(operator.org_id)}
    assert problem(client.get("/v1/orders", headers=named)) == (403, "no_operator", None)


def test_an_operator_does_not_become_another_by_naming_it(
    client: TestClient, operator: Organisation, theirs: dict[str, str]
) -> None:
    named = theirs | {"X-Pannier-Operator": str(operator.org_id)}
    assert client.get("/v1/me", headers=named).json()["operator"]["id"] != str(operator.org_id)
