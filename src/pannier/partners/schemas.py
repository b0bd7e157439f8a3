"""What partners takes in and gives out over HTTP."""

import uuid
from datetime import date, time
from typing import Annotated, Any, Self

from pydantic import ConfigDict, EmailStr, Field, StringConstraints, model_validator

from pannier.base.schemas import In, Out
from pannier.core.failure import Responsible
from pannier.core.pricing import Occasion, Price, Shipment
from pannier.partners.contracts import Terms
from pannier.partners.merchants import NewOrganisation, NewPerson

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]

CARD_EXAMPLE = {
    "currency": "EUR",
    "zones": [{"code": "centre", "base_cents": 490}, {"code": "hill", "base_cents": 590}],
    "elsewhere_cents": 790,
    "weight_bands": [{"up_to_g": 5000, "add_cents": 0}, {"up_to_g": 30000, "add_cents": 200}],
    "window_bands": [{"up_to_min": 60, "add_cents": 150}],
    "failed_attempt_cents": 250,
}


class PersonIn(In):
    """The first person of a new organisation."""

    name: Name = Field(examples=["Lea Blanc"])
    email: EmailStr
    password: Annotated[str, StringConstraints(min_length=10, max_length=200, strip_whitespace=False)]

    def value(self) -> NewPerson:
        """Return the person as a plain value."""
        return NewPerson(name=self.name, email=self.email, password=self.password)


class _OrganisationIn(In):
    timezone: str | None = Field(default=None, max_length=60, examples=["Europe/Monaco"])
    """IANA name; as the operator's when absent."""
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$", examples=["EUR"])
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", examples=["MC"])
    rate_card: Code | None = Field(default=None, examples=["standard"])
    """Code of the rate card; the newest version valid on a day is used."""
    person: PersonIn | None = None


class MerchantIn(_OrganisationIn):
    """A new merchant: its organisation, contract and, if wanted, its first person."""

    name: Name = Field(examples=["Librairie du Rocher"])

    def organisation(self) -> NewOrganisation:
        """Return the organisation to make."""
        return _organisation(self, self.name)


class MerchantOut(Out):
    """A merchant."""

    organisation_id: uuid.UUID
    name: str
    rate_card: str | None
    active: bool
    person_id: uuid.UUID | None = None


class PartnerIn(_OrganisationIn):
    """A partner: a new organisation by `name`, or one that is here already by `organisation_id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Velo Riviera",
                "zones": ["hill"],
                "max_share": 0.4,
                "co2e_g_per_delivery": 60,
                "promise": "Same day until 18:00",
            }
        }
    )

    organisation_id: uuid.UUID | None = None
    name: Name | None = Field(default=None, examples=["Velo Riviera"])
    zones: list[Code] = Field(default=[], max_length=200, examples=[["hill"]])
    """Codes of the zones it covers; outside them it gets no offers."""
    max_share: float = Field(default=1.0, ge=0, le=1, examples=[0.4])
    """Largest share of a merchant's orders of one day, rounded down; more than 0 is one order at least."""
    co2e_g_per_delivery: int = Field(ge=0, le=100_000, examples=[60])
    """Its own estimate in grams; shown beside ours."""
    promise: str = Field(default="", max_length=300, examples=["Same day until 18:00"])

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.organisation_id is None) == (self.name is None):
            raise ValueError("give either organisation_id (an existing organisation) or name (a new one)")
        return self

    def organisation(self) -> NewOrganisation | uuid.UUID:
        """Return the organisation to make, or the id of the existing one."""
        return self.organisation_id or _organisation(self, self.name or "")

    def terms(self) -> Terms:
        """Return what was agreed."""
        return Terms(
            zones=tuple(self.zones), max_share=self.max_share, promise=self.promise,
            co2e_g_per_delivery=self.co2e_g_per_delivery, rate_card=self.rate_card,
        )  # fmt: skip


def _organisation(body: _OrganisationIn, name: str) -> NewOrganisation:
    return NewOrganisation(name=name, timezone=body.timezone, currency=body.currency, country=body.country)


class PartnerOut(Out):
    """A partner with its contract."""

    partner_org_id: uuid.UUID
    name: str
    zones: list[str]
    max_share: float
    co2e_g_per_delivery: int
    promise: str
    rate_card: str | None
    active: bool
    person_id: uuid.UUID | None = None


class RateCardIn(In):
    """A rate card, or the next version of the one with the same code."""

    code: Code = Field(examples=["standard"])
    valid_from: date = Field(examples=["2026-03-01"])
    """First service day on which this version holds."""
    owner: str = Field(default="own", examples=["own"])
    """own (what merchants pay) or partner (what a partner is paid)."""
    partner_id: uuid.UUID | None = None
    body: dict[str, Any] = Field(examples=[CARD_EXAMPLE])
    """Zones, weight bands, window bands and surcharges; amounts in minor units of the currency."""


class RateCardOut(Out):
    """One version of a rate card."""

    id: uuid.UUID
    code: str
    version: int
    valid_from: date
    currency: str
    owner: str
    partner_org_id: uuid.UUID | None
    body: dict[str, Any]


class PriceIn(In):
    """A delivery to be priced for a try; nothing is stored."""

    zone: Code | None = None
    """Zone code; absent: looked up by lon and lat, else outside all zones."""
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    weight_kg: float | None = Field(default=None, gt=0, le=1500, examples=[3.2])
    volume_l: float | None = Field(default=None, gt=0, le=20_000)
    window_start: time | None = Field(default=None, examples=["10:00"])
    window_min: int | None = Field(default=None, ge=1, le=1440)
    occasion: Occasion = Occasion.DELIVERY
    responsible: Responsible | None = None

    def shipment(self, zone: str | None) -> Shipment:
        """Return the shipment to be priced."""
        return Shipment(
            zone=zone,
            weight_g=None if self.weight_kg is None else round(self.weight_kg * 1000),
            volume_ml=None if self.volume_l is None else round(self.volume_l * 1000),
            window_start=self.window_start,
            window_min=self.window_min,
            occasion=self.occasion,
            responsible=self.responsible,
        )


class LineOut(Out):
    """One line of a price."""

    code: str
    text: str
    amount_cents: int


class PriceOut(Out):
    """A price with the lines that explain it."""

    price_cents: int
    currency: str
    zone: str | None
    lines: list[LineOut]

    @classmethod
    def of(cls, price: Price, zone: str | None) -> "PriceOut":
        """Show a price."""
        lines = [LineOut.model_validate(line) for line in price.lines]
        return cls(price_cents=price.total_cents, currency=price.currency, zone=zone, lines=lines)
