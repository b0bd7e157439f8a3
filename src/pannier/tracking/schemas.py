"""What tracking gives out over HTTP."""

import uuid
from datetime import date, datetime

from pannier.base.schemas import Out


class PositionOut(Out):
    """Where a rider is; compare `at` with the clock to see how old it is."""

    rider_id: uuid.UUID
    vehicle_id: uuid.UUID | None
    route_id: uuid.UUID | None
    hub_id: uuid.UUID | None
    lon: float
    lat: float
    at: datetime
    heading_deg: float | None
    speed_mps: float | None
    battery_pct: float | None
    """The phone's battery."""
    name: str
    kind: str | None
    """The vehicle's kind."""


class EtaOut(Out):
    """When a stop is expected to be reached, with the interval of four cases out of five."""

    stop_id: uuid.UUID
    eta: datetime
    early: datetime
    late: datetime
    computed_at: datetime
    source: str
    """plan, progress or position: the best that was known."""
    overdue: bool
    """Whether the interval has passed without news; the times are those of reading then."""


class RatioOut(Out):
    """How long durations of one sort really take beside what is planned, the finer sorts after the coarser."""

    sort: list[str]
    """By what they are told apart: of ways the kind of vehicle, hour and area; at doors what is done, for how many."""
    ratio: float
    """Real over planned seconds."""


class ArrivalModelOut(Out):
    """What is known of how long things take at a hub, and how well that foretold rounds it was not learned from."""

    hub_id: uuid.UUID
    since: date | None
    """The first day that was learned from; null until a hub has driven enough, when the field's figures count."""
    until: date | None
    """The last day that was learned from."""
    rounds: int
    """How many rounds were learned from, counted from pause to pause."""
    travel: list[RatioOut]
    """Ways from door to door, the coarse sorts first."""
    service: list[RatioOut]
    """What is done at doors, the coarse sorts first."""
    measured_days: list[date]
    """The days that were foretold and not learned from."""
    measured_arrivals: int
    """How many arrivals were foretold on them, each from every stop before."""
    held_share: float | None
    """The share of these arrivals that lay within their intervals; four of five should."""
    hour_ahead_width_s: float | None
    """How long their intervals were about an hour ahead, as the median."""


class TracePointOut(Out):
    """One position of a trace."""

    at: datetime
    lon: float
    lat: float


class TraceOut(Out):
    """Where a route was driven."""

    route_id: uuid.UUID
    points: list[TracePointOut]


class LinkOut(Out):
    """The recipient's page of an order."""

    order_id: uuid.UUID
    url: str
    expires_at: datetime


class SpanOut(Out):
    """From when to when."""

    start: datetime
    end: datetime


class ArrivalOut(Out):
    """An expected arrival with its interval."""

    at: datetime
    early: datetime
    late: datetime


class VehicleOut(Out):
    """What comes: its kind only."""

    kind: str
    label: str


class NearOut(Out):
    """Where the rider was a quarter of a minute ago, to within 50 m."""

    lon: float
    lat: float
    at: datetime


class PointOut(Out):
    """The place of delivery."""

    lon: float
    lat: float


class DoneOut(Out):
    """How the order was handed over."""

    at: datetime
    how: str
    signed: bool
    photo_url: str | None


class NotDoneOut(Out):
    """Why the order was not handed over, and what comes next."""

    at: datetime
    reason: str
    label: str
    next: str


class RecipientOut(Out):
    """All that a recipient may see of one order."""

    phase: str
    """planned, loaded, on_the_way, next, delivered, partially_delivered, attempted, returning, returned, cancelled
    or lost."""
    headline: str
    kind: str
    """delivery or return."""
    sender: str
    window: SpanOut | None
    eta: ArrivalOut | None
    later: str | None
    """What is known instead of `eta` when the time told last has passed."""
    stops_before: int | None
    vehicle: VehicleOut | None
    rider_first_name: str | None
    rider: NearOut | None
    you: PointOut | None
    proof: DoneOut | None
    failure: NotDoneOut | None
    co2e_g: float | None
    pin: str | None
    parcels: int
    zone: str
    now: datetime
