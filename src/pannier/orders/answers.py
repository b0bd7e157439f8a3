"""What orders give out over HTTP."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from pannier.base.log_tables import LogRow
from pannier.base.schemas import Out
from pannier.connect.geocoder import Candidate
from pannier.orders.models import Order, Parcel
from pannier.orders.on_demand import Times

# The field is called like its type, which a class body cannot say.
ServiceDate = date


class AddressOut(Out):
    """Where to."""

    label: str
    line: str
    house_number: str | None
    postcode: str | None
    city: str | None
    country: str | None
    lon: float | None
    lat: float | None
    match_quality: int | None
    """0 to 100; null while nothing was found."""
    match_precision: str | None
    located_how: str | None
    review_code: str | None
    """Why a person has to look at the address; null when nobody has to."""


class RecipientOut(Out):
    """Who gets it."""

    name: str | None
    phone: str | None
    email: str | None


class WindowOut(Out):
    """When to come, in the hub's offset."""

    start: datetime
    end: datetime


class OnDemandTimesOut(Out):
    """Within how many minutes an order on demand leaves and is there, and by when that is."""

    leave_within_min: float = Field(description="Minutes until it leaves at the latest.", examples=[15])
    deliver_within_min: float = Field(description="Minutes until it is there at the latest.", examples=[45])
    leave_by: datetime = Field(
        description="By when it leaves: the minutes count from when it is ready, or a rider is sought for it if later."
    )
    deliver_by: datetime = Field(description="By when it is there.")

    @classmethod
    def of(cls, times: Times, zone: ZoneInfo | None) -> "OnDemandTimesOut":
        """Show them in the hub's zone."""
        return cls(
            leave_within_min=times.leave_within_s / 60,
            deliver_within_min=times.deliver_within_s / 60,
            leave_by=times.leave_by.astimezone(zone),
            deliver_by=times.deliver_by.astimezone(zone),
        )


class OrderRow(Out):
    """An order in a list."""

    id: uuid.UUID
    reference: str
    kind: str
    status: str
    source: str
    merchant_id: uuid.UUID | None
    hub_id: uuid.UUID | None
    date: ServiceDate
    window: WindowOut | None
    label: str
    postcode: str | None
    city: str | None
    recipient_name: str | None
    lon: float | None
    lat: float | None
    review_code: str | None
    collect_label: str | None
    """Where it is collected, in one line; null when it leaves from the hub."""
    collect_lon: float | None
    collect_lat: float | None
    collect_review_code: str | None
    """Why a person has to look at the address of the collection; null when nobody has to."""
    collected_at: datetime | None
    bundle: str | None
    weight_kg: float
    volume_l: float
    parcels: int
    carrier: str | None
    partner_org_id: uuid.UUID | None
    route_id: uuid.UUID | None
    failures: int
    on_demand_times: OnDemandTimesOut | None
    """By when an order on demand leaves and is there; null for one of the planned rounds."""
    created_at: datetime

    @classmethod
    def of(cls, order: Order, zone: ZoneInfo | None = None, times: Times | None = None) -> "OrderRow":
        """Show an order in a list."""
        on_demand = None if times is None else OnDemandTimesOut.of(times, zone)
        return cls(**_row(order, zone), on_demand_times=on_demand)


def _row(order: Order, zone: ZoneInfo | None) -> dict[str, Any]:
    same = ("id", "reference", "kind", "status", "source", "hub_id", "label", "postcode", "city")
    also = (
        "recipient_name",
        "lon",
        "lat",
        "review_code",
        "carrier",
        "partner_org_id",
        "route_id",
        "failures",
        "collect_lon",
        "collect_lat",
        "collected_at",
        "bundle",
    )
    return {
        **{name: getattr(order, name) for name in (*same, *also, "created_at")},
        "merchant_id": order.merchant_org_id,
        "collect_label": order.collect_label if order.has_collection else None,
        "collect_review_code": order.collect_review_code if order.awaits_collection else None,
        "date": order.service_date,
        "window": window_of(order.window_start, order.window_end, zone),
        "weight_kg": order.weight_g / 1000,
        "volume_l": order.volume_ml / 1000,
        "parcels": order.parcel_count,
    }


def window_of(start: datetime | None, end: datetime | None, zone: ZoneInfo | None) -> WindowOut | None:
    """Show a window, None without one."""
    if start is None or end is None:
        return None
    return WindowOut(start=start.astimezone(zone), end=end.astimezone(zone))


class ContactOut(Out):
    """Who hands it over where it is collected."""

    name: str | None
    phone: str | None


class CollectionOut(Out):
    """Where the parcels are collected when they do not come by the hub."""

    address: AddressOut
    contact: ContactOut
    window: WindowOut | None
    service_min: float | None
    notes: str | None
    collected_at: datetime | None
    """When a rider took them over there, or they came into the hub after all; null until then."""

    @classmethod
    def of(cls, order: Order, zone: ZoneInfo | None) -> "CollectionOut | None":
        """Show an order's collection, None without one."""
        if not order.has_collection:
            return None
        names = [name for name in AddressOut.model_fields if name not in {"label", "review_code"}]
        address = {name: getattr(order, f"collect_{name}") for name in names}
        return cls(
            address=AddressOut(
                **address,
                label=order.collect_label,
                review_code=order.collect_review_code if order.awaits_collection else None,
            ),
            contact=ContactOut(name=order.collect_name, phone=order.collect_phone),
            window=window_of(order.collect_start, order.collect_end, zone),
            service_min=None if order.collect_service_s is None else order.collect_service_s / 60,
            notes=order.collect_notes,
            collected_at=order.collected_at.astimezone(zone) if order.collected_at else None,
        )


