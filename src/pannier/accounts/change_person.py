"""Use cases: change an account or one's own password; an administrator always stays."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.accounts.models import Person
from pannier.accounts.passwords import check_password
from pannier.accounts.people import get_person, set_email
from pannier.accounts.problems import LastAdministrator, WrongPassword
from pannier.accounts.roles import ADMINISTRATOR, check_may_give
from pannier.accounts.sign_in import end_codes, end_sign_ins
from pannier.accounts.tokens import hash_password, password_matches
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.events import PersonChanged


def change_person(
    db: Session, person_id: uuid.UUID, changes: Mapping[str, Any], *, allowed: frozenset[str]
) -> Person:
    """Change name, e-mail, password, roles, or whether the account is open.

    Raises PersonNotFound, RoleTooWide for someone who may (or would) do more than `allowed`, LastAdministrator,
    EmailTaken or Invalid. A new password and a closed account end all sessions.
    """
    person = get_person(db, person_id)
    roles = list(dict.fromkeys(changes.get("roles", person.roles)))
    before, active = set(person.roles), changes.get("active", person.active)
    check_may_give([*roles, *person.roles], allowed)
    _keep_an_administrator(db, person, roles, active)
    _apply(db, person, changes)
    person.roles, person.active = roles, active
    if not active or set(roles) != before:
        # A code was made for what its person could do then.
        end_codes(db, person.id)
    if not active or "password" in changes:
        end_sign_ins(db, person.id)
    record(db, PersonChanged(person_id=person.id, roles=tuple(roles), active=active))
    return person


def change_own_password(db: Session, person: Person, *, current: str, new: str, token: str) -> None:
    """Change someone's own password and end all their sessions but that of `token`; raise WrongPassword or Invalid."""
    if not password_matches(current, person.password_hash):
        raise WrongPassword("This is not your present password; type it again.", pointer="/current")
    check_password(new, "/new")
    person.password_hash = hash_password(new)
    end_sign_ins(db, person.id, but=token)


def _apply(db: Session, person: Person, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        person.name = changes["name"]
    if "password" in changes:
        check_password(changes["password"])
        person.password_hash = hash_password(changes["password"])
    if "email" in changes:
        set_email(db, person, changes["email"])


def _keep_an_administrator(db: Session, person: Person, roles: Sequence[str], active: bool) -> None:
    """Raise LastAdministrator if this change would leave the organisation without one."""
    stays = active and ADMINISTRATOR in roles
    if stays or not person.active or ADMINISTRATOR not in person.roles:
        return
    # Two administrators who remove each other at the same time do so one after the other.
    lock(db, "administrators", [person.org_id])
    others = select(func.count(Person.id)).where(
        Person.id != person.id, Person.active, Person.roles.contains([ADMINISTRATOR])
    )
    if not db.scalar(others):
        raise LastAdministrator("This is the last administrator; make another one first.")
