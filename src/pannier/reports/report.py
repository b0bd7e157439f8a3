"""The report of a day as values; the JSON, the table, the text and the page all show the same ones."""

import uuid
from datetime import date, datetime

from pannier.base.schemas import Out
from pannier.core.statistics import Proportion


class Rate(Out):
    """A share with the number it rests on and the 95 % Wilson interval; null when there was nothing to observe."""

    successes: int
    n: int
    rate: float | None
    low: float
    high: float

    @classmethod
    def of(cls, proportion: Proportion) -> "Rate":
        """Return a proportion with its interval."""
        interval = proportion.interval
        return cls(
            successes=proportion.successes,
            n=proportion.n,
            rate=proportion.rate,
            low=interval.low,
            high=interval.high,
        )


class Orders(Out):
    """What became of the day's orders, each counted once by its last attempt of the day."""

    total: int
    delivered: int
    partially_delivered: int
    failed: int
    open: int
    """Not attempted on this day."""
    cancelled: int
    """Called off; not part of the total."""
    in_review: int
    """Waiting for a person's look at the address; part of the open ones."""


class Failure(Out):
    """Orders whose last attempt of the day failed for one reason."""

    code: str
    label: str
    orders: int


class Attempts(Out):
    """All attempts of the day, and how many of them succeeded, in which hour."""

    total: int
    succeeded: int
    """Wholly or in part."""
    failed: int
    stops: int
    """Places at which something was attempted."""
    by_hour: list[tuple[int, int, int]]
    """Local hour, succeeded, failed."""


class KindDay(Out):
    """What the vehicles of one kind drove, by their closed rounds."""

    kind: str
    label: str
    transfers: bool
    """True for trips between hubs, which are counted apart."""
    rounds: int
    deliveries: int
    reloads: int
    """Returns to the hub for more parcels."""
    swaps: int
    """Batteries that were swapped at the hub."""
    distance_km: float
    energy_kwh: float
    """At the plug."""
    hours: float
    """From the first load to the end of the round."""
    labour_cents: int
    vehicle_cents: int
    energy_cents: int
    cost_cents: int
    """Labour, vehicle and energy together."""
    co2e_g: float | None
    """Null while rounds wait for the baseline of their day."""


class Cost(Out):
    """What the day cost, and what was charged for it, in minor units."""

    labour_cents: int
    vehicle_cents: int
    energy_cents: int
    own_cents: int
    own_deliveries: int
    own_per_delivery_cents: float | None
    partner_cents: int
    partner_deliveries: int
    partner_per_delivery_cents: float | None
    total_cents: int
    per_delivery_cents: float | None
    charged_cents: int
    charged_per_delivery_cents: float | None
    unpriced: int
    """Deliveries for which no rate card had a price."""
    formula: str


class Emissions(Out):
    """What the day emitted, well-to-wheel, against the frozen diesel-van baseline."""

    co2e_g: float
    per_delivery_g: float | None
    deliveries: int
    compared_g: float
    """That part that has a baseline; what partners deliver has none."""
    baseline_g: float | None
    saved_g: float | None
    """Negative when more was emitted."""
    saved_per_delivery_g: float | None
    compared_deliveries: int
    primary_share: float
    """Share of the emissions that rests on measured energy."""
    waiting_rounds: int
    baseline_kind: str | None
    words: list[str]


class PartnerDay(Out):
    """What a partner did with the orders given to it."""

    partner_org_id: uuid.UUID
    name: str
    orders: int
    delivered: int
    failed: int
    cost_cents: int


class LeftOut(Out):
    """An order that the day's plan could not hold."""

    order_id: uuid.UUID
    reference: str
    code: str
    reason: str


class Released(Out):
    """A route that was let go although parcels were missing."""

    route_id: uuid.UUID
    reason: str
    missing_parcels: int


class DayReport(Out):
    """The figures of one hub and service day."""

    hub_id: uuid.UUID
    hub_name: str
    operator: str
    date: date
    timezone: str
    currency: str
    made_at: datetime
    rounds_open: int
    """Rounds that are still being driven; their kilometres and costs are not in yet."""
    orders: Orders
    failures: list[Failure]
    attempts: Attempts
    first_attempt: Rate
    """Orders first attempted on this day that succeeded at once."""
    windows_kept: Rate
    """Deliveries with a promised window that were handed over within it."""
    fleet: list[KindDay]
    cost: Cost
    emissions: Emissions
    partners: list[PartnerDay]
    left_out: list[LeftOut]
    overrides: list[Released]
