"""The edge: sign-in, permissions, idempotency keys and errors that say what to do."""

import uuid

from sqlalchemy import text
from starlette.testclient import TestClient

from tests.support.organisations import Organisation

PERSON = {"name": "Ana Rossi", "roles": ["dispatcher"]}


def test_without_sign_in_nothing_is_shown(client: TestClient) -> None:
    answer = client.get("/v1/people")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def test_a_role_without_the_permission_is_refused(client: TestClient, operator: Organisation) -> None:
    answer = client.post("/v1/people", json=PERSON, headers=operator.headers("dispatcher"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "people:write" in answer.json()["detail"]


def test_the_same_key_gives_the_same_answer_and_acts_once(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("operator_admin") | {"Idempotency-Key": "make-ana-once"}
    first = client.post("/v1/people", json=PERSON, headers=headers)
    again = client.post("/v1/people", json=PERSON, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    people = client.get("/v1/people", headers=operator.headers("operator_admin")).json()
    assert [person["name"] for person in people].count("Ana Rossi") == 1


def test_a_key_used_for_another_request_is_a_conflict(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("operator_admin") | {"Idempotency-Key": "one-key-two-people"}
    client.post("/v1/people", json=PERSON, headers=headers)
    answer = client.post("/v1/people", json={**PERSON, "name": "Ben"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_a_request_that_fails_keeps_no_answer(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("operator_admin") | {"Idempotency-Key": "wrong-then-right"}
    wrong = client.post("/v1/people", json={**PERSON, "roles": ["pilot"]}, headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_role")
    right = client.post("/v1/people", json=PERSON, headers=headers)
    assert right.status_code == 201


def test_malformed_json_says_where(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("operator_admin") | {"Content-Type": "application/json"}
    answer = client.post("/v1/people", content=b'{"name": "Ana",', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_body")
    assert "character 15" in answer.json()["detail"]


def test_an_unknown_field_is_named(client: TestClient, operator: Organisation) -> None:
    answer = client.post(
        "/v1/people", json={**PERSON, "rolez": []}, headers=operator.headers("operator_admin")
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/rolez"


def test_an_unknown_path_and_method_answer_in_the_same_form(client: TestClient) -> None:
    assert client.get("/v1/nothing").json()["code"] == "not_found"
    assert client.put("/v1/people").json()["code"] == "method_not_allowed"


def test_an_expired_session_says_so(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("dispatcher")
    with operator.session() as db:
        db.execute(text("update sessions set expires_at = '2020-01-01T00:00:00Z'"))
    answer = client.get("/v1/people", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


def test_a_cookie_alone_changes_nothing(client: TestClient, operator: Organisation) -> None:
    token = operator.sign_in_new("operator_admin")
    client.cookies.set("pannier_session", token)
    refused = client.post("/v1/people", json=PERSON)
    assert (refused.status_code, "X-Pannier" in refused.json()["detail"]) == (403, True)
    assert client.post("/v1/people", json=PERSON, headers={"X-Pannier": "1"}).status_code == 201


def test_sign_in_by_password_and_out_again(client: TestClient, operator: Organisation) -> None:
    email = f"{uuid.uuid4().hex}@example.org"
    body = {"name": "Ana", "email": email, "password": "correct horse battery", "roles": ["dispatcher"]}
    client.post("/v1/people", json=body, headers=operator.headers("operator_admin"))
    wrong = client.post("/v1/sessions", json={"email": email, "password": "wrong horse battery"})
    assert wrong.json()["code"] == "wrong_credentials"
    signed = client.post("/v1/sessions", json={"email": email.upper(), "password": "correct horse battery"})
    assert signed.status_code == 201
    headers = {"Authorization": f"Bearer {signed.json()['token']}"}
    me = client.get("/v1/me", headers=headers).json()
    assert me["person"]["email"] == email
    assert "orders:write" in me["permissions"]
    assert client.delete("/v1/sessions/current", headers=headers).status_code == 204
    assert client.get("/v1/me", headers=headers).json()["code"] == "token_expired"


def test_guessing_is_slowed_down(client: TestClient, operator: Organisation) -> None:
    body = {"email": "nobody@example.org", "password": "some long password"}
    codes = [client.post("/v1/sessions", json=body).status_code for _ in range(11)]
    assert codes[:10] == [401] * 10
    assert codes[10] == 429


def test_an_api_key_has_no_more_than_its_scopes(client: TestClient, operator: Organisation) -> None:
    admin = operator.headers("operator_admin")
    made = client.post("/v1/api-keys", json={"name": "shop", "scopes": ["people:read"]}, headers=admin).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert client.get("/v1/people", headers=headers).status_code == 200
    assert client.get("/v1/api-keys", headers=headers).json()["code"] == "not_allowed"
    client.delete(f"/v1/api-keys/{made['key']['id']}", headers=admin)
    assert client.get("/v1/people", headers=headers).json()["code"] == "token_expired"


def test_a_key_cannot_be_wider_than_its_maker(client: TestClient, operator: Organisation) -> None:
    answer = client.post(
        "/v1/api-keys", json={"name": "x", "scopes": ["drive"]}, headers=operator.headers("operator_admin")
    )
    assert answer.json()["code"] == "unknown_permission"


def test_an_upload_above_the_limit_is_refused_before_it_is_read(
    client: TestClient, operator: Organisation
) -> None:
    headers = operator.headers("operator_admin") | {"Content-Length": "999999999"}
    answer = client.post("/v1/people", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
