"""What orders take in over HTTP."""

import json
import uuid
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from pannier.base.schemas import In
from pannier.core.geo import LonLat
from pannier.core.order_limits import MAX_AMOUNT, MAX_OTHER_LOADS, MAX_PRIZE_CENTS
from pannier.core.order_wishes import MOST_WINDOWS
from pannier.orders.collection_schemas import EXAMPLE as COLLECTION_EXAMPLE
from pannier.orders.collection_schemas import (
    CollectionIn,
    CollectionPatchIn,
    collection_changes,
    window_of,
)
from pannier.orders.locate import End
from pannier.orders.parts import AddressIn, Instant, Short, Text, WindowIn, seconds, thousand
from pannier.orders.submission import Submission, Window

# The field is called like its type, which a class body cannot say.
ServiceDate = date
Reference = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Policy = Literal["required", "warn", "optional", "off"]

LoadName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
_OTHER_LOADS = (
    "What it takes up beyond grams, litres and parcels, by a name that vehicles have in `capacities`."
)
_PRIZE = "What leaving it out of a plan costs, in minor units: the more, the sooner it is served; null: it must be."
_ABOARD = "Minutes at most between the end of loading (or of its collection) and the door, as for hot food."
_ON_DEMAND = (
    "Whether it must leave within minutes: it is given to a rider at once, beside the planned rounds."
)
_LEAVE = "On demand: minutes from when it is ready until it must have left; null for what the hub says."
_DELIVER = "On demand: minutes from when it is ready until it must be there; null for what the hub says."
_GOODS = "A class of goods of the organisation, such as food; some never share a trip: GET /v1/organisation."
_TOGETHER = "Orders of one merchant and day with the same word here go by one vehicle, on any of its trips."
_APART = "Orders of one merchant and day with the same word here go by different vehicles."
_DUE = "When the service should have begun: later is allowed in its window, and costs what the organisation says."
_WINDOWS = "Further windows behind `window`, in order; the service begins in one of them."

EXAMPLE: dict[str, Any] = {
    "reference": "A-1001",
    "date": "2026-03-02",
    "address": {"line": "Rue Grimaldi", "house_number": "12", "postcode": "98000", "city": "Monaco"},
    "recipient": {"name": "Ana Rossi", "phone": "+377 99 11 22 33", "email": "ana@example.com"},
    "window": {"start": "2026-03-02T10:00:00+01:00", "end": "2026-03-02T12:00:00+01:00"},
    "weight_kg": 3.2,
    "volume_l": 12,
    "parcels": 1,
    "notes": "Leave with the concierge",
    "metadata": {"shop": "web"},
}


class RecipientIn(In):
    """Who gets it; stored sealed."""

    name: Short | None = Field(default=None, examples=["Ana Rossi"])
    phone: Annotated[str, StringConstraints(pattern=r"^[+0-9 ()./-]{5,30}$")] | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)] | None = (
        None
    )


class ProofIn(In):
    """Which proofs the hand-over needs; what is absent is as the operator has it."""

    photo: Policy | None = None
    signature: Policy | None = None
    pin: Policy | None = None
    name: Policy | None = None


class _Content(In):
    kind: Literal["delivery", "return"] = "delivery"
    """delivery brings something to the address, return fetches something there."""
    hub_id: uuid.UUID | None = None
    """Absent: the only hub, or the one nearest to the address."""
    date: ServiceDate | None = None
    """Service day at the hub. Absent: the window's day, else today until the hub opens and tomorrow afterwards."""
    window: WindowIn | None = None
    weight_kg: float | None = Field(default=None, description="All parcels together; 2 kg each when absent.")
    volume_l: float | None = Field(default=None, description="All parcels together; 8 l each when absent.")
    parcels: int = Field(default=1, description="How many parcels, 1 to 200.")
    service_min: float | None = Field(
        default=None, description="Minutes at the door beyond the vehicle kind's."
    )
    needs: list[Word] = Field(default=[], max_length=20, examples=[["lift"]])
    """Skills the rider must have."""
    collection: CollectionIn | None = Field(default=None, examples=[COLLECTION_EXAMPLE])
    """Where the parcels are collected; absent: they leave from the hub."""
    bundle: Reference | None = None
    """Orders with the same name here are collected at one address by one vehicle, on one day."""
    other_loads: dict[LoadName, Amount] = Field(
        default={}, max_length=MAX_OTHER_LOADS, description=_OTHER_LOADS, examples=[{"cold_l": 12}]
    )
    prize_cents: int | None = Field(default=None, ge=0, le=MAX_PRIZE_CENTS, description=_PRIZE)
    max_aboard_min: float | None = Field(default=None, description=_ABOARD, examples=[30])
    on_demand: bool = Field(default=False, description=_ON_DEMAND, examples=[False])
    leave_within_min: float | None = Field(default=None, description=_LEAVE, examples=[15])
    deliver_within_min: float | None = Field(default=None, description=_DELIVER, examples=[45])
    goods: Word | None = Field(default=None, description=_GOODS, examples=["food"])
    together: Reference | None = Field(default=None, description=_TOGETHER, examples=["family-7"])
    apart: Reference | None = Field(default=None, description=_APART, examples=["surprise-7"])
    due_at: Instant | None = Field(default=None, description=_DUE, examples=["2026-03-02T11:00:00+01:00"])
    more_windows: list[WindowIn] = Field(default=[], max_length=MOST_WINDOWS - 1, description=_WINDOWS)
    release_at: Instant | None = None
    """When its parcels can be loaded, or what is fetched is ready, at the earliest; null for at once."""
    proof: ProofIn | None = None
    notes: Text | None = None
    access_notes: Text | None = None
    metadata: dict[Annotated[str, StringConstraints(max_length=60)], Text] = Field(default={}, max_length=50)


