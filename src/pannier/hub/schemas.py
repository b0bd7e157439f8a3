"""What hubs take in and give out over HTTP."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints, model_validator

from pannier.base import clock
from pannier.base.schemas import In, Out
from pannier.core.custody import ScanAction
from pannier.hub.models import ParcelCustody, Scan, Transfer, TransferParcel
from pannier.hub.scan import ScanRequest, ScanResult
from pannier.hub.transfers import TransferRequest

Barcode = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_SCANNABLE = tuple(action for action in ScanAction if action not in {ScanAction.DELIVER, ScanAction.COLLECT})


class ScanIn(In):
    """One scan, of one parcel (`barcode`) or of many at once (`barcodes`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "019ab7c0-5a1e-7c33-9a55-0242ac120002",
                "action": "receive",
                "barcode": "340123450000000017",
                "hub_id": "019ab7c0-5a1e-7c33-9a55-0242ac120003",
                "device_time": "2026-03-10T06:41:07+01:00",
            }
        }
    )

    id: uuid.UUID
    """Made by the scanner; the same id again changes nothing."""
    action: ScanAction
    """receive, sort, load, back, return (to the merchant) or lost."""
    barcode: Barcode | None = None
    """One barcode; a refusal is then an error."""
    barcodes: Annotated[list[Barcode], Field(max_length=500)] = Field(default_factory=list)
    """Several barcodes; each has a result of its own."""
    hub_id: uuid.UUID
    """Where the scan is made."""
    route_id: uuid.UUID | None = None
    """The route that the parcels are sorted to or loaded for; without it, the one they are planned on."""
    device_time: AwareDatetime
    """When it was scanned, by the scanner's clock."""
    onward: bool = False
    """Take parcels of another hub in, to be transferred there."""

    @model_validator(mode="after")
    def _one_of_both(self) -> "ScanIn":
        if (self.barcode is None) == (not self.barcodes):
            raise ValueError("give either barcode or barcodes")
        if self.action not in _SCANNABLE:
            raise ValueError("deliveries are told by the rider's app, not by a scan in the hub")
        return self

    def to_request(self) -> ScanRequest:
        """Return the scan as the use case takes it."""
        return ScanRequest(
            id=self.id,
            action=self.action,
            barcodes=[self.barcode] if self.barcode else self.barcodes,
            hub_id=self.hub_id,
            route_id=self.route_id,
            device_time=self.device_time,
            received_at=clock.now(),
            onward=self.onward,
        )


class ScanResultOut(Out):
    """What became of one barcode."""

    barcode: str
    state: str
    """applied, repeated (nothing new), late (something newer is known) or refused."""
    custody: str | None
    """Where the parcel is now."""
    order_id: uuid.UUID | None
    reference: str | None
    """The order's reference."""
    route_id: uuid.UUID | None
    """The route that it belongs to now."""
    code: str | None
    """Why it was refused."""
    detail: str | None


class ScanOut(Out):
    """What became of a scan."""

    id: uuid.UUID
    action: ScanAction
    results: list[ScanResultOut]
    applied: int
    refused: int

    @classmethod
    def of(cls, body: ScanIn, results: list[ScanResult]) -> "ScanOut":
        """Return the answer to a scan."""
        return cls(
            id=body.id,
            action=body.action,
            results=[ScanResultOut.model_validate(result) for result in results],
            applied=sum(result.state == "applied" for result in results),
            refused=sum(result.state == "refused" for result in results),
        )


class ParcelPlaceOut(Out):
    """Where one parcel is."""

    parcel_id: uuid.UUID
    barcode: str
    order_id: uuid.UUID
    reference: str
    """The order's reference."""
    state: str
    """expected, received, sorted, loaded, delivered, back, returned or lost."""
    hub_id: uuid.UUID | None
    route_id: uuid.UUID | None
    """The route that it was sorted to or loaded for."""
    vehicle_id: uuid.UUID | None
    at: datetime
    """Since when."""

    @classmethod
    def of(cls, row: ParcelCustody, references: Mapping[uuid.UUID, str]) -> "ParcelPlaceOut":
        """Return the place of a parcel of one of these orders."""
        own = [name for name in ParcelPlaceOut.model_fields if name != "reference"]
        return cls(reference=references[row.order_id], **{name: getattr(row, name) for name in own})


class ScanStepOut(Out):
    """One scan in a parcel's history."""

    action: str
    outcome: str
    """applied, repeated, late, or the code of the refusal."""
    from_state: str | None
    to_state: str | None
    hub_id: uuid.UUID | None
    route_id: uuid.UUID | None
    vehicle_id: uuid.UUID | None
    device_time: datetime
    received_at: datetime
    by: str


class ParcelHistoryOut(ParcelPlaceOut):
    """Where one parcel is and all scans that led there."""

    history: list[ScanStepOut]

    @classmethod
    def with_history(
        cls, row: ParcelCustody, references: Mapping[uuid.UUID, str], scans: list[Scan]
    ) -> "ParcelHistoryOut":
        """Return the place of a parcel with its scans."""
        place = ParcelPlaceOut.of(row, references).model_dump()
        return cls(**place, history=[ScanStepOut.model_validate(scan) for scan in scans])


class TransferIn(In):
    """A transfer to be made: parcels by barcode, or all parcels of orders."""

    from_hub_id: uuid.UUID
    to_hub_id: uuid.UUID
    vehicle_id: uuid.UUID
    barcodes: Annotated[list[Barcode], Field(max_length=2000)] = Field(default_factory=list)
    order_ids: Annotated[list[uuid.UUID], Field(max_length=2000)] = Field(default_factory=list)

    def to_request(self) -> TransferRequest:
        """Return the transfer as the use case takes it."""
        return TransferRequest(**self.model_dump())


class TransferMomentIn(In):
    """When a transfer left or arrived; now, if not told."""

    device_time: AwareDatetime | None = None


class ManifestLineOut(Out):
    """One parcel of a transfer."""

    parcel_id: uuid.UUID
    order_id: uuid.UUID
    barcode: str


class TransferOut(Out):
    """A transfer between hubs with its manifest, way and energy."""

    id: uuid.UUID
    from_hub_id: uuid.UUID
    to_hub_id: uuid.UUID
    vehicle_id: uuid.UUID
    state: str
    """planned, departed or arrived."""
    departed_at: datetime | None
    arrived_at: datetime | None
    distance_m: int
    duration_s: int
    energy_j: int
    """Joules at the battery, by the vehicle's full formula with the manifest's weight."""
    plug_j: int
    """The same with charging losses."""
    geometry: str
    """The way as polyline6."""
    manifest: list[ManifestLineOut]

    @classmethod
    def of(cls, transfer: Transfer, lines: list[TransferParcel]) -> "TransferOut":
        """Return a transfer with its manifest."""
        fields = {name: getattr(transfer, name) for name in cls.model_fields if name != "manifest"}
        return cls(**fields, manifest=[ManifestLineOut.model_validate(line) for line in lines])
