"""People with passwords, and time that passes for sessions, keys and codes."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from starlette.testclient import TestClient

from pannier.accounts import people
from pannier.accounts.models import ApiKey, SignIn, SignInCode
from pannier.base.scope import SYSTEM, acting_as
from pannier.base.transactions import transaction
from tests.support.organisations import Organisation

PASSWORD = "correct horse battery"  # made up for the tests


@dataclass(frozen=True)
class Account:
    """Someone who can sign in with PASSWORD."""

    person_id: uuid.UUID
    email: str


def make_account(organisation: Organisation, *roles: str, password: str | None = PASSWORD) -> Account:
    """Give someone an account with an e-mail of their own."""
    email = f"{uuid.uuid4().hex}@example.org"
    with transaction(SYSTEM) as db, acting_as(db, organisation.org_id):
        person = people.create_person(db, name="Ana Rossi", roles=roles, email=email, password=password)
        return Account(person.id, email)


def try_sign_in(client: TestClient, email: str, password: str = PASSWORD) -> Any:
    """Return the answer to a sign-in, and forget the cookie that came with it."""
    answer = client.post("/v1/sessions", json={"email": email, "password": password})
    client.cookies.clear()
    return answer


def signed_in(client: TestClient, account: Account, password: str = PASSWORD) -> dict[str, str]:
    """Sign someone in and return the headers of their calls."""
    answer = try_sign_in(client, account.email, password)
    assert answer.status_code == 201, answer.text
    return bearer(answer.json()["token"])


def bearer(token: str) -> dict[str, str]:
    """Return the headers of a call with a token or an API key."""
    return {"Authorization": f"Bearer {token}"}


def let_pass(organisation: Organisation, **parts: float) -> None:
    """Let time pass (`days=1`) for all that signs people of an organisation in.

    Sign-ins end by real time, which no test can move; so what they wait for is moved towards them.
    """
    with organisation.session() as db:
        for kind in (SignIn, ApiKey, SignInCode):
            for row in db.scalars(select(kind)):
                if row.expires_at is not None:
                    row.expires_at -= timedelta(**parts)


def stored(organisation: Organisation, table: str) -> str:
    """Return all that a table keeps of an organisation, as text."""
    with organisation.session() as db:
        return "\n".join(db.scalars(text(f"select {table}::text from {table}")))


def problem(answer: Any) -> tuple[int, str, str | None]:
    """Return status, stable code and the first pointer of an answer that is a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["detail"]
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"], next((each["pointer"] for each in body["errors"]), None)