class ParcelOut(Out):
    """A parcel of an order."""

    id: uuid.UUID
    barcode: str
    n: int
    weight_kg: float
    volume_l: float

    @classmethod
    def of(cls, parcel: Parcel) -> "ParcelOut":
        """Show a parcel."""
        return cls(
            id=parcel.id, barcode=parcel.barcode, n=parcel.n, weight_kg=parcel.weight_g / 1000,
            volume_l=parcel.volume_ml / 1000,
        )  # fmt: skip


class OrderWarning(Out):
    """What has to be seen to although the order was taken."""

    pointer: str = Field(description="The field, as a JSON pointer.", examples=["/weight_kg"])
    code: str
    detail: str


class QuoteTakenOut(Out):
    """What the quote that an order was placed by promised."""

    id: uuid.UUID
    price_cents: int | None = Field(
        description="What the payer pays for the delivery; null where the quote had no price.", examples=[490]
    )
    currency: str | None = Field(
        description="The currency of the price; null without a price.", examples=["EUR"]
    )
    co2e_g: int | None = Field(
        description="Grams CO2e that the delivery was to add to the plan.", examples=[14]
    )

    @classmethod
    def of(cls, order: Order) -> "QuoteTakenOut | None":
        """Show an order's quote, None without one."""
        if order.quote_id is None:
            return None
        return cls(
            id=order.quote_id,
            price_cents=order.quoted_price_cents,
            currency=order.quoted_currency,
            co2e_g=order.quoted_co2e_g,
        )


class OrderOut(OrderRow):
    """An order in full."""

    address: AddressOut
    recipient: RecipientOut
    collection: CollectionOut | None
    """Where it is collected; null when it leaves from the hub."""
    service_min: float | None
    needs: list[str]
    other_loads: dict[str, int] = Field(
        description="What it takes up beyond grams, litres and parcels, by name."
    )
    usual_load: list[str]
    """Which of weight_kg and volume_l are what is taken for each parcel when nobody says."""
    prize_cents: int | None
    """What leaving it out of a plan costs, in minor units; null when it must be served."""
    on_demand: bool = Field(examples=[False])
    """Whether it goes to a rider at once, beside the planned rounds."""
    leave_within_min: float | None = Field(examples=[15])
    """On demand: minutes until it must have left; null for what the hub says."""
    deliver_within_min: float | None = Field(examples=[45])
    """On demand: minutes until it must be there; null for what the hub says."""
    max_aboard_min: float | None = Field(examples=[30])
    """Minutes its goods may be aboard at most; null for no limit."""
    goods: str | None = Field(examples=["food"])
    """Its class of goods."""
    together: str | None = Field(examples=["family-7"])
    """What orders of its merchant and day have in common that go by one vehicle."""
    apart: str | None = Field(examples=["surprise-7"])
    """What orders of its merchant and day have in common that go by different vehicles."""
    due_at: datetime | None = Field(examples=["2026-03-02T11:00:00+01:00"])
    """When its service should have begun; later costs."""
    more_windows: list[WindowOut]
    """Further windows behind the first."""
    proof: dict[str, str]
    notes: str | None
    access_notes: str | None
    metadata: dict[str, str]
    release_at: datetime | None
    quote: QuoteTakenOut | None = Field(description="What it was placed by; null without a quote.")
    open_fields: list[str]
    """Groups of fields that may still be changed: contact, place, time, load."""
    parcel_list: list[ParcelOut]
    warnings: list[OrderWarning]
    """What has to be seen to although the order was taken; empty when all is well."""
    outcome: str | None = None
    """Of the request: created, updated or unchanged; null when the order was only read."""


class BulkRow(Out):
    """What became of one order of a bulk request; `index` counts from 0."""

    index: int
    outcome: str
    reference: str | None
    order_id: uuid.UUID | None
    errors: list[dict[str, str]]
    warnings: list[dict[str, str]]
    """What has to be seen to although the order was taken."""


class BulkOut(Out):
    """What became of a bulk request; every order of it has its row."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    rows: list[BulkRow]


class CandidateOut(Out):
    """A place that an address may mean; `candidate` is its number for POST …/location."""

    candidate: int
    label: str
    street: str
    number: str
    postcode: str
    city: str
    lon: float
    lat: float
    precision: str
    score: float

    @classmethod
    def of(cls, n: int, found: Candidate) -> "CandidateOut":
        """Show a candidate."""
        return cls(
            candidate=n, label=found.label, street=found.street, number=found.number, postcode=found.postcode,
            city=found.city, lon=found.point.lon, lat=found.point.lat, precision=found.precision,
            score=found.score,
        )  # fmt: skip


class EventOut(Out):
    """One thing that happened to an order."""

    seq: int
    type: str
    at: datetime
    data: dict[str, Any]
    actor: str
    """Who caused it: `person:<id>`, `key:<id>`, or the part of Pannier that did it by itself."""
    actor_name: str | None
    """Their name where they belong to your organisation."""

    @classmethod
    def of(cls, row: LogRow, names: Mapping[str, str]) -> "EventOut":
        """Show an event; `names` are those of callers that may be shown."""
        return cls(
            seq=row.seq, type=row.type, at=row.at, data=row.data, actor=row.actor,
            actor_name=names.get(row.actor),
        )  # fmt: skip
