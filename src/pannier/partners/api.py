"""Routes of merchants, partners and rate cards."""

import uuid
from dataclasses import asdict
from typing import Annotated

from pannier.base.edge import Edge, Router, may
from pannier.core.geo import LonLat
from pannier.partners import contracts, merchants, rate_cards
from pannier.partners.schemas import (
    MerchantIn,
    MerchantOut,
    PartnerIn,
    PartnerOut,
    PriceIn,
    PriceOut,
    RateCardIn,
    RateCardOut,
)

router = Router(prefix="/v1", tags=["partners"])


@router.get("/merchants")
def list_merchants(edge: Annotated[Edge, may("partners:read")]) -> list[MerchantOut]:
    """List the merchants you deliver for."""
    return [_merchant(view, None) for view in merchants.list_merchants(edge.db)]


@router.post("/merchants", status_code=201)
def create_merchant(body: MerchantIn, edge: Annotated[Edge, may("partners:write")]) -> MerchantOut:
    """Set up a merchant: its organisation, its contract with you and, if wanted, its first person."""
    person = body.person.value() if body.person else None
    view, person_id = merchants.create_merchant(
        edge.db, body.organisation(), rate_card=body.rate_card, person=person
    )
    return _merchant(view, person_id)


@router.get("/partners")
def list_partners(edge: Annotated[Edge, may("partners:read")]) -> list[PartnerOut]:
    """List the partners that deliver for you."""
    return [PartnerOut(**asdict(view)) for view in contracts.list_partners(edge.db)]


@router.post("/partners", status_code=201)
def create_partner(body: PartnerIn, edge: Annotated[Edge, may("partners:write")]) -> PartnerOut:
    """Work with a partner: a new organisation by name, or one that is here already by its id."""
    person = body.person.value() if body.person else None
    view, person_id = contracts.create_partner(
        edge.db, body.terms(), organisation=body.organisation(), person=person
    )
    return PartnerOut(**asdict(view), person_id=person_id)


@router.get("/rate-cards")
def list_rate_cards(edge: Annotated[Edge, may("rates:read")]) -> list[RateCardOut]:
    """List all versions of all rate cards."""
    return [RateCardOut.model_validate(view) for view in rate_cards.list_rate_cards(edge.db)]


@router.post("/rate-cards", status_code=201)
def create_rate_card(body: RateCardIn, edge: Annotated[Edge, may("rates:write")]) -> RateCardOut:
    """Write a rate card or the next version of one; older versions never change."""
    if body.partner_id is not None:
        contracts.get_partner(edge.db, body.partner_id)
    view = rate_cards.create_rate_card(
        edge.db,
        code=body.code,
        valid_from=body.valid_from,
        body=body.body,
        owner=body.owner,
        partner_org_id=body.partner_id,
    )
    return RateCardOut.model_validate(view)


@router.post("/rate-cards/{card_id}/price")
def try_price(card_id: uuid.UUID, body: PriceIn, edge: Annotated[Edge, may("rates:read")]) -> PriceOut:
    """Price a delivery for a try; the lines explain the price and nothing is stored."""
    card = rate_cards.get_card(edge.db, card_id)
    point = LonLat(body.lon, body.lat) if body.lon is not None and body.lat is not None else None
    zone = body.zone or rate_cards.zone_of(edge.db, card.card, point)
    return PriceOut.of(rate_cards.price_shipment(card, body.shipment(zone)), zone)


def _merchant(view: merchants.MerchantView, person_id: uuid.UUID | None) -> MerchantOut:
    return MerchantOut(
        organisation_id=view.org_id,
        name=view.name,
        rate_card=view.rate_card,
        active=view.active,
        person_id=person_id,
    )
