"""Use cases: set up organisations and people."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pannier.accounts.models import Grant, Organisation, Person
from pannier.accounts.passwords import check_password
from pannier.accounts.problems import AlreadySetUp, EmailTaken, PersonNotFound
from pannier.accounts.roles import permissions_of
from pannier.accounts.tokens import hash_password
from pannier.base.encryption import blind_index
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.problems import Invalid, below
from pannier.base.scope import acting_as, org_of
from pannier.core.events import OrganisationCreated, PersonCreated

# E-mails are unique across organisations, so their blind index uses one key for all.
EVERYBODY = uuid.UUID(int=0)
KINDS = ("operator", "merchant", "partner")


def create_organisation(
    db: Session, *, kind: str, name: str, timezone: str, currency: str, country: str
) -> Organisation:
    """Set up an organisation; raise Invalid for an unknown kind or time zone. `db` may be a system session."""
    if kind not in KINDS:
        raise Invalid(f"{kind!r} is no kind of organisation; use one of {', '.join(KINDS)}.", pointer="/kind")
    if timezone not in available_timezones():
        raise Invalid(f"{timezone!r} is no time zone; use a name such as Europe/Monaco.", pointer="/timezone")
    organisation = Organisation(kind=kind, name=name, timezone=timezone, currency=currency, country=country)
    db.add(organisation)
    db.flush()
    with acting_as(db, organisation.id):
        record(db, OrganisationCreated(organisation_id=organisation.id, kind=kind))
    return organisation


def get_organisation(db: Session, org_id: uuid.UUID) -> Organisation:
    """Return an organisation by its id."""
    return db.get_one(Organisation, org_id)


def list_organisations(db: Session) -> list[Organisation]:
    """List all organisations of the installation, oldest first. System session."""
    return list(db.scalars(select(Organisation).order_by(Organisation.created_at, Organisation.id)))


def my_organisation(db: Session) -> Organisation:
    """Return the organisation the session works for."""
    return get_organisation(db, org_of(db))


def change_my_organisation(db: Session, changes: Mapping[str, Any]) -> Organisation:
    """Change values of the organisation that the session works for; plans made before keep theirs."""
    organisation = my_organisation(db)
    for name, value in changes.items():
        setattr(organisation, name, value)
    return organisation


def zone_of(db: Session) -> ZoneInfo:
    """Return the time zone of the session's organisation."""
    return ZoneInfo(my_organisation(db).timezone)


def create_person(
    db: Session, *, name: str, roles: Sequence[str], email: str | None = None, password: str | None = None
) -> Person:
    """Give someone an account in the session's organisation; raise EmailTaken, UnknownRole or Invalid."""
    permissions_of(roles)
    if password is not None:
        check_password(password)
    person = Person(
        org_id=org_of(db),
        name=name,
        password_hash=hash_password(password) if password else None,
        roles=list(dict.fromkeys(roles)),
    )
    db.add(person)
    set_email(db, person, email)
    record(db, PersonCreated(person_id=person.id, roles=tuple(person.roles)))
    return person


def set_email(db: Session, person: Person, email: str | None) -> None:
    """Give a person this e-mail; raise EmailTaken when someone of any organisation has it."""
    person.email = email
    person.email_index = email_index(email) if email else None
    try:
        # Only the unique index sees the rows of all organisations, and those of requests under way.
        db.flush()
    except IntegrityError as error:
        raise EmailTaken(
            "Someone has an account with this e-mail; use another one.", pointer="/email"
        ) from error


def email_index(email: str) -> bytes:
    """Return how an e-mail is found without being readable."""
    return blind_index(EVERYBODY, email.strip().casefold())


def get_person(db: Session, person_id: uuid.UUID) -> Person:
    """Return a person of the organisation; raise PersonNotFound."""
    person = db.get(Person, person_id)
    if person is None:
        raise PersonNotFound(f"Person {person_id} does not exist here; list them with GET /v1/people.")
    return person


def list_people(db: Session) -> list[Person]:
    """List the organisation's people, oldest first."""
    return list(db.scalars(select(Person).order_by(Person.id)))


def find_administrator(db: Session) -> Person | None:
    """Return the administrator who was there first, or None. System session."""
    query = select(Person).where(Person.active, Person.roles.contains(["operator_admin"]))
    return db.scalars(query.order_by(Person.created_at, Person.id).limit(1)).first()


def grant_merchant(db: Session, merchant_org_id: uuid.UUID) -> None:
    """Let a merchant work with the session's organisation (the operator)."""
    db.add(Grant(merchant_org_id=merchant_org_id))
    db.flush()


def set_up(
    db: Session, *, organisation: dict[str, str], person: dict[str, str]
) -> tuple[Organisation, Person]:
    """Create the very first operator and its administrator; raise AlreadySetUp when there is one. System session."""
    lock(db, "set up", [""])
    if is_set_up(db):
        raise AlreadySetUp("This installation has an organisation; sign in as its administrator.")
    with below("/organisation"):
        made = create_organisation(db, kind="operator", **organisation)
    with acting_as(db, made.id), below("/person"):
        return made, create_person(db, roles=["operator_admin"], **person)


def is_set_up(db: Session) -> bool:
    """Tell whether there is an organisation already. System session."""
    return bool(db.scalar(select(func.count()).select_from(Organisation)))