class OrderIn(_Content):
    """An order; the same reference of the same merchant again updates it."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    reference: Reference
    merchant_id: uuid.UUID | None = None
    """Whose order it is, when an operator sends it; a merchant's own need none."""
    address: AddressIn
    recipient: RecipientIn = RecipientIn()
    quote_id: uuid.UUID | None = Field(
        default=None,
        description="The answer of POST /v1/quotes that it is placed by: it takes the window (name one where several "
        "are offered), the price and the grams of it.",
        examples=[None],
    )
    cod_amount: float | None = Field(
        default=None, description="Refused: cash on delivery is not offered yet."
    )

    def submission(self) -> Submission:
        """Return the order as it is checked."""
        at, who = self.address, self.recipient
        return Submission(
            reference=self.reference, kind=self.kind, merchant_org_id=self.merchant_id, hub_id=self.hub_id,
            date=self.date, line=at.line, house_number=at.house_number, postcode=at.postcode, city=at.city,
            country=at.country, point=at.point, recipient_name=who.name, recipient_phone=who.phone,
            recipient_email=who.email, window=self.window.value if self.window else None,
            weight_g=thousand(self.weight_kg), volume_ml=thousand(self.volume_l), parcels=self.parcels,
            service_s=seconds(self.service_min), needs=tuple(self.needs), proof=_proof(self.proof),
            other_loads=_some(self.other_loads), prize_cents=self.prize_cents, release_at=self.release_at,
            notes=self.notes, access_notes=self.access_notes, details=self.metadata, bundle=self.bundle,
            collection=self.collection.sent() if self.collection else None,
            on_demand=self.on_demand, leave_within_s=seconds(self.leave_within_min),
            deliver_within_s=seconds(self.deliver_within_min),
            max_aboard_s=seconds(self.max_aboard_min), goods=self.goods, together=self.together,
            apart=self.apart, due_at=self.due_at, more_windows=tuple(one.value for one in self.more_windows),
            quote_id=self.quote_id,
            raw=json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True),
        )  # fmt: skip


