"""How a plan holds on days that are not as planned, and what it is best at among several, as given out over HTTP."""

import uuid

from pydantic import Field

from pannier.base.schemas import Out


class DrawnShareOut(Out):
    """A share with the number it rests on and its 95 % interval; null where there was nothing to observe."""

    rate: float | None
    low: float
    high: float
    count: int


class TargetsOut(Out):
    """What was aimed at: the least share of windows kept, and the largest share of routes that touch the reserve."""

    promises: float | None
    reserve: float | None


class RiskOut(Out):
    """An order whose window is missed on some days, and by how much on average over all days."""

    order_id: uuid.UUID
    late_share: float
    expected_late_s: float


class WithoutOut(Out):
    """The plan without slack, and what slack costs beside it: money that is paid, and per cent of what it costs."""

    windows: DrawnShareOut
    reserves: DrawnShareOut
    shifts: DrawnShareOut
    cost_cents: int
    price_cents: int
    price_weights_cents: int | None = Field(
        default=None,
        description="What counts more besides and nobody pays; null where that is in `price_cents`.",
        examples=[0],
    )
    price_pct: float | None
    distance_m: int
    routes: int
    left_out: int


class EnduranceOut(Out):
    """Drawn days with other travel, service and energy: `windows` kept, `reserves` touched, `shifts` ended in time."""

    days: int
    seed: int
    windows: DrawnShareOut
    reserves: DrawnShareOut
    shifts: DrawnShareOut
    targets: TargetsOut
    reached: bool | None
    """Whether the targets are met; null where nothing was aimed at."""
    rounds: int
    risks: list[RiskOut]
    without: WithoutOut | None
    """Null where no slack was asked for."""


class ChoiceOut(Out):
    """What a plan of several is compared by; `best_at`: cost, promises, grams or fairness, none for a compromise."""

    best_at: list[str]
    cost_cents: int = Field(description="What is paid.", examples=[41250])
    weights_cents: int | None = Field(
        default=None,
        description="What counts besides for the search and nobody pays, orders left out by what they are worth "
        "among it; null in plans made before it was told, which have it in `cost_cents`.",
        examples=[310],
    )
    grams: float
    """CO2e of the plan's energy, from the well to the wheel."""
    kept: float
    """The share of windows kept on drawn days."""
    uneven_s: int
    """The standard deviation of the working time of all vehicles of the day."""
    plans: int
    """How many there were to choose from."""
