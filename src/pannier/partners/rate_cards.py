"""Use cases: versioned rate cards, the operator's own and its partners'."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.core.pricing import (
    NoPrice,
    Price,
    RateCard,
    RateCardError,
    Shipment,
    parse_rate_card,
    price,
)
from pannier.partners.models import MerchantContract, PartnerContract, RateCardVersion
from pannier.partners.problems import NotPriced, RateCardNotFound, RateCardRefused
from pannier.places import service as places

OWNERS = ("own", "partner")
STANDARD = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One version of a rate card; `card` is its body, read and checked."""

    id: uuid.UUID
    code: str
    version: int
    valid_from: date
    currency: str
    owner: str
    partner_org_id: uuid.UUID | None
    body: Mapping[str, Any]
    card: RateCard


def create_rate_card(
    db: Session,
    *,
    code: str,
    valid_from: date,
    body: Mapping[str, Any],
    owner: str = "own",
    partner_org_id: uuid.UUID | None = None,
) -> CardView:
    """Write a rate card, or the next version of one; older versions stay as they are.

    Raises RateCardRefused with the first place of the body that is wrong, or for an owner that does not fit.
    """
    card = _parse(body)
    _check_owner(db, code, owner, partner_org_id)
    newest = db.scalar(select(func.max(RateCardVersion.version)).where(RateCardVersion.code == code)) or 0
    row = RateCardVersion(
        code=code, version=newest + 1, valid_from=valid_from, currency=card.currency, owner=owner,
        partner_org_id=partner_org_id, body=dict(body),
    )  # fmt: skip
    db.add(row)
    db.flush()
    return _view(row)


def _parse(body: Mapping[str, Any]) -> RateCard:
    try:
        return parse_rate_card(body)
    except RateCardError as wrong:
        raise RateCardRefused(f"{wrong}", pointer=f"/body/{wrong.path}".rstrip("/")) from wrong


def _check_owner(db: Session, code: str, owner: str, partner_org_id: uuid.UUID | None) -> None:
    if owner not in OWNERS or (owner == "partner") != (partner_org_id is not None):
        raise RateCardRefused(
            "The owner is own (without partner_id) or partner (with partner_id).", pointer="/owner"
        )
    before = db.scalars(select(RateCardVersion).where(RateCardVersion.code == code).limit(1)).first()
    if before is not None and (before.owner, before.partner_org_id) != (owner, partner_org_id):
        raise RateCardRefused(
            f"The code {code} belongs to another owner's card; choose another code.", pointer="/code"
        )


def list_rate_cards(db: Session) -> list[CardView]:
    """List all versions of all cards, by code and version."""
    query = select(RateCardVersion).order_by(RateCardVersion.code, RateCardVersion.version)
    return [_view(row) for row in db.scalars(query)]


def get_card(db: Session, card_id: uuid.UUID) -> CardView:
    """Return one version by its id; raise RateCardNotFound."""
    row = db.get(RateCardVersion, card_id)
    if row is None:
        raise RateCardNotFound(f"Rate card {card_id} does not exist here; list them with GET /v1/rate-cards.")
    return _view(row)


def require_code(db: Session, code: str) -> None:
    """Raise RateCardNotFound unless there is a card with this code."""
    if db.scalars(select(RateCardVersion.id).where(RateCardVersion.code == code).limit(1)).first() is None:
        raise RateCardNotFound(
            f"There is no rate card with the code {code}; make it with POST /v1/rate-cards first.",
            pointer="/rate_card",
        )


def card_on(db: Session, code: str, on: date) -> CardView | None:
    """Return the version of a card that holds on a day: the newest of those valid from that day or before."""
    query = (
        select(RateCardVersion)
        .where(RateCardVersion.code == code, RateCardVersion.valid_from <= on)
        .order_by(RateCardVersion.valid_from.desc(), RateCardVersion.version.desc())
        .limit(1)
    )
    row = db.scalars(query).first()
    return _view(row) if row else None


def card_of_merchant(db: Session, merchant_org_id: uuid.UUID | None, on: date) -> CardView | None:
    """Return the card a merchant pays by on a day: its contract's, else the operator's standard or only one."""
    query = select(MerchantContract.rate_card).where(MerchantContract.merchant_org_id == merchant_org_id)
    code = db.scalars(query).first() if merchant_org_id is not None else None
    code = code or _standard_code(db)
    return card_on(db, code, on) if code else None


def _standard_code(db: Session) -> str | None:
    codes = list(db.scalars(select(RateCardVersion.code).where(RateCardVersion.owner == "own").distinct()))
    return STANDARD if STANDARD in codes else (codes[0] if len(codes) == 1 else None)


def card_of_partner(db: Session, partner_org_id: uuid.UUID, on: date) -> CardView | None:
    """Return the card a partner is paid by on a day: its contract's, else its own newest one."""
    query = select(PartnerContract.rate_card).where(PartnerContract.partner_org_id == partner_org_id)
    code = db.scalars(query).first()
    if code is None:
        own = select(RateCardVersion.code).where(RateCardVersion.partner_org_id == partner_org_id)
        code = db.scalars(own.order_by(RateCardVersion.id.desc()).limit(1)).first()
    return card_on(db, code, on) if code else None


def zone_of(db: Session, card: RateCard, point: LonLat | None) -> str | None:
    """Return the first zone of the card, in its order, whose polygon holds the point."""
    if point is None:
        return None
    here = {zone.code for zone in places.zones_at(db, point)}
    return next((zone.code for zone in card.zones if zone.code in here), None)


def price_shipment(card: CardView, shipment: Shipment) -> Price:
    """Return the price of a shipment on a card; raise NotPriced with what the card lacks."""
    try:
        return price(card.card, shipment)
    except NoPrice as lacking:
        raise NotPriced(str(lacking)) from lacking


def _view(row: RateCardVersion) -> CardView:
    return CardView(
        id=row.id, code=row.code, version=row.version, valid_from=row.valid_from, currency=row.currency,
        owner=row.owner, partner_org_id=row.partner_org_id, body=row.body, card=parse_rate_card(row.body),
    )  # fmt: skip
