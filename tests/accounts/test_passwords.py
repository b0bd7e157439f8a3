"""Passwords: kept as argon2id hashes only, long enough, and never told apart from unknown e-mails."""

from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from starlette.testclient import TestClient

from pannier.accounts import tokens
from pannier.accounts.models import Person
from tests.support.accounts import PASSWORD, make_account, problem, try_sign_in
from tests.support.organisations import Organisation

NOBODY = "nobody@example.org"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that argon2 was asked for, with what decides how long each takes."""
    done: list[str] = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, _counting(getattr(PasswordHasher, name), done))
    return done


def _counting(call: Any, done: list[str]) -> Any:
    def counted(hasher: PasswordHasher, *args: Any) -> Any:
        done.append(f"{call.__name__} {str(args[0]).rpartition('$')[0].rpartition('$')[0]}")
        return call(hasher, *args)

    return counted


@pytest.mark.slow_passwords
def test_a_password_is_kept_as_an_argon2id_hash(client: TestClient, operator: Organisation) -> None:
    account = make_account(operator, "dispatcher")
    with operator.session() as db:
        kept = db.get_one(Person, account.person_id).password_hash
    assert kept is not None
    assert PASSWORD not in kept
    used = extract_parameters(kept)
    assert used.type is Type.ID
    assert used.memory_cost >= 19_456, "less memory than the usual minimum for argon2id"


def test_equal_passwords_have_different_hashes() -> None:
    assert tokens.hash_password(PASSWORD) != tokens.hash_password(PASSWORD)


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(
    client: TestClient, operator: Organisation
) -> None:
    account = make_account(operator, "dispatcher")
    wrong, unknown = try_sign_in(client, account.email, "wrong horse battery"), try_sign_in(client, NOBODY)
    assert problem(wrong) == problem(unknown) == (401, "wrong_credentials", None)
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers


def test_an_unknown_email_costs_as_much_work_as_a_wrong_password(
    client: TestClient, operator: Organisation, work: list[str]
) -> None:
    account = make_account(operator, "dispatcher")
    work.clear()
    try_sign_in(client, account.email, "wrong horse battery")
    wrong = work.copy()
    work.clear()
    try_sign_in(client, NOBODY, "wrong horse battery")
    assert wrong == work
    assert len(work) == 1
    assert work[0].startswith("verify $argon2id$v=19$m=")


def test_someone_without_a_password_cannot_sign_in_with_one(
    client: TestClient, operator: Organisation, work: list[str]
) -> None:
    account = make_account(operator, "rider", password=None)
    assert problem(try_sign_in(client, account.email)) == (401, "wrong_credentials", None)
    assert problem(try_sign_in(client, account.email, "")) == (401, "wrong_credentials", None)
    assert len(work) == 2


@pytest.mark.parametrize("password", [" a space before", "a space behind ", "Pässwörter, lang", "x" * 200])
def test_every_character_of_a_password_counts(
    client: TestClient, operator: Organisation, password: str
) -> None:
    admin = operator.headers("operator_admin")
    email = f"p{operator.org_id.hex}@example.org"
    body = {"name": "Ana", "email": email, "password": password, "roles": ["auditor"]}
    assert client.post("/v1/people", json=body, headers=admin).status_code == 201
    assert try_sign_in(client, email, password).status_code == 201
    for other in {password.strip(), password[:-1], password.upper()} - {password}:
        assert try_sign_in(client, email, other).status_code == 401, other


@pytest.mark.parametrize(("length", "status"), [(9, 422), (10, 201), (200, 201), (201, 422)])
def test_a_password_has_ten_to_two_hundred_characters(
    client: TestClient, operator: Organisation, length: int, status: int
) -> None:
    admin = operator.headers("operator_admin")
    body = {"name": "Ana", "password": "x" * length, "roles": ["auditor"]}
    answer = client.post("/v1/people", json=body, headers=admin)
    assert answer.status_code == status
    assert "x" * 9 not in answer.text
    if status == 422:
        assert problem(answer)[2] == "/password"
