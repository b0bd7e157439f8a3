"""Routes of accounts."""

import uuid
from typing import Annotated

from fastapi import Request, Response

from pannier.accounts import people, sign_in
from pannier.accounts.authenticate import COOKIE, SECURE_COOKIE, authenticate, session_token
from pannier.accounts.change_person import change_own_password, change_person
from pannier.accounts.goods import check_classes, classes_of
from pannier.accounts.limits import attempt
from pannier.accounts.models import Person
from pannier.accounts.roles import check_may_give
from pannier.accounts.schemas import (
    ApiKeyIn,
    ApiKeyOut,
    CodeIn,
    MeOut,
    NewApiKeyOut,
    OrganisationChange,
    OwnOrganisationOut,
    PasswordChange,
    PersonChange,
    PersonIn,
    PersonOut,
    SetUpIn,
    SignInIn,
    TokenOut,
)
from pannier.accounts.setup_token import check_setup_token
from pannier.base.edge import Edge, PublicEdge, Router, may, public, signed_in
from pannier.base.problems import NotAllowed
from pannier.base.scope import acting_as

router = Router(prefix="/v1", tags=["accounts"])


@router.post("/sessions", status_code=201)
def open_session(body: SignInIn, response: Response, edge: Annotated[PublicEdge, public()]) -> TokenOut:
    """Sign in with e-mail and password; sets a cookie for browsers and returns the token for programs."""
    with attempt(_client(edge.request), people.email_index(body.email).hex()):
        token, person = sign_in.sign_in(edge.db, body.email, body.password)
    return _signed_in(edge, response, token, person)


@router.post("/sessions/rider", status_code=201)
def open_rider_session(body: CodeIn, response: Response, edge: Annotated[PublicEdge, public()]) -> TokenOut:
    """Sign a rider's phone in with the one-time code of its QR."""
    with attempt(_client(edge.request), "code"):
        token, person = sign_in.sign_in_by_code(edge.db, body.code)
    return _signed_in(edge, response, token, person)


@router.delete("/sessions/current", status_code=204)
def close_session(response: Response, edge: Annotated[PublicEdge, public()]) -> None:
    """Sign out; also fine when the session is over already."""
    token = session_token(edge.request)
    if token is not None:
        sign_in.sign_out(edge.db, token)
    for name, secure in ((COOKIE, False), (SECURE_COOKIE, True)):
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


@router.get("/me", summary="Show who is signed in")
def me(edge: Annotated[Edge, signed_in()]) -> MeOut:
    """Tell who is signed in, for which organisation, and what they may do."""
    actor = edge.actor
    with acting_as(edge.db, actor.home_org_id):
        person = people.get_person(edge.db, actor.person_id) if actor.person_id else None
    home = people.get_organisation(edge.db, actor.home_org_id)
    return MeOut.of(person, home, people.get_organisation(edge.db, actor.org_id), actor.permissions)


@router.get("/organisation")
def show_organisation(edge: Annotated[Edge, may("plans:read")]) -> OwnOrganisationOut:
    """Show your organisation and what it decides for its plans."""
    return OwnOrganisationOut.of(people.my_organisation(edge.db))


@router.patch("/organisation")
def change_organisation(
    body: OrganisationChange, edge: Annotated[Edge, may("rates:write")]
) -> OwnOrganisationOut:
    """Change what your organisation decides for its plans; the next plan goes by it."""
    changes = body.model_dump(exclude_unset=True)
    if body.goods_classes is not None:
        changes["goods_classes"] = [one.model_dump() for one in body.goods_classes]
        check_classes(classes_of(changes["goods_classes"]))
    return OwnOrganisationOut.of(people.change_my_organisation(edge.db, changes))


