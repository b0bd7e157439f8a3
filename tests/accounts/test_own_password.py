"""One's own password: changed by who knows the present one, and then other devices are out."""

import hashlib
import json

import pytest
from starlette.testclient import TestClient

from pannier.accounts.people import grant_merchant
from pannier.accounts.tokens import DEMO_PASSWORD
from tests.support.accounts import PASSWORD, bearer, make_account, problem, signed_in, stored, try_sign_in
from tests.support.organisations import Organisation, make_organisation

NEW = "another long password"
CHANGE = {"current": PASSWORD, "new": NEW}


def test_after_a_change_the_new_password_opens_and_the_old_one_does_not(
    client: TestClient, operator: Organisation
) -> None:
    account = make_account(operator, "auditor")
    headers = signed_in(client, account)
    assert client.put("/v1/me/password", json=CHANGE, headers=headers).status_code == 204
    assert try_sign_in(client, account.email).status_code == 401
    assert try_sign_in(client, account.email, NEW).status_code == 201


def test_a_change_ends_all_other_sessions_of_this_person(client: TestClient, operator: Organisation) -> None:
    account, colleague = make_account(operator, "auditor"), make_account(operator, "auditor")
    here, lost, other = signed_in(client, account), signed_in(client, account), signed_in(client, colleague)
    client.put("/v1/me/password", json=CHANGE, headers=here)
    assert problem(client.get("/v1/me", headers=lost)) == (401, "token_expired", None)
    assert client.get("/v1/me", headers=here).status_code == 200
    assert client.get("/v1/me", headers=other).status_code == 200


def test_without_the_present_password_nothing_changes(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "auditor")
    headers = signed_in(client, account)
    answer = client.put("/v1/me/password", json=CHANGE | {"current": "wrong horse"}, headers=headers)
    assert problem(answer) == (422, "wrong_password", "/current")
    assert try_sign_in(client, account.email).status_code == 201


@pytest.mark.parametrize("new", ["too short", DEMO_PASSWORD, "x" * 201])
def test_a_new_password_is_as_good_as_a_first_one(
    client: TestClient, operator: Organisation, new: str
) -> None:
    account = make_account(operator, "auditor")
    headers = signed_in(client, account)
    answer = client.put("/v1/me/password", json={"current": PASSWORD, "new": new}, headers=headers)
    assert problem(answer) == (422, answer.json()["code"], "/new")
    assert new not in answer.text
    assert try_sign_in(client, account.email).status_code == 201


def test_who_signed_in_by_a_code_has_no_password_to_change(
    client: TestClient, operator: Organisation
) -> None:
    headers = bearer(operator.sign_in_new("rider"))
    for current in ("", PASSWORD):
        answer = client.put("/v1/me/password", json={"current": current, "new": NEW}, headers=headers)
        assert problem(answer) == (422, "wrong_password", "/current")


def test_an_api_key_changes_nobodys_password(client: TestClient, operator: Organisation) -> None:
    body = {"name": "shop", "scopes": ["people:write"]}
    made = client.post("/v1/api-keys", json=body, headers=operator.headers("operator_admin")).json()
    answer = client.put("/v1/me/password", json=CHANGE, headers=bearer(made["secret"]))
    assert problem(answer) == (403, "not_allowed", None)


def test_a_merchants_person_changes_the_password_while_working_with_an_operator(
    client: TestClient, operator: Organisation
) -> None:
    merchant = make_organisation("merchant")
    with operator.session() as db:
        grant_merchant(db, merchant.org_id)
    account = make_account(merchant, "merchant")
    headers = signed_in(client, account)
    assert client.put("/v1/me/password", json=CHANGE, headers=headers).status_code == 204
    assert try_sign_in(client, account.email, NEW).status_code == 201


def test_a_cookie_alone_does_not_change_a_password(client: TestClient, operator: Organisation) -> None:
    token = signed_in(client, make_account(operator, "auditor"))["Authorization"].split()[1]
    headers = {"Cookie": f"pannier_session={token}"}
    assert problem(client.put("/v1/me/password", json=CHANGE, headers=headers))[:2] == (403, "not_allowed")
    told = client.put("/v1/me/password", json=CHANGE, headers=headers | {"X-Pannier": "1"})
    assert told.status_code == 204


def test_an_idempotency_key_keeps_nothing_by_which_a_password_can_be_guessed(
    client: TestClient, operator: Organisation
) -> None:
    headers = signed_in(client, make_account(operator, "auditor"))
    body = json.dumps(CHANGE).encode()
    sent = headers | {"Idempotency-Key": "change-it-once", "Content-Type": "application/json"}
    for _ in range(2):
        assert client.put("/v1/me/password", content=body, headers=sent).status_code == 204
    fast = hashlib.sha256(b"\0".join([b"PUT", b"/v1/me/password", body])).hexdigest()
    kept = stored(operator, "kept_answers")
    assert "change-it-once" in kept
    assert fast not in kept
    assert fast[:32] not in kept
