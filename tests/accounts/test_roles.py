"""The seven roles: who may do what, and that nobody gives more than they have."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.accounts.problems import RoleTooWide, UnknownRole
from pannier.accounts.roles import all_permissions, all_roles, check_may_give, permissions_of
from tests.support.accounts import bearer, make_account, problem
from tests.support.organisations import Organisation

ROLES = ("operator_admin", "dispatcher", "hub_staff", "rider", "merchant", "partner", "auditor")
CHANGES = {name for name in all_permissions() if not name.endswith(":read")}


def key(client: TestClient, operator: Organisation, *scopes: str) -> dict[str, str]:
    body = {"name": "hr", "scopes": scopes}
    made = client.post("/v1/api-keys", json=body, headers=operator.headers("operator_admin"))
    return bearer(made.json()["secret"])


def new(client: TestClient, headers: dict[str, str], *roles: str) -> Any:
    return client.post("/v1/people", json={"name": "Ben", "roles": roles}, headers=headers)


def test_there_are_seven_roles() -> None:
    assert tuple(all_roles()) == ROLES


def test_only_the_administrator_writes_people_and_other_foundations() -> None:
    for name in ("people:write", "hubs:write", "partners:write", "rates:write", "maps:write"):
        assert [role for role in ROLES if name in permissions_of([role])] == ["operator_admin"], name


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert permissions_of(["auditor"]) & CHANGES == set()
    assert "people:read" not in permissions_of(["auditor"])


def test_a_rider_drives_and_sees_no_office() -> None:
    assert permissions_of(["rider"]) == {"drive", "places:read"}


def test_no_office_role_reports_as_if_it_were_a_rider() -> None:
    assert [role for role in ROLES if "drive" in permissions_of([role])] == ["rider"]


def test_roles_add_up() -> None:
    both = permissions_of(["rider", "auditor"])
    assert both == permissions_of(["rider"]) | permissions_of(["auditor"])


@pytest.mark.parametrize("role", ROLES)
def test_the_administrator_gives_every_role(client: TestClient, operator: Organisation, role: str) -> None:
    answer = new(client, operator.headers("operator_admin"), role, role)
    assert (answer.status_code, answer.json()["roles"]) == (201, [role])
    assert operator.events("person.created")[-1]["roles"] == [role]


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_other_role_makes_people(client: TestClient, operator: Organisation, role: str) -> None:
    assert problem(new(client, operator.headers(role), "rider")) == (403, "not_allowed", None)


def test_a_role_goes_only_to_whom_its_giver_could_be() -> None:
    dispatcher = permissions_of(["dispatcher"])
    check_may_give(["dispatcher", "hub_staff", "rider"], dispatcher)
    with pytest.raises(RoleTooWide, match="people:write"):
        check_may_give(["rider", "operator_admin"], dispatcher)
    with pytest.raises(UnknownRole, match="pilot"):
        check_may_give(["pilot"], all_permissions())


def test_a_key_that_makes_people_makes_no_administrator(client: TestClient, operator: Organisation) -> None:
    hr = key(client, operator, "people:write", "people:read", "places:read")
    assert problem(new(client, hr, "operator_admin")) == (403, "role_too_wide", "/roles")
    assert problem(new(client, hr, "rider", "dispatcher")) == (403, "role_too_wide", "/roles")
    assert new(client, hr, "rider").status_code == 201


@pytest.mark.parametrize(
    "changes", [{"roles": ["rider"]}, {"password": "x" * 12}, {"email": "x@example.org"}]
)
def test_a_key_does_not_take_an_administrators_account_over(
    client: TestClient, operator: Organisation, changes: dict[str, Any]
) -> None:
    admins = [make_account(operator, "operator_admin") for _ in range(2)]
    hr = key(client, operator, "people:write", "places:read")
    answer = client.patch(f"/v1/people/{admins[0].person_id}", json=changes, headers=hr)
    assert problem(answer) == (403, "role_too_wide", "/roles")


def test_a_key_does_not_promote_anybody(client: TestClient, operator: Organisation) -> None:
    rider = make_account(operator, "rider")
    hr = key(client, operator, "people:write", "places:read")
    path = f"/v1/people/{rider.person_id}"
    promoted = client.patch(path, json={"roles": ["operator_admin"]}, headers=hr)
    assert problem(promoted) == (403, "role_too_wide", "/roles")
    assert client.patch(path, json={"name": uuid.uuid4().hex}, headers=hr).status_code == 200
