"""From a request to its caller: session cookie, bearer token or API key."""

import hmac
import uuid
from datetime import timedelta

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.models import ApiKey, Grant, Organisation, Person
from pannier.accounts.problems import NoOperator, TokenExpired
from pannier.accounts.roles import permissions_of
from pannier.accounts.sign_in import KEY_MARK, find_session
from pannier.accounts.tokens import digest
from pannier.base import clock
from pannier.base.actor import Actor
from pannier.base.problems import NotAllowed, NotSignedIn

COOKIE = "pannier_session"
SECURE_COOKIE = "__Host-pannier_session"
CSRF_HEADER = "x-pannier"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
USED_GRAIN = timedelta(minutes=5)


def authenticate(request: Request, db: Session) -> Actor:
    """Return the caller; raise NotSignedIn, TokenExpired, NotAllowed (missing CSRF header) or NoOperator."""
    token = _token(request)
    if token.startswith(f"{KEY_MARK}."):
        key = _api_key(db, token)
        return _actor(request, db, key.org_id, frozenset(key.scopes), api_key_id=key.id)
    person = _person(db, token)
    return _actor(
        request,
        db,
        person.org_id,
        permissions_of(person.roles),
        roles=tuple(person.roles),
        person_id=person.id,
    )


def session_token(request: Request) -> str | None:
    """Return the session token that came with the request, if any."""
    return _bearer(request) or request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE)


def _bearer(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() or None if scheme.lower() == "bearer" else None


def _token(request: Request) -> str:
    token = session_token(request)
    if token is None:
        raise NotSignedIn(
            "Send `Authorization: Bearer <token or API key>`, or sign in with POST /v1/sessions."
        )
    # Browsers add `Authorization: Basic` by themselves, too; only a bearer token shows that our own program called.
    by_cookie = _bearer(request) is None
    if by_cookie and request.method not in SAFE_METHODS and CSRF_HEADER not in request.headers:
        raise NotAllowed("A request by cookie that changes something carries the header `X-Pannier: 1`.")
    return token


def _api_key(db: Session, token: str) -> ApiKey:
    _, _, rest = token.partition(".")
    prefix, _, secret = rest.partition(".")
    key = db.scalars(select(ApiKey).where(ApiKey.prefix == prefix)).first()
    if key is None or not hmac.compare_digest(key.secret_hash, digest(secret)):
        raise NotSignedIn("This API key is unknown; make one with POST /v1/api-keys.")
    now = clock.wall_now()
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at < now):
        raise TokenExpired("This API key was revoked or has expired; make a new one with POST /v1/api-keys.")
    if key.last_used_at is None or now - key.last_used_at > USED_GRAIN:
        key.last_used_at = now
    return key


def _person(db: Session, token: str) -> Person:
    session = find_session(db, token)
    if session is None:
        raise NotSignedIn("This token is unknown; sign in with POST /v1/sessions.")
    if session.ended_at is not None or session.expires_at < clock.wall_now():
        raise TokenExpired("This sign-in is over; sign in again with POST /v1/sessions.")
    person = db.get_one(Person, session.person_id)
    if not person.active:
        raise NotSignedIn("This account is closed; ask an administrator of your organisation.")
    return person


def _actor(
    request: Request,
    db: Session,
    home: uuid.UUID,
    permissions: frozenset[str],
    *,
    roles: tuple[str, ...] = (),
    person_id: uuid.UUID | None = None,
    api_key_id: uuid.UUID | None = None,
) -> Actor:
    merchant = db.get_one(Organisation, home).kind == "merchant"
    return Actor(
        org_id=_operator(request, db, home) if merchant else home,
        home_org_id=home,
        permissions=permissions,
        roles=roles,
        person_id=person_id,
        api_key_id=api_key_id,
        merchant_org_id=home if merchant else None,
    )


def _operator(request: Request, db: Session, merchant: uuid.UUID) -> uuid.UUID:
    """Return the operator a merchant works with here: the one in X-Pannier-Operator, or its only (first) one."""
    query = (
        select(Grant.org_id)
        .where(Grant.merchant_org_id == merchant, Grant.ended_at.is_(None))
        .order_by(Grant.id)
    )
    operators = [str(org_id) for org_id in db.scalars(query)]
    wanted = request.headers.get("x-pannier-operator") or (operators[0] if operators else "")
    if wanted not in operators:
        raise NoOperator(
            "No operator works with your organisation under that id; ask it to add you as a merchant."
        )
    return uuid.UUID(wanted)
