"""The names behind the event log's callers: the log itself holds ids only."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.models import ApiKey, Person
from pannier.base.scope import acting_as


def names_of_actors(db: Session, home_org_id: uuid.UUID, actors: Iterable[str]) -> dict[str, str]:
    """Return names by actor (`person:<id>`, `key:<id>`) for people and keys of this organisation.

    Those of others are left out: a merchant does not learn who works at the operator, nor the other way round.
    """
    ids: dict[str, set[uuid.UUID]] = {"person": set(), "key": set()}
    for actor in actors:
        kind, _, id_text = actor.partition(":")
        if kind in ids:
            ids[kind].add(uuid.UUID(id_text))
    with acting_as(db, home_org_id):
        people = db.scalars(select(Person).where(Person.id.in_(ids["person"])))
        keys = db.scalars(select(ApiKey).where(ApiKey.id.in_(ids["key"])))
        names = {f"person:{one.id}": one.name for one in people} | {f"key:{one.id}": one.name for one in keys}
    return {actor: name for actor, name in names.items() if name}
