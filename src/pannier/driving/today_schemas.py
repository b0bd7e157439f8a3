"""What a rider's phone gets in the morning: everything it needs to work a day without network."""

import uuid
from datetime import date, datetime

from pannier.base.schemas import Out


class PlaceOut(Out):
    """The hub."""

    id: uuid.UUID
    name: str
    address: str
    lon: float
    lat: float
    timezone: str


class RiderOut(Out):
    """The signed-in rider."""

    id: uuid.UUID
    name: str


class ShiftOut(Out):
    """The running or next shift."""

    id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    break_start: datetime | None
    break_end: datetime | None
    break_s: int


class VehicleOut(Out):
    """The shift's vehicle with what its battery is known to hold."""

    id: uuid.UUID
    name: str
    kind: str
    kind_label: str
    battery_wh: int | None
    charge_pct: float | None
    spare_batteries: int
    """How many charged ones still wait at the hub today."""


class DutyOut(Out):
    """Whether the rider is on duty."""

    on: bool
    on_break: bool
    started_at: datetime | None


class WindowOut(Out):
    """When the recipient was promised the delivery."""

    start: datetime
    end: datetime


class ParcelOut(Out):
    """One parcel and where it is."""

    barcode: str
    weight_g: int
    custody: str | None


class PinCheckOut(Out):
    """How the phone checks a PIN without network: PBKDF2-HMAC-SHA256, salt and hash in hex."""

    salt: str
    iterations: int
    hash: str
    tries: int


class OrderTaskOut(Out):
    """What to do for one order at a stop."""

    order_id: uuid.UUID
    reference: str
    kind: str
    """delivery or return; collection where its parcels are collected: names, times and notes are the sender's then."""
    outcome: str | None
    """succeeded, partial or failed, once told."""
    attempts: int
    recipient_name: str | None
    phone_masked: str | None
    """The last two digits; calls go through the dispatcher."""
    address: str
    postcode: str | None
    city: str | None
    notes: str | None
    access_notes: str | None
    window: WindowOut | None
    parcels: list[ParcelOut]
    proof: dict[str, str]
    """Level of each kind of proof: required, warn, optional or off."""
    pin_check: PinCheckOut | None


class TodayStopOut(Out):
    """A stop of the route."""

    id: uuid.UUID
    position: int
    trip: int
    kind: str
    """start, delivery, pickup, collect, reload, swap, charge, break or end."""
    lon: float
    lat: float
    label: str
    window: WindowOut | None
    planned_arrival: datetime
    planned_departure: datetime
    state: str
    """pending, arrived, done or skipped."""
    arrived_at: datetime | None
    leg_distance_m: int
    """Metres of the way to this stop, as planned."""
    leg_energy_j: int
    """Joules that the way to this stop takes, as planned."""
    walk_s: int
    """Seconds on foot from the door before, or from where is parked for it; 0 where the vehicle comes to the door."""
    charge_pct: float | None
    station_id: uuid.UUID | None
    """The charging station on the way where it charges; null at the hub's own charger and at every other stop."""
    at_hub: bool
    """Whether it lies at the hub; a shift may start and end elsewhere."""
    load_g: int
    orders: list[OrderTaskOut]


class TodayRouteOut(Out):
    """The route to drive, or being driven."""

    id: uuid.UUID
    state: str
    revision: int
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    left_m: int
    """Metres still to drive, as planned."""
    energy_left_j: int
    """Joules that the rest of the route needs, as planned."""
    legs: list[str]
    """The way to each stop as polyline6; empty for the first and where nothing is driven."""
    stops: list[TodayStopOut]


class FailureReasonOut(Out):
    """A reason why a delivery can fail."""

    code: str
    label: str
    responsible: str
    next: str
    photo: str
    text_required: bool
    at: list[str]
    """Where it can happen: delivery (a return's pickup too), collection."""


class SuccessCodeOut(Out):
    """A way of handing over."""

    code: str
    label: str
    kind: str
    photo: str


class ReasonsOut(Out):
    """The codes with which attempts end."""

    failure_reasons: list[FailureReasonOut]
    success_codes: list[SuccessCodeOut]


class ClockOut(Out):
    """The server's clock, so that the phone knows its own offset."""

    now: datetime
    factor: float
    running: bool


class TodayOut(ReasonsOut):
    """A rider's day, complete enough to work offline."""

    rider: RiderOut
    service_date: date
    hub: PlaceOut
    shift: ShiftOut | None
    vehicle: VehicleOut | None
    duty: DutyOut
    route: TodayRouteOut | None
    routes_done: int
    """How many routes of the day the rider has completed."""
    clock: ClockOut
