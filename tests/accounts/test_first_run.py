"""The first run: with the server's own token, once, and with faults named where they are."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from pannier.accounts import people, setup_token
from pannier.accounts.people import create_organisation
from pannier.accounts.problems import WrongCredentials
from pannier.accounts.tokens import DEMO_PASSWORD
from pannier.base.problems import Invalid
from pannier.base.scope import SYSTEM
from pannier.base.settings import override
from pannier.base.transactions import transaction
from tests.support.accounts import PASSWORD, problem
from tests.support.organisations import Organisation

PLACE = {"name": "Rocher", "timezone": "Europe/Monaco", "currency": "EUR", "country": "MC"}
PERSON = {"name": "Ana", "email": "first@example.org", "password": PASSWORD}


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[Path]:
    with override(data_dir=tmp_path):
        yield tmp_path


def test_the_token_is_made_once_and_only_the_servers_user_reads_it(own_folder: Path) -> None:
    token = setup_token.setup_token()
    assert setup_token.setup_token() == token
    assert len(token) == 32
    assert stat.S_IMODE((own_folder / setup_token.TOKEN_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("wrong", ["", "guess", "ümläut"])
def test_another_token_is_refused(own_folder: Path, wrong: str) -> None:
    setup_token.check_setup_token(setup_token.setup_token())
    with pytest.raises(WrongCredentials):
        setup_token.check_setup_token(wrong)


def post(client: TestClient, token: str, **changes: Any) -> Any:
    body = {"token": token, "organisation": PLACE, "person": PERSON} | changes
    return client.post("/v1/setup", json=body)


def test_a_second_operator_is_not_set_up_this_way(client: TestClient, operator: Organisation) -> None:
    assert problem(post(client, "guess")) == (401, "wrong_credentials", None)
    assert problem(post(client, setup_token.setup_token())) == (409, "already_set_up", None)


@pytest.mark.parametrize(
    ("part", "changes", "pointer"),
    [
        ("organisation", {"currency": "euro"}, "/organisation/currency"),
        ("organisation", {"country": "mc"}, "/organisation/country"),
        ("organisation", {"kind": "partner"}, "/organisation/kind"),
        ("person", {"email": None}, "/person/email"),
        ("person", {"password": "short"}, "/person/password"),
    ],
)
def test_a_fault_of_the_form_is_named_where_it_is(
    client: TestClient, part: str, changes: dict[str, Any], pointer: str
) -> None:
    base = {"organisation": PLACE, "person": PERSON}[part]
    answer = post(client, "guess", **{part: base | changes})
    assert problem(answer) == (422, "invalid", pointer)


@pytest.mark.parametrize(
    ("place", "person", "pointer"),
    [
        ({"timezone": "Monaco"}, {}, "/organisation/timezone"),
        ({}, {"password": DEMO_PASSWORD}, "/person/password"),
    ],
)
def test_a_fault_that_only_the_service_finds_is_named_where_it_is(
    operator: Organisation, place: dict[str, str], person: dict[str, str], pointer: str
) -> None:
    with pytest.raises(Invalid) as raised, transaction(SYSTEM) as db:
        # As if nobody were there yet; the fault rolls it back.
        db.execute(text("delete from organisations"))
        people.set_up(db, organisation=PLACE | place, person=PERSON | person)
    assert raised.value.errors[0].pointer == pointer


def test_an_organisation_is_of_a_known_kind() -> None:
    with pytest.raises(Invalid, match="operator, merchant, partner"), transaction(SYSTEM) as db:
        create_organisation(db, kind="club", **PLACE)
