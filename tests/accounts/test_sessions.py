"""Sessions: how long they last, and what ends them."""

import hashlib

from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.accounts.models import Person, SignIn
from tests.support.accounts import bearer, let_pass, make_account, problem, signed_in, stored, try_sign_in
from tests.support.organisations import Organisation


def test_only_the_hash_of_a_token_is_kept(client: TestClient, operator: Organisation) -> None:
    token = try_sign_in(client, make_account(operator, "dispatcher").email).json()["token"]
    with operator.session() as db:
        row = db.scalars(select(SignIn)).one()
        assert row.token_hash == hashlib.sha256(token.encode()).digest()
    assert token not in stored(operator, "sessions")


def test_two_sign_ins_have_two_tokens(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher")
    assert signed_in(client, account) != signed_in(client, account)


def test_a_session_lasts_a_fortnight(client: TestClient, operator: Organisation) -> None:
    headers = signed_in(client, make_account(operator, "dispatcher"))
    let_pass(operator, days=13, hours=23)
    assert client.get("/v1/me", headers=headers).status_code == 200
    let_pass(operator, hours=1)
    assert problem(client.get("/v1/me", headers=headers)) == (401, "token_expired", None)


def test_using_a_session_does_not_make_it_last_longer(client: TestClient, operator: Organisation) -> None:
    headers = signed_in(client, make_account(operator, "dispatcher"))
    for _ in range(13):
        let_pass(operator, days=1)
        assert client.get("/v1/me", headers=headers).status_code == 200
    let_pass(operator, days=1)
    assert client.get("/v1/me", headers=headers).status_code == 401


def test_signing_out_ends_this_session_only(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher")
    desk, tablet = signed_in(client, account), signed_in(client, account)
    assert client.delete("/v1/sessions/current", headers=desk).status_code == 204
    assert problem(client.get("/v1/me", headers=desk)) == (401, "token_expired", None)
    assert client.get("/v1/me", headers=tablet).status_code == 200


def test_signing_out_again_or_with_a_made_up_token_is_fine(
    client: TestClient, operator: Organisation
) -> None:
    headers = signed_in(client, make_account(operator, "dispatcher"))
    for each in (headers, headers, bearer("made-up"), {}):
        assert client.delete("/v1/sessions/current", headers=each).status_code == 204


def test_an_api_key_is_not_ended_by_signing_out(client: TestClient, operator: Organisation) -> None:
    body = {"name": "shop", "scopes": ["orders:read"]}
    made = client.post("/v1/api-keys", json=body, headers=operator.headers("operator_admin")).json()
    client.delete("/v1/sessions/current", headers=bearer(made["secret"]))
    assert client.get("/v1/me", headers=bearer(made["secret"])).status_code == 200


def test_a_closed_account_is_out_at_once_and_stays_out(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher")
    headers = signed_in(client, account)
    with operator.session() as db:
        db.get_one(Person, account.person_id).active = False
    assert problem(client.get("/v1/me", headers=headers)) == (401, "not_signed_in", None)
    answer = try_sign_in(client, account.email)
    assert problem(answer) == (401, "wrong_credentials", None)
    assert "closed" in answer.json()["detail"]


def test_only_who_knows_the_password_learns_that_an_account_is_closed(
    client: TestClient, operator: Organisation
) -> None:
    account = make_account(operator, "dispatcher")
    with operator.session() as db:
        db.get_one(Person, account.person_id).active = False
    wrong, unknown = (
        try_sign_in(client, email, "wrong horse") for email in (account.email, "no@example.org")
    )
    assert wrong.json() == unknown.json()


def test_a_lost_role_is_lost_in_the_middle_of_a_session(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher", "hub_staff")
    headers = signed_in(client, account)
    assert client.get("/v1/people", headers=headers).status_code == 200
    with operator.session() as db:
        db.get_one(Person, account.person_id).roles = ["hub_staff"]
    assert problem(client.get("/v1/people", headers=headers)) == (403, "not_allowed", None)
    assert client.get("/v1/me", headers=headers).json()["roles"] == ["hub_staff"]
