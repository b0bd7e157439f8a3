"""Use cases: sign in and out, by password or by a rider's code; API keys."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pannier.accounts.models import ApiKey, Person, SignIn, SignInCode
from pannier.accounts.people import email_index
from pannier.accounts.problems import (
    KeyNotFound,
    NoRiderAccount,
    TokenExpired,
    UnknownPermission,
    WrongCredentials,
)
from pannier.accounts.roles import DRIVE, check_may_give, permissions_of
from pannier.accounts.tokens import DEMO_PASSWORD, digest, new_token, password_matches
from pannier.base import clock
from pannier.base.scope import acting_as
from pannier.base.settings import settings

SESSION_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(hours=12)
KEY_MARK = "pk"


def sign_in(db: Session, email: str, password: str) -> tuple[str, Person]:
    """Open a session for e-mail and password; return its token. Raise WrongCredentials. System session."""
    person = db.scalars(select(Person).where(Person.email_index == email_index(email))).first()
    if not password_matches(password, person.password_hash if person else None) or person is None:
        raise WrongCredentials("E-mail and password do not belong together; check both.")
    if password == DEMO_PASSWORD and not settings().demo:
        # A demo's data folder that is served for real would let everybody in.
        raise WrongCredentials("The demo's password opens demos only; see it with `pannier demo`.")
    return open_session(db, person), person


def open_session(db: Session, person: Person) -> str:
    """Open a session for a person who has shown who they are; return its token."""
    if not person.active:
        raise WrongCredentials("This account is closed; ask an administrator of your organisation.")
    token = new_token()
    with acting_as(db, person.org_id):
        # Sessions end by real time: a demo clock that jumps a day must not sign everybody out.
        expires_at = clock.wall_now() + SESSION_LASTS
        db.add(SignIn(token_hash=digest(token), person_id=person.id, expires_at=expires_at))
    return token


def sign_out(db: Session, token: str) -> None:
    """End the session of this token, if there is one."""
    session = find_session(db, token)
    if session is not None:
        session.ended_at = clock.wall_now()


def find_session(db: Session, token: str) -> SignIn | None:
    """Return the session of a token, or None. System session."""
    return db.scalars(select(SignIn).where(SignIn.token_hash == digest(token))).first()


def end_sign_ins(db: Session, person_id: uuid.UUID, *, but: str = "") -> None:
    """End all sessions of a person, save the one of the token `but`."""
    live = SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.token_hash != digest(but)
    db.execute(update(SignIn).where(*live).values(ended_at=clock.wall_now()))


def end_codes(db: Session, person_id: uuid.UUID) -> None:
    """End the codes of a person that no phone has used."""
    unused = SignInCode.person_id == person_id, SignInCode.used_at.is_(None)
    db.execute(update(SignInCode).where(*unused).values(used_at=clock.wall_now()))


def make_code(db: Session, person: Person, *, allowed: frozenset[str]) -> tuple[str, SignInCode]:
    """Make a one-time code with which a rider's phone signs in; an older one ends.

    Raises NoRiderAccount, and RoleTooWide for a rider who may also do more than `allowed`: the code opens all of it.
    """
    if not person.active or DRIVE not in permissions_of(person.roles):
        raise NoRiderAccount(
            "Codes are for the phones of riders with an open account; give the role rider first."
        )
    check_may_give(person.roles, allowed)
    end_codes(db, person.id)
    code = new_token(15)
    row = SignInCode(code_hash=digest(code), person_id=person.id, expires_at=clock.wall_now() + CODE_LASTS)
    db.add(row)
    db.flush()
    return code, row


def sign_in_by_code(db: Session, code: str) -> tuple[str, Person]:
    """Open a session for a one-time code; raise TokenExpired when it is unknown, old or used. System session."""
    query = select(SignInCode).where(SignInCode.code_hash == digest(code)).with_for_update()
    row = db.scalars(query).first()
    if row is None or row.used_at is not None or row.expires_at < clock.wall_now():
        raise TokenExpired("This code is unknown, used or too old; ask your dispatcher for a new one.")
    row.used_at = clock.wall_now()
    person = db.get_one(Person, row.person_id)
    return open_session(db, person), person


def make_api_key(
    db: Session,
    *,
    name: str,
    scopes: Sequence[str],
    allowed: frozenset[str],
    days: int | None = None,
    maker_id: uuid.UUID | None = None,
) -> tuple[str, ApiKey]:
    """Make an API key; return the secret, shown this once. Raise UnknownPermission for scopes beyond `allowed`.

    Where a key makes it (`maker_id`), the new one does not outlive its maker.
    """
    too_wide = sorted(set(scopes) - allowed)
    if too_wide:
        raise UnknownPermission(
            f"You cannot give {', '.join(too_wide)}; choose among your own.", pointer="/scopes"
        )
    prefix, secret = new_token(6), new_token(20)
    key = ApiKey(name=name, prefix=prefix, secret_hash=digest(secret), scopes=list(dict.fromkeys(scopes)))
    key.expires_at = _earliest(
        clock.wall_now() + timedelta(days=days) if days else None,
        db.get_one(ApiKey, maker_id).expires_at if maker_id else None,
    )
    db.add(key)
    db.flush()
    return f"{KEY_MARK}.{prefix}.{secret}", key


def _earliest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time is not None), default=None)


def list_api_keys(db: Session) -> list[ApiKey]:
    """List the organisation's API keys, oldest first."""
    return list(db.scalars(select(ApiKey).order_by(ApiKey.id)))


def revoke_api_key(db: Session, key_id: uuid.UUID) -> None:
    """End an API key; raise KeyNotFound."""
    key = db.get(ApiKey, key_id)
    if key is None:
        raise KeyNotFound(f"API key {key_id} does not exist here; list them with GET /v1/api-keys.")
    key.revoked_at = key.revoked_at or clock.wall_now()
