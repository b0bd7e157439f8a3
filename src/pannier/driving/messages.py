"""What phones send: batches of events, each decoded for itself so that a spoilt one does not hold up the others."""

import uuid
from datetime import datetime
from typing import Annotated, Any

import msgspec

from pannier.base.field_faults import told_by_msgspec
from pannier.base.problems import Invalid

MOST_EVENTS = 500

Lon = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Lat = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Text = Annotated[str, msgspec.Meta(max_length=500)]
Code = Annotated[str, msgspec.Meta(max_length=60)]
Barcodes = Annotated[list[Code], msgspec.Meta(max_length=1000)]


class EventBatch(msgspec.Struct, forbid_unknown_fields=True):
    """A batch of events as they came."""

    events: Annotated[list[msgspec.Raw], msgspec.Meta(min_length=1, max_length=MOST_EVENTS)]
    device: Annotated[str, msgspec.Meta(max_length=80)] = ""


class EventIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One event of a rider's phone; `offset_s` is the server's clock minus the phone's, as the phone last saw it."""

    id: uuid.UUID
    type: Code
    device_time: Moment
    counter: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    offset_s: Annotated[float, msgspec.Meta(ge=-4e9, le=4e9)] = 0.0
    route_id: uuid.UUID | None = None
    stop_id: uuid.UUID | None = None
    order_id: uuid.UUID | None = None
    data: msgspec.Raw = msgspec.Raw(b"{}")
    lon: Lon | None = None
    lat: Lat | None = None
    battery_pct: Percent | None = None


class Nothing(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """No data."""


class DutyStart(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which shift and vehicle the rider takes; without them, those of the running shift."""

    shift_id: uuid.UUID | None = None
    vehicle_id: uuid.UUID | None = None
    battery_pct: Percent | None = None


class Parcels(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which parcels were loaded or brought back; without a list all, with an empty one none."""

    barcodes: Barcodes | None = None
    battery_pct: Percent | None = None


class AnnouncedProof(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A proof whose file follows."""

    kind: Code
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Success(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How an order was handed over; `delivered_parcels` fewer than all make it a partial delivery."""

    code: Code | None = None
    name: Text | None = None
    pin: Annotated[str, msgspec.Meta(max_length=12)] | None = None
    pin_tries: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    delivered_parcels: Barcodes | None = None
    reason: Code | None = None
    proofs: Annotated[list[AnnouncedProof], msgspec.Meta(max_length=20)] = []


class Collected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How all parcels of an order were taken over at their sender's door; `name` is who handed them over."""

    code: Code | None = None
    name: Text | None = None
    proofs: Annotated[list[AnnouncedProof], msgspec.Meta(max_length=20)] = []


class Failure(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Why an order was not handed over, at the recipient's door or at its sender's."""

    reason: Code
    text: Text | None = None
    proofs: Annotated[list[AnnouncedProof], msgspec.Meta(max_length=20)] = []


class Swap(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the battery showed before it was swapped."""

    charge_pct_before: Percent | None = None


class Charge(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the battery shows; after a charge on the way also what it showed before."""

    charge_pct: Percent
    charge_pct_before: Percent | None = None


class DutyEnd(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the battery shows at the end."""

    battery_pct: Percent | None = None


Data = Nothing | DutyStart | Parcels | Success | Collected | Failure | Swap | Charge | DutyEnd

DATA: dict[str, type[msgspec.Struct]] = {
    "duty.start": DutyStart,
    "route.load": Parcels,
    "stop.arrive": Nothing,
    "collection.succeed": Collected,
    "collection.fail": Failure,
    "collection.reopen": Nothing,
    "attempt.succeed": Success,
    "attempt.fail": Failure,
    "attempt.reopen": Nothing,
    "hub.return": Parcels,
    "battery.swap": Swap,
    "charge.report": Charge,
    "break.start": Nothing,
    "break.end": Nothing,
    "duty.end": DutyEnd,
}
NEEDS = {
    "stop.arrive": "stop_id",
    "collection.succeed": "order_id",
    "collection.fail": "order_id",
    "collection.reopen": "order_id",
    "attempt.succeed": "order_id",
    "attempt.fail": "order_id",
    "attempt.reopen": "order_id",
}
_EVENT = msgspec.json.Decoder(EventIn)
_DATA: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in DATA.items()
}
_ID = msgspec.json.Decoder(dict[str, Any])


class Spoilt(Invalid):
    """One event of a batch cannot be read."""

    code = "event_invalid"


def read_event(raw: bytes | msgspec.Raw) -> tuple[EventIn, Data]:
    """Return one event and its data; raise Spoilt, which names the field."""
    try:
        event = _EVENT.decode(raw)
    except msgspec.DecodeError as error:
        raise _spoilt(error, "") from error
    if event.type not in _DATA:
        known = ", ".join(DATA)
        raise Spoilt(f"/type: {event.type!r} is no type of event; use one of {known}.", pointer="/type")
    need = NEEDS.get(event.type)
    if need is not None and getattr(event, need) is None:
        raise Spoilt(f"/{need}: {event.type} needs {need}.", pointer=f"/{need}")
    try:
        data: Data = _DATA[event.type].decode(event.data)
    except msgspec.DecodeError as error:
        raise _spoilt(error, "/data") from error
    return event, data


def id_of(raw: bytes | msgspec.Raw) -> str | None:
    """Return the id that a spoilt event carries, if it can be made out, so that the phone knows which one it is."""
    try:
        value = _ID.decode(raw).get("id")
    except msgspec.DecodeError:
        return None
    return value if isinstance(value, str) else None


def _spoilt(error: msgspec.DecodeError, prefix: str) -> Spoilt:
    place, sentence = told_by_msgspec(error)
    pointer = f"{prefix}{place}".removesuffix("/") or "/"
    return Spoilt(f"{pointer}: {sentence}", pointer=pointer)
