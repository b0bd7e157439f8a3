"""What a quote takes in and gives out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from pannier.base.schemas import In, Out
from pannier.core.address import Address
from pannier.core.order_limits import DEFAULT_VOLUME_ML, DEFAULT_WEIGHT_G, MAX_SERVICE_S
from pannier.core.units import G_PER_KG, divide_half_up
from pannier.orders.parts import AddressIn, WindowIn, seconds, thousand
from pannier.orders.schemas import Word
from pannier.planning.quotes.values import Asked, Goods, Offer, Quoted

ServiceDate = date
_MOST_WINDOWS = 24
_MILLICENTS = 1000
_NOBODY = "No rider of the day can come then: the plan has no room for it."
EXAMPLE: dict[str, Any] = {
    "address": {"line": "Rue Grimaldi", "house_number": "12", "postcode": "98000", "city": "Monaco"},
    "date": "2026-03-10",
    "weight_kg": 3.2,
    "volume_l": 12,
    "parcels": 1,
    "windows": [{"start": "2026-03-10T10:00:00+01:00", "end": "2026-03-10T12:00:00+01:00"}],
}


class QuoteIn(In):
    """Where a delivery would go, what it is, and the windows in question."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    address: AddressIn
    hub_id: uuid.UUID | None = None
    """Absent: the only hub, or the one nearest to the address."""
    merchant_id: uuid.UUID | None = None
    """Whose price is asked for, when an operator asks; a merchant's own need none."""
    date: ServiceDate | None = None
    """Service day at the hub. Absent: today until the hub opens and tomorrow afterwards."""
    windows: list[WindowIn] = Field(
        default=[],
        max_length=_MOST_WINDOWS,
        description="The windows in question, 24 at most. Absent: slots of the hub's opening hours.",
    )
    slot_min: int = Field(
        default=120,
        ge=60,
        le=720,
        examples=[120],
        description="How many minutes a slot of the opening hours has.",
    )
    weight_kg: float | None = Field(default=None, description="All parcels together; 2 kg each when absent.")
    volume_l: float | None = Field(default=None, description="All parcels together; 8 l each when absent.")
    parcels: int = Field(default=1, description="How many parcels, 1 to 200.")
    service_min: float = Field(
        default=0, ge=0, le=MAX_SERVICE_S // 60, description="Minutes at the door beyond the vehicle kind's."
    )
    needs: list[Word] = Field(default=[], max_length=20, examples=[["lift"]])
    """Skills the rider must have."""
    goods: Word | None = Field(
        default=None,
        examples=["food"],
        description="A class of goods of the organisation; some never share a trip.",
    )

    @model_validator(mode="after")
    def _each_window_once(self) -> Self:
        if len({(one.start, one.end) for one in self.windows}) < len(self.windows):
            raise ValueError("name each window once")
        return self

    def asked(self) -> Asked:
        """Return the question as plain values."""
        at, count = self.address, max(1, self.parcels)
        weight_g, volume_ml = thousand(self.weight_kg), thousand(self.volume_l)
        return Asked(
            address=Address(at.line, at.house_number, at.postcode, at.city, at.country),
            point=at.point,
            hub_id=self.hub_id,
            service_date=self.date,
            merchant_org_id=self.merchant_id,
            windows=tuple(one.value for one in self.windows),
            slot_min=self.slot_min,
            goods=Goods(
                weight_g=DEFAULT_WEIGHT_G * count if weight_g is None else weight_g,
                volume_ml=DEFAULT_VOLUME_ML * count if volume_ml is None else volume_ml,
                parcels=self.parcels,
                service_s=seconds(self.service_min) or 0,
                needs=tuple(self.needs),
                goods=self.goods,
            ),
        )


class QuotedWindowOut(Out):
    """One window: what the delivery adds to the plan, or why it is not offered."""

    start: datetime
    end: datetime
    offered: bool = Field(description="Whether the plan can keep it.")
    why_not: str = Field(examples=[""], description="Why it is not offered, in words; empty where it is.")
    price_cents: int | None = Field(
        examples=[490], description="What the payer pays by its rate card; null without a price."
    )
    no_price: str = Field(
        examples=[""], description="Why there is no price, in words; empty where there is one."
    )
    extra_cents: int | None = Field(
        examples=[120],
        description="What is paid more for the plan with it; null where not offered, and for merchants always.",
    )
    extra_weights_cents: int | None = Field(
        examples=[12],
        description="What counts more besides and nobody pays; null where not offered, and for merchants always.",
    )
    extra_s: int | None = Field(
        examples=[360],
        description="Seconds that the rider works longer; null where not offered, and for merchants always.",
    )
    extra_co2e_g: int | None = Field(
        examples=[14], description="Grams CO2e that the plan emits more; null where not offered."
    )
    starts_at: datetime | None = Field(
        description="When the service would begin; null where not offered, and for merchants always."
    )

    @classmethod
    def of(cls, offer: Offer, *, is_for_merchant: bool) -> Self:
        """Show an offer; merchants see neither what it costs the operator nor who drives."""
        found = offer.found if offer.found is not None and not offer.why_not else None
        inner = None if is_for_merchant else found
        named = offer.found is not None and bool(offer.found.vehicle_id)
        return cls(
            start=offer.span.start,
            end=offer.span.end,
            offered=found is not None,
            why_not=_NOBODY if is_for_merchant and named and offer.why_not else offer.why_not,
            price_cents=offer.price.cents,
            no_price=offer.price.why_none,
            extra_cents=inner
            and divide_half_up(inner.extra_millicents - inner.extra_weights_millicents, _MILLICENTS),
            extra_weights_cents=inner and divide_half_up(inner.extra_weights_millicents, _MILLICENTS),
            extra_s=inner and inner.extra_s,
            extra_co2e_g=found and divide_half_up(found.extra_co2e_mg, G_PER_KG),
            starts_at=offer.starts_at if inner else None,
        )


class QuoteOut(Out):
    """Which windows can be kept at an address, by which plan, and until when this holds."""

    id: uuid.UUID | None = Field(description="Under which an order may be placed by it, as its `quote_id`.")
    hub_id: uuid.UUID
    date: ServiceDate
    lon: float
    lat: float
    plan_id: uuid.UUID
    plan_revision: int = Field(examples=[2], description="The revision of the plan that answered.")
    computed_at: datetime = Field(description="When the answer was computed.")
    expires_at: datetime
    ways: Literal["streets", "nearest_place"] = Field(
        description="Whose ways were counted: those on the streets to the address, or of the nearest place known."
    )
    nearest_m: int | None = Field(
        examples=[None, 85],
        description="How far away that nearest place is, in metres as the crow flies; null with ways on streets.",
    )
    currency: str
    windows: list[QuotedWindowOut] = Field(description="The windows in question, in the order asked for.")


def show_quote(quoted: Quoted) -> QuoteOut:
    """Show an answer."""
    return QuoteOut(
        id=quoted.quote_id,
        hub_id=quoted.place.hub.id,
        date=quoted.service_date,
        lon=quoted.place.point.lon,
        lat=quoted.place.point.lat,
        plan_id=quoted.plan_id,
        plan_revision=quoted.revision,
        computed_at=quoted.made_at,
        expires_at=quoted.expires_at,
        ways="streets" if quoted.nearest_m is None else "nearest_place",
        nearest_m=quoted.nearest_m,
        currency=quoted.offers[0].price.currency,
        windows=[QuotedWindowOut.of(one, is_for_merchant=quoted.is_for_merchant) for one in quoted.offers],
    )
