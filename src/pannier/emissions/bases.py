"""What every entry rests on and is entered once: the method's version and the edition of factors."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.emissions import METHOD_VERSION
from pannier.core.ledger import hash_of
from pannier.emissions.ledger import append, newest_of
from pannier.emissions.method import METHOD
from pannier.emissions.texts import factor_texts
from pannier.factors.editions import Edition, edition_for


def edition_of_day(db: Session, day: date) -> dict[str, Any]:
    """Return the factors that bind a day in the organisation's country, entered in the ledger before first use."""
    lock(db, "emission_ledger", [org_of(db)])
    if newest_of(db, "method", key="version", value=METHOD_VERSION) is None:
        append(db, "method", METHOD)
    payload = edition_payload(edition_for(day, my_organisation(db).country))
    if newest_of(db, "factors", key="sha256", value=payload["sha256"]) is None:
        append(db, "factors", payload)
    return payload


def edition_payload(edition: Edition) -> dict[str, Any]:
    """Return an edition as plain JSON with its hash; the hash is that of the rest."""
    plain = {
        "code": edition.code,
        "year": edition.year,
        "geo": edition.geo,
        "electricity": factor_texts(edition.electricity),
        "diesel": factor_texts(edition.diesel),
        "per_km": {name: factor_texts(factor) for name, factor in edition.per_km.items()},
        "files": list(edition.files),
        "notes": list(edition.notes),
    }
    return {**plain, "sha256": hash_of(plain)}
