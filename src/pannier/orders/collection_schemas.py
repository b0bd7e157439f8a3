"""What a collection looks like over HTTP, coming in and going out."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from pannier.base.schemas import In
from pannier.orders.collection import ADDRESS, NOTHING, PREFIX
from pannier.orders.parts import AddressIn, Short, Text, WindowIn, seconds
from pannier.orders.submission import CollectionSent, Window

EXAMPLE: dict[str, Any] = {
    "address": {"line": "Rue Princesse Caroline", "house_number": "7", "postcode": "98000", "city": "Monaco"},
    "contact": {"name": "Pharmacie du Port", "phone": "+377 99 44 55 66"},
    "window": {"start": "2026-03-02T09:00:00+01:00", "end": "2026-03-02T11:00:00+01:00"},
    "notes": "Ring at the counter",
}


class ContactIn(In):
    """Who hands it over; stored sealed."""

    name: Short | None = Field(default=None, examples=["Pharmacie du Port"])
    phone: Annotated[str, StringConstraints(pattern=r"^[+0-9 ()./-]{5,30}$")] | None = None


class CollectionPatchIn(In):
    """What to change of a collection; an absent field stays, null empties it."""

    address: AddressIn | None = None
    window: WindowIn | None = None
    """When it can be collected, on the order's service day."""
    contact: ContactIn | None = None
    service_min: float | None = Field(
        default=None, description="Minutes at the sender's door beyond the vehicle kind's."
    )
    notes: Text | None = None

    def changes(self) -> dict[str, Any]:
        """Return the columns to change; a new window goes apart."""
        sent, out = self.model_fields_set, dict[str, Any]()
        if self.address is not None:
            fields = self.address.model_fields_set
            out |= {f"{PREFIX}{name}": getattr(self.address, name) for name in ADDRESS if name in fields}
            if self.address.point is not None:
                at = self.address.point.rounded()
                out |= {"collect_lon": at.lon, "collect_lat": at.lat}
        if self.contact is not None:
            fields = self.contact.model_fields_set
            out |= {f"{PREFIX}{name}": getattr(self.contact, name) for name in fields}
        if "notes" in sent:
            out["collect_notes"] = self.notes
        if "service_min" in sent:
            out["collect_service_s"] = seconds(self.service_min)
        if "window" in sent and self.window is None:
            out |= {"collect_start": None, "collect_end": None}
        return out


class CollectionIn(CollectionPatchIn):
    """Where the parcels are collected when they do not come by the hub; the rider who takes them delivers them."""

    address: AddressIn

    def sent(self) -> CollectionSent:
        """Return the collection as it is checked."""
        at, who = self.address, self.contact or ContactIn()
        return CollectionSent(
            line=at.line, house_number=at.house_number, postcode=at.postcode, city=at.city,
            country=at.country, point=at.point, name=who.name, phone=who.phone, notes=self.notes,
            window=self.window.value if self.window else None, service_s=seconds(self.service_min),
        )  # fmt: skip


def collection_changes(sent: CollectionPatchIn | None) -> dict[str, Any]:
    """Return the columns that a PATCH changes; null takes the collection away, and with it the bundle."""
    return {**NOTHING, "bundle": None} if sent is None else sent.changes()


def window_of(sent: CollectionPatchIn | None) -> Window | None:
    """Return the new window of a collection."""
    return sent.window.value if sent is not None and sent.window is not None else None
