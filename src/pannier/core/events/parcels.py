"""Who holds a parcel: every scan in a hub, and transfers between hubs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pannier.core.events.registry import event


@event("parcel.received")
class ParcelReceived:
    """A parcel came into a hub."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID
    route_id: UUID | None = None


@event("parcel.sorted")
class ParcelSorted:
    """A parcel was put with the others of its route."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID
    route_id: UUID | None = None


@event("parcel.loaded")
class ParcelLoaded:
    """A parcel was put into the vehicle of its route."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID | None = None
    route_id: UUID | None = None


@event("parcel.back")
class ParcelBack:
    """An undelivered parcel came back into a hub."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID
    route_id: UUID | None = None


@event("parcel.returned")
class ParcelReturned:
    """A parcel was handed back to its merchant."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID
    route_id: UUID | None = None


@event("parcel.lost")
class ParcelLost:
    """A parcel cannot be found."""

    parcel_id: UUID
    order_id: UUID
    hub_id: UUID | None = None
    route_id: UUID | None = None


@event("transfer.departed")
class TransferDeparted:
    """A vehicle left one hub for another with the parcels of its manifest."""

    transfer_id: UUID
    from_hub_id: UUID
    to_hub_id: UUID
    at: datetime | None = None


@event("transfer.arrived")
class TransferArrived:
    """A transfer reached its hub; `at` is the release time of its parcels."""

    transfer_id: UUID
    from_hub_id: UUID
    to_hub_id: UUID
    at: datetime | None = None
