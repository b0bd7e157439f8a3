"""What a day's report rests on, as plain values: attempts by their own times, never by when a row was changed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

SUCCESSES = ("succeeded", "partial")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """One order of the day; the window is the promised one."""

    id: uuid.UUID
    reference: str
    status: str
    partner_org_id: uuid.UUID | None
    in_review: bool
    window_start: datetime | None
    window_end: datetime | None
    more_windows: tuple[tuple[datetime | None, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFacts:
    """One attempt that stands; `today` tells that it belongs to the day, not to one before or after."""

    order_id: uuid.UUID
    outcome: str
    reason: str | None
    at: datetime
    hour: int
    route_id: uuid.UUID | None
    place: uuid.UUID
    """The stop, or the attempt itself where no stop is known."""
    today: bool

    @property
    def succeeded(self) -> bool:
        """Tell whether something was handed over."""
        return self.outcome in SUCCESSES


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """One closed round or transfer."""

    id: uuid.UUID
    kind: str
    transfer: bool
    distance_m: int
    plug_j: int
    duration_s: int
    deliveries: int
    reloads: int = 0
    swaps: int = 0
    co2e_mg: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFacts:
    """The sums of the day's emissions in milligrams."""

    co2e_mg: int
    compared_mg: int
    baseline_mg: int | None
    deliveries: int
    compared_deliveries: int
    primary_share: float
    waiting_rounds: int
    baseline_kind: str | None
    baseline_reason: str | None
    baseline_begun: bool
    """The baseline was frozen only after driving had begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """What was charged and what partners get, in minor units."""

    charged_cents: int
    unpriced: int
    partner_cents: Mapping[uuid.UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """All of a day; `attempts` hold each order's whole history as it happened, oldest first."""

    orders: Sequence[OrderFacts]
    attempts: Mapping[uuid.UUID, Sequence[AttemptFacts]]
    rounds: Sequence[RoundFacts]
    rounds_open: int
    emissions: EmissionFacts
    money: MoneyFacts
    partners: Mapping[uuid.UUID, str]
