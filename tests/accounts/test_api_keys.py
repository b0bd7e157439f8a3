"""API keys: shown once, kept as hashes, never stronger than who made them."""

import hashlib
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.accounts.models import ApiKey
from pannier.accounts.people import grant_merchant
from tests.support.accounts import bearer, let_pass, problem, stored
from tests.support.organisations import Organisation, make_organisation


def make_key(client: TestClient, headers: dict[str, str], *scopes: str, **more: Any) -> Any:
    return client.post("/v1/api-keys", json={"name": "shop", "scopes": scopes} | more, headers=headers)


@pytest.fixture
def admin(operator: Organisation) -> dict[str, str]:
    return operator.headers("operator_admin")


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(
    client: TestClient, operator: Organisation, admin: dict[str, str]
) -> None:
    made = make_key(client, admin, "orders:read").json()
    mark, prefix, secret = made["secret"].split(".")
    assert (mark, prefix) == ("pk", made["key"]["prefix"])
    assert secret not in client.get("/v1/api-keys", headers=admin).text
    with operator.session() as db:
        assert db.get_one(ApiKey, made["key"]["id"]).secret_hash == hashlib.sha256(secret.encode()).digest()
    assert secret not in stored(operator, "api_keys")


def test_a_repeat_that_gets_the_secret_again_leaves_it_nowhere_readable(
    client: TestClient, operator: Organisation, admin: dict[str, str]
) -> None:
    headers = admin | {"Idempotency-Key": "make-the-key-once"}
    first, again = (make_key(client, headers, "orders:read").json() for _ in range(2))
    assert first == again
    kept = stored(operator, "kept_answers")
    assert "sealed" in kept
    assert first["secret"].rpartition(".")[2] not in kept


def test_a_key_does_what_its_scopes_say_and_no_more(client: TestClient, admin: dict[str, str]) -> None:
    key = bearer(make_key(client, admin, "orders:read").json()["secret"])
    assert client.get("/v1/orders", headers=key).status_code == 200
    refused = client.get("/v1/people", headers=key)
    assert problem(refused) == (403, "not_allowed", None)
    assert "people:read" in refused.json()["detail"]
    me = client.get("/v1/me", headers=key).json()
    assert (me["person"], me["roles"], me["permissions"]) == (None, [], ["orders:read"])


def test_a_key_is_over_when_its_days_are(
    client: TestClient, operator: Organisation, admin: dict[str, str]
) -> None:
    key = bearer(make_key(client, admin, "orders:read", days=30).json()["secret"])
    let_pass(operator, days=29)
    assert client.get("/v1/orders", headers=key).status_code == 200
    let_pass(operator, days=1)
    assert problem(client.get("/v1/orders", headers=key)) == (401, "token_expired", None)


def test_a_revoked_key_stays_in_the_list_and_opens_nothing(client: TestClient, admin: dict[str, str]) -> None:
    made = make_key(client, admin, "orders:read").json()
    for _ in range(2):
        assert client.delete(f"/v1/api-keys/{made['key']['id']}", headers=admin).status_code == 204
    assert problem(client.get("/v1/orders", headers=bearer(made["secret"])))[1] == "token_expired"
    (listed,) = client.get("/v1/api-keys", headers=admin).json()
    assert listed["revoked_at"] is not None


def test_only_the_whole_key_opens(client: TestClient, admin: dict[str, str]) -> None:
    one, two = (make_key(client, admin, "orders:read").json()["secret"].split(".") for _ in range(2))
    wrong = [
        ["pk", one[1], two[2]],
        ["pk", "nobody", one[2]],
        ["pk", one[1], ""],
        ["pk", one[1]],
        ["pk", ""],
        ["PK", *one[1:]],
        [one[2]],
    ]
    for parts in wrong:
        answer = client.get("/v1/orders", headers=bearer(".".join(parts)))
        assert problem(answer) == (401, "not_signed_in", None), parts


def test_the_last_use_of_a_key_is_told(client: TestClient, admin: dict[str, str]) -> None:
    made = make_key(client, admin, "orders:read").json()
    assert made["key"]["last_used_at"] is None
    client.get("/v1/orders", headers=bearer(made["secret"]))
    assert client.get("/v1/api-keys", headers=admin).json()[0]["last_used_at"] is not None


def test_a_key_makes_no_wider_key(client: TestClient, admin: dict[str, str]) -> None:
    key = bearer(make_key(client, admin, "keys:write", "orders:read").json()["secret"])
    assert make_key(client, key, "orders:read").status_code == 201
    assert problem(make_key(client, key, "orders:read", "orders:write")) == (
        422,
        "unknown_permission",
        "/scopes",
    )


def test_a_key_makes_no_key_that_outlives_it(client: TestClient, admin: dict[str, str]) -> None:
    parent = make_key(client, admin, "keys:write", days=7).json()
    for days in (None, 30):
        child = make_key(client, bearer(parent["secret"]), "keys:write", days=days).json()
        assert child["key"]["expires_at"] == parent["key"]["expires_at"]
    shorter = make_key(client, bearer(parent["secret"]), "keys:write", days=1).json()
    assert shorter["key"]["expires_at"] < parent["key"]["expires_at"]


@pytest.mark.parametrize("role", ["dispatcher", "hub_staff", "rider", "auditor"])
def test_who_may_not_make_keys_makes_none(client: TestClient, operator: Organisation, role: str) -> None:
    assert problem(make_key(client, operator.headers(role), "places:read"))[:2] == (403, "not_allowed")


def test_a_merchant_makes_keys_for_its_own_work_only(client: TestClient, operator: Organisation) -> None:
    merchant = make_organisation("merchant")
    with operator.session() as db:
        grant_merchant(db, merchant.org_id)
    headers = merchant.headers("merchant")
    assert problem(make_key(client, headers, "people:write"))[1] == "unknown_permission"
    key = bearer(make_key(client, headers, "orders:read", "keys:write").json()["secret"])
    assert client.get("/v1/orders", headers=key).status_code == 200
    for path in ("people", "vehicles", "rate-cards", "merchants"):
        assert problem(client.get(f"/v1/{path}", headers=key)) == (403, "not_allowed", None), path
    assert client.get("/v1/api-keys", headers=operator.headers("operator_admin")).json() == []
