"""Use cases: the merchants an operator works for."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts import people
from pannier.base.scope import acting_as
from pannier.partners.models import MerchantContract
from pannier.partners.problems import MerchantNotFound
from pannier.partners.rate_cards import require_code


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """The first person of a new organisation, who administers it."""

    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """A new organisation; zone, currency and country are the operator's where not given."""

    name: str
    timezone: str | None = None
    currency: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantView:
    """A merchant as its operator knows it; `org_id` is the merchant's own organisation."""

    org_id: uuid.UUID
    name: str
    rate_card: str | None
    active: bool


def create_merchant(
    db: Session,
    organisation: NewOrganisation,
    *,
    rate_card: str | None = None,
    person: NewPerson | None = None,
) -> tuple[MerchantView, uuid.UUID | None]:
    """Set up a merchant with its contract and grant; return it and the id of its first person, if any.

    Raises RateCardNotFound for an unknown code, EmailTaken for a person who has an account.
    """
    if rate_card is not None:
        require_code(db, rate_card)
    org_id = create_organisation(db, "merchant", organisation)
    people.grant_merchant(db, org_id)
    row = MerchantContract(merchant_org_id=org_id, name=organisation.name, rate_card=rate_card)
    db.add(row)
    db.flush()
    return _view(row), add_person(db, org_id, "merchant", person)


def create_organisation(db: Session, kind: str, organisation: NewOrganisation) -> uuid.UUID:
    """Set up an organisation that works with the session's one; return its id."""
    own = people.my_organisation(db)
    made = people.create_organisation(
        db,
        kind=kind,
        name=organisation.name,
        timezone=organisation.timezone or own.timezone,
        currency=organisation.currency or own.currency,
        country=organisation.country or own.country,
    )
    return made.id


def add_person(db: Session, org_id: uuid.UUID, role: str, person: NewPerson | None) -> uuid.UUID | None:
    """Give a new organisation its first person; return the person's id."""
    if person is None:
        return None
    with acting_as(db, org_id):
        made = people.create_person(
            db, name=person.name, email=person.email, password=person.password, roles=[role]
        )
        return made.id


def list_merchants(db: Session) -> list[MerchantView]:
    """List the merchants the operator works for, by name."""
    return [_view(row) for row in db.scalars(select(MerchantContract).order_by(MerchantContract.name))]


def find_merchant(db: Session, merchant_org_id: uuid.UUID) -> MerchantView | None:
    """Return an active merchant of the operator, or None."""
    query = select(MerchantContract).where(
        MerchantContract.merchant_org_id == merchant_org_id, MerchantContract.active
    )
    row = db.scalars(query).first()
    return _view(row) if row else None


def get_merchant(db: Session, merchant_org_id: uuid.UUID) -> MerchantView:
    """Return a merchant of the operator; raise MerchantNotFound."""
    found = find_merchant(db, merchant_org_id)
    if found is None:
        raise MerchantNotFound(
            f"Merchant {merchant_org_id} does not work with you; list them with GET /v1/merchants."
        )
    return found


def _view(row: MerchantContract) -> MerchantView:
    if row.merchant_org_id is None:
        raise ValueError(f"Contract {row.id} names no merchant.")
    return MerchantView(org_id=row.merchant_org_id, name=row.name, rate_card=row.rate_card, active=row.active)