@router.put("/me/password", status_code=204)
def change_password(body: PasswordChange, edge: Annotated[Edge, signed_in()]) -> None:
    """Change your own password; your other sessions end."""
    actor = edge.actor
    if actor.person_id is None:
        raise NotAllowed("An API key has no password; sign in as a person to change yours.")
    token = session_token(edge.request) or ""
    with attempt(str(actor.person_id), "password"), acting_as(edge.db, actor.home_org_id):
        person = people.get_person(edge.db, actor.person_id)
        change_own_password(edge.db, person, current=body.current, new=body.new, token=token)


@router.get("/people")
def list_people(edge: Annotated[Edge, may("people:read")]) -> list[PersonOut]:
    """List the people of your organisation."""
    return [PersonOut.of(person) for person in people.list_people(edge.db)]


@router.post("/people", status_code=201)
def create_person(body: PersonIn, edge: Annotated[Edge, may("people:write")]) -> PersonOut:
    """Give someone an account in your organisation; nobody gives a role that may do more than they do."""
    check_may_give(body.roles, edge.actor.permissions)
    made = people.create_person(
        edge.db, name=body.name, email=body.email, password=body.password, roles=body.roles
    )
    return PersonOut.of(made)


@router.patch("/people/{person_id}")
def update_person(
    person_id: uuid.UUID, body: PersonChange, edge: Annotated[Edge, may("people:write")]
) -> PersonOut:
    """Change a person, or close the account; one administrator always stays."""
    changes = body.model_dump(exclude_unset=True)
    return PersonOut.of(change_person(edge.db, person_id, changes, allowed=edge.actor.permissions))


@router.get("/api-keys")
def list_api_keys(edge: Annotated[Edge, may("keys:write")]) -> list[ApiKeyOut]:
    """List your organisation's API keys; secrets are never shown again."""
    with acting_as(edge.db, edge.actor.home_org_id):
        return [ApiKeyOut.of(key) for key in sign_in.list_api_keys(edge.db)]


@router.post("/api-keys", status_code=201)
def create_api_key(body: ApiKeyIn, edge: Annotated[Edge, may("keys:write")]) -> NewApiKeyOut:
    """Make an API key with scopes among your own permissions; the secret is shown this once.

    A key that a key made is over when its maker is.
    """
    with acting_as(edge.db, edge.actor.home_org_id):
        secret, key = sign_in.make_api_key(
            edge.db,
            name=body.name,
            scopes=body.scopes,
            allowed=edge.actor.permissions,
            days=body.days,
            maker_id=edge.actor.api_key_id,
        )
    return NewApiKeyOut(secret=secret, key=ApiKeyOut.of(key))


@router.delete("/api-keys/{key_id}", status_code=204)
def revoke_api_key(key_id: uuid.UUID, edge: Annotated[Edge, may("keys:write")]) -> None:
    """Revoke an API key at once."""
    with acting_as(edge.db, edge.actor.home_org_id):
        sign_in.revoke_api_key(edge.db, key_id)


@router.post("/setup", status_code=201)
def set_up(body: SetUpIn, edge: Annotated[PublicEdge, public()]) -> PersonOut:
    """Create the first operator and its administrator, with the token that the server printed at its start."""
    with attempt(_client(edge.request), "setup"):
        check_setup_token(body.token)
    _, person = people.set_up(
        edge.db, organisation=body.organisation.model_dump(), person=body.person.model_dump()
    )
    return PersonOut.of(person)


def _client(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _signed_in(edge: PublicEdge, response: Response, token: str, person: Person) -> TokenOut:
    secure = edge.request.url.scheme == "https"
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=int(sign_in.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )
    actor = authenticate(_with_token(edge.request, token), edge.db)
    home = people.get_organisation(edge.db, actor.home_org_id)
    operator = people.get_organisation(edge.db, actor.org_id)
    return TokenOut(token=token, me=MeOut.of(person, home, operator, actor.permissions))


def _with_token(request: Request, token: str) -> Request:
    """Return the request as if it came with the new token, so that sign-in and later calls agree on the caller."""
    headers = [(name, value) for name, value in request.scope["headers"] if name != b"authorization"]
    return Request({**request.scope, "headers": [*headers, (b"authorization", f"Bearer {token}".encode())]})