class PatchIn(In):
    """What to change; an absent field stays, null empties it."""

    hub_id: uuid.UUID | None = None
    date: ServiceDate | None = None
    window: WindowIn | None = None
    address: AddressIn | None = None
    recipient: RecipientIn | None = None
    weight_kg: float | None = None
    volume_l: float | None = None
    parcels: int | None = None
    service_min: float | None = None
    needs: list[Word] | None = Field(default=None, max_length=20)
    collection: CollectionPatchIn | None = None
    """Null: its parcels leave from the hub after all."""
    bundle: Reference | None = None
    other_loads: dict[LoadName, Amount] | None = Field(
        default=None, max_length=MAX_OTHER_LOADS, description=_OTHER_LOADS
    )
    prize_cents: int | None = Field(default=None, ge=0, le=MAX_PRIZE_CENTS, description=_PRIZE)
    max_aboard_min: float | None = Field(default=None, description=_ABOARD, examples=[30])
    on_demand: bool = Field(default=False, description=_ON_DEMAND, examples=[False])
    leave_within_min: float | None = Field(default=None, description=_LEAVE, examples=[15])
    deliver_within_min: float | None = Field(default=None, description=_DELIVER, examples=[45])
    goods: Word | None = Field(default=None, description=_GOODS, examples=["food"])
    together: Reference | None = Field(default=None, description=_TOGETHER, examples=["family-7"])
    apart: Reference | None = Field(default=None, description=_APART, examples=["surprise-7"])
    due_at: Instant | None = Field(default=None, description=_DUE, examples=["2026-03-02T11:00:00+01:00"])
    more_windows: list[WindowIn] | None = Field(
        default=None, max_length=MOST_WINDOWS - 1, description=_WINDOWS
    )
    release_at: Instant | None = None
    proof: ProofIn | None = None
    notes: Text | None = None
    access_notes: Text | None = None
    metadata: dict[str, Text] | None = Field(default=None, max_length=50)

    def changes(self) -> dict[str, Any]:
        """Return the columns to change; the window goes apart."""
        sent = self.model_fields_set
        columns: dict[str, Any] = {
            "hub_id": self.hub_id, "service_date": self.date, "weight_g": thousand(self.weight_kg),
            "volume_ml": thousand(self.volume_l), "parcel_count": self.parcels,
        }  # fmt: skip
        names = ("hub_id", "date", "weight_kg", "volume_l", "parcels")
        out = {
            column: value
            for name, (column, value) in zip(names, columns.items(), strict=True)
            if name in sent and value is not None
        }
        if "service_min" in sent:
            out["service_s"] = seconds(self.service_min)
        if "needs" in sent:
            out["needs"] = sorted(set(self.needs or ()))
        if "other_loads" in sent:
            out["other_loads"] = _some(self.other_loads or {})
        out |= {name: getattr(self, name) for name in ("prize_cents", "release_at") if name in sent}
        if "proof" in sent:
            out["proof"] = _proof(self.proof)
        out |= {name: getattr(self, name) for name in ("notes", "access_notes") if name in sent}
        if "metadata" in sent:
            out["details"] = self.metadata or {}
        out |= collection_changes(self.collection) if "collection" in sent else {}
        out |= {"bundle": self.bundle} if "bundle" in sent else {}
        return out | self._wishes() | self._people_and_place()

    def _wishes(self) -> dict[str, Any]:
        sent = self.model_fields_set
        out: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("goods", "together", "apart", "due_at", "on_demand")
            if name in sent
        }
        for name in ("max_aboard", "leave_within", "deliver_within"):
            if f"{name}_min" in sent:
                out[f"{name}_s"] = seconds(getattr(self, f"{name}_min"))
        if "more_windows" in sent:
            out["more_windows"] = [one.value for one in self.more_windows or ()]
        return out

    @property
    def collect_window(self) -> Window | None:
        """Return the new window of the collection."""
        return window_of(self.collection)

    def _people_and_place(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if self.address is not None:
            fields = self.address.model_fields_set
            names = ("line", "house_number", "postcode", "city", "country")
            out |= {name: getattr(self.address, name) for name in names if name in fields}
            if self.address.point is not None:
                at = self.address.point.rounded()
                out |= {"lon": at.lon, "lat": at.lat}
        if self.recipient is not None:
            fields = self.recipient.model_fields_set
            out |= {f"recipient_{name}": getattr(self.recipient, name) for name in fields}
        return out


def _some(loads: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in sorted(loads.items()) if amount}


def _proof(proof: ProofIn | None) -> dict[str, str]:
    return proof.model_dump(exclude_none=True) if proof else {}


class BulkIn(In):
    """Up to 1,000 orders; each is taken or refused on its own."""

    orders: list[dict[str, Any]] = Field(min_length=1, max_length=1000, examples=[[EXAMPLE]])
    """Orders as for POST /v1/orders."""


class CancelIn(In):
    """Why an order is called off."""

    reason: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")] | None = Field(
        default=None, examples=["customer_changed_mind"]
    )
    """A code, not a text: it goes into the event log, which holds no personal data."""


class LocationIn(In):
    """Where an order goes to, or where it is collected (`end`): a point, or the number of a candidate (from 0) as
    GET …/candidates lists them.
    """

    model_config = ConfigDict(json_schema_extra={"example": {"lon": 7.4203, "lat": 43.7374}})

    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    candidate: int | None = Field(default=None, ge=0)
    end: End = End.DELIVERY
    """Which address is meant: delivery or collection."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        point = self.lon is not None and self.lat is not None
        if point == (self.candidate is not None) or (self.lon is None) != (self.lat is None):
            raise ValueError("give either lon and lat, or candidate")
        return self

    @property
    def point(self) -> LonLat | None:
        """Return the chosen point."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)


class ReleaseIn(In):
    """When a held order is tried again; absent means the next day."""

    date: ServiceDate | None = None
