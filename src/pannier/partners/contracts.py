"""Use cases: the partners that deliver for an operator, where and how much of it."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from pannier.accounts import people
from pannier.base.scope import org_of
from pannier.core.geo import LonLat
from pannier.partners.merchants import NewOrganisation, NewPerson, add_person, create_organisation
from pannier.partners.models import PartnerContract
from pannier.partners.problems import ContractExists, PartnerNotFound, ZoneUnknown
from pannier.partners.rate_cards import require_code
from pannier.places import service as places


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed with a partner; see PartnerContract for the meaning of each."""

    zones: tuple[str, ...]
    max_share: float
    co2e_g_per_delivery: int
    promise: str
    rate_card: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView(Terms):
    """A partner as its operator knows it."""

    partner_org_id: uuid.UUID
    name: str
    active: bool


def create_partner(
    db: Session,
    terms: Terms,
    *,
    organisation: NewOrganisation | uuid.UUID,
    person: NewPerson | None = None,
) -> tuple[PartnerView, uuid.UUID | None]:
    """Work with a partner: a new organisation, or one that is here already, named by its id.

    Returns the partner and the id of its first person, if any. Raises PartnerNotFound, ContractExists,
    ZoneUnknown or RateCardNotFound.
    """
    _check_terms(db, terms)
    if isinstance(organisation, uuid.UUID):
        org_id, name = _existing(db, organisation)
        person = None
    else:
        org_id, name = create_organisation(db, "partner", organisation), organisation.name
    row = PartnerContract(
        partner_org_id=org_id, name=name, zones=list(terms.zones), max_share=terms.max_share,
        co2e_g_per_delivery=terms.co2e_g_per_delivery, promise=terms.promise, rate_card=terms.rate_card,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return _view(row), add_person(db, org_id, "partner", person)


def _check_terms(db: Session, terms: Terms) -> None:
    known = {zone.code for zone in places.list_zones(db)}
    for n, code in enumerate(terms.zones):
        if code not in known:
            raise ZoneUnknown(
                f"There is no zone {code}; make it with POST /v1/zones first.", pointer=f"/zones/{n}"
            )
    if terms.rate_card is not None:
        require_code(db, terms.rate_card)


def _existing(db: Session, org_id: uuid.UUID) -> tuple[uuid.UUID, str]:
    problem = PartnerNotFound(
        f"Organisation {org_id} cannot be a partner here; ask it for its id, or make a new one by name.",
        pointer="/organisation_id",
    )
    try:
        found = people.get_organisation(db, org_id)
    except NoResultFound:
        raise problem from None
    if found.kind == "merchant" or found.id == org_of(db):
        raise problem
    if find_partner(db, org_id) is not None:
        raise ContractExists(f"{found.name} is your partner already; see GET /v1/partners.")
    return found.id, found.name


def list_partners(db: Session, *, active: bool | None = None) -> list[PartnerView]:
    """List the partners of the operator by name, only active (or inactive) ones where asked."""
    query = select(PartnerContract).order_by(PartnerContract.name, PartnerContract.id)
    if active is not None:
        query = query.where(PartnerContract.active.is_(active))
    return [_view(row) for row in db.scalars(query)]


def find_partner(db: Session, partner_org_id: uuid.UUID) -> PartnerView | None:
    """Return a partner of the operator, or None."""
    query = select(PartnerContract).where(PartnerContract.partner_org_id == partner_org_id)
    row = db.scalars(query).first()
    return _view(row) if row else None


def get_partner(db: Session, partner_org_id: uuid.UUID) -> PartnerView:
    """Return a partner of the operator; raise PartnerNotFound."""
    found = find_partner(db, partner_org_id)
    if found is None:
        raise PartnerNotFound(
            f"Partner {partner_org_id} does not work with you; list them with GET /v1/partners."
        )
    return found


def covers(db: Session, partner: Terms, point: LonLat) -> bool:
    """Tell whether one of the partner's zones holds the point; a partner without zones covers nothing."""
    return any(zone.code in partner.zones for zone in places.zones_at(db, point))


def _view(row: PartnerContract) -> PartnerView:
    return PartnerView(
        partner_org_id=row.partner_org_id, name=row.name, zones=tuple(row.zones), max_share=row.max_share,
        co2e_g_per_delivery=row.co2e_g_per_delivery, promise=row.promise, rate_card=row.rate_card,
        active=row.active,
    )  # fmt: skip
