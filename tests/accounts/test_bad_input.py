"""What cannot be accepted is refused with a stable code and the place of the fault, and without what was typed."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.accounts.roles import all_permissions
from tests.support.accounts import PASSWORD, make_account, problem
from tests.support.organisations import Organisation

PERSON = {"name": "Ana", "email": "ana@example.org", "password": PASSWORD, "roles": ["dispatcher"]}
KEY = {"name": "shop", "scopes": ["orders:read"]}
SIGN_IN = {"email": "ana@example.org", "password": PASSWORD}


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"name": ""}, "invalid", "/name"),
        ({"name": "   "}, "invalid", "/name"),
        ({"name": "x" * 121}, "invalid", "/name"),
        ({"name": "A\0na"}, "invalid", "/name"),
        ({"email": "ana"}, "invalid", "/email"),
        ({"email": "ana@example.org, ben@example.org"}, "invalid", "/email"),
        ({"email": "ana@example.org\r\nBcc: ben@example.org"}, "invalid", "/email"),
        ({"password": 1234567890}, "invalid", "/password"),
        ({"roles": []}, "invalid", "/roles"),
        ({"roles": "dispatcher"}, "invalid", "/roles"),
        ({"roles": [None]}, "invalid", "/roles/0"),
        ({"roles": ["Dispatcher"]}, "unknown_role", "/roles"),
        ({"roles": ["dispatcher"] * 9}, "invalid", "/roles"),
        ({"active": True}, "invalid", "/active"),
    ],
)
def test_a_person_is_refused(
    client: TestClient, operator: Organisation, changes: dict[str, Any], code: str, pointer: str
) -> None:
    headers = operator.headers("operator_admin")
    answer = client.post("/v1/people", json=PERSON | changes, headers=headers)
    assert problem(answer) == (422, code, pointer)
    assert PASSWORD not in answer.text
    assert len(client.get("/v1/people", headers=headers).json()) == 1


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({}, "", None),
        ({"name": None}, "invalid", "/name"),
        ({"name": ""}, "invalid", "/name"),
        ({"password": None}, "invalid", "/password"),
        ({"password": "short"}, "invalid", "/password"),
        ({"roles": []}, "invalid", "/roles"),
        ({"roles": ["pilot"]}, "unknown_role", "/roles"),
        ({"active": "perhaps"}, "invalid", "/active"),
        ({"id": "1"}, "invalid", "/id"),
    ],
)
def test_a_change_of_a_person_is_refused(
    client: TestClient, operator: Organisation, changes: dict[str, Any], code: str, pointer: str | None
) -> None:
    account = make_account(operator, "dispatcher")
    path, headers = f"/v1/people/{account.person_id}", operator.headers("operator_admin")
    answer = client.patch(path, json=changes, headers=headers)
    if code:
        assert problem(answer) == (422, code, pointer)
    listed = {person["id"]: person for person in client.get("/v1/people", headers=headers).json()}
    assert listed[str(account.person_id)]["roles"] == ["dispatcher"]
    assert listed[str(account.person_id)]["name"] == "Ana Rossi"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"scopes": []}, "invalid", "/scopes"),
        ({"scopes": ["orders:fly"]}, "unknown_permission", "/scopes"),
        ({"scopes": sorted(all_permissions())}, "unknown_permission", "/scopes"),
        ({"scopes": ["*"]}, "unknown_permission", "/scopes"),
        ({"days": 0}, "invalid", "/days"),
        ({"days": 3651}, "invalid", "/days"),
        ({"days": 1.5}, "invalid", "/days"),
        ({"name": ""}, "invalid", "/name"),
        ({"expires_at": None}, "invalid", "/expires_at"),
    ],
)
def test_a_key_is_refused(
    client: TestClient, operator: Organisation, changes: dict[str, Any], code: str, pointer: str
) -> None:
    headers = operator.headers("operator_admin")
    assert problem(client.post("/v1/api-keys", json=KEY | changes, headers=headers)) == (422, code, pointer)
    assert client.get("/v1/api-keys", headers=headers).json() == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "ana@example.org"}, "/password"),
        ({"password": PASSWORD}, "/email"),
        (SIGN_IN | {"password": None}, "/password"),
        (SIGN_IN | {"password": PASSWORD * 20}, "/password"),
        (SIGN_IN | {"email": "x" * 255}, "/email"),
        (SIGN_IN | {"remember": True}, "/remember"),
    ],
)
def test_a_sign_in_is_refused(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    answer = client.post("/v1/sessions", json=body)
    assert problem(answer) == (422, "invalid", pointer)
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_of_another_site_signs_nobody_in(
    client: TestClient, operator: Organisation, media: str
) -> None:
    email = make_account(operator, "auditor").email
    content = f'{{"email": "{email}", "password": "{PASSWORD}"}}'
    answer = client.post("/v1/sessions", content=content, headers={"Content-Type": media})
    assert problem(answer)[0] == 415
    assert "set-cookie" not in answer.headers
