"""What planning takes in and gives out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.core.endurance.targets import LEAST_PROMISES, LEAST_RESERVE, MOST_PROMISES, MOST_RESERVE
from pannier.planning.day import DEFAULT_TEMPERATURE_C
from pannier.planning.schemas_endurance import ChoiceOut, EnduranceOut


class PlanIn(In):
    """Which hub and day to plan, and how long to search."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "hub_id": "01936d5e-0000-7000-8000-000000000001",
                "date": "2026-03-10",
                "budget_s": 20,
                "seed": 1,
                "promise_target": 0.97,
                "reserve_target": 0.001,
            }
        }
    )

    hub_id: uuid.UUID
    date: date
    budget_s: float = Field(default=20.0, ge=0, le=3600, description="Seconds of search.")
    iterations: int | None = Field(
        default=None,
        ge=0,
        le=10_000_000,
        description="Search this many iterations instead: with the same seed and day, the same plan.",
    )
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    temperature_c: float = Field(
        default=DEFAULT_TEMPERATURE_C,
        ge=-40,
        le=50,
        description="How warm the day is; cold days need more battery.",
    )
    promise_target: float | None = Field(
        default=None,
        ge=LEAST_PROMISES,
        le=MOST_PROMISES,
        description="The least share of windows kept on drawn days, such as 0.97; null plans without slack for them.",
    )
    reserve_target: float | None = Field(
        default=None,
        ge=LEAST_RESERVE,
        le=MOST_RESERVE,
        description="The largest share of routes that touch the battery's reserve, such as 0.001; null for no slack.",
    )
    choices: bool = Field(
        default=False,
        description="Make three to five plans that differ in cost, promises, grams and even hours, to choose from.",
    )


class WindowOut(Out):
    """A span of time."""

    start: datetime | None
    end: datetime | None


class UnkeptOut(Out):
    """Something that an order would rather have had, such as a rider who knows the area."""

    why: str = Field(description="What it is.", examples=["knows the area"])
    riders: list[str] = Field(description="Who of those on duty would have had it.", examples=[["Ana Rossi"]])


class LockOut(Out):
    """What a dispatcher has fixed of an order's stop; plans keep it until it is freed."""

    rider: bool = Field(description="Whether it stays with its rider.", examples=[True])
    time: bool = Field(description="Whether it stays near its planned moment.", examples=[False])
    order: bool = Field(
        description="Whether it and all stops before it stay first, in their order.", examples=[False]
    )
    tolerance_s: int = Field(
        description="How near to its moment it stays where the time is locked, in seconds.", examples=[900]
    )
    kept: bool = Field(
        description="Whether the stop is as it was fixed; false where a person or a rule moved it.",
        examples=[True],
    )


class StopOrderOut(Out):
    """An order at a stop, with where its task stands."""

    order_id: uuid.UUID
    reference: str
    task_id: uuid.UUID
    kind: str
    """dropoff, pickup (a return) or collect (at its sender's door)."""
    state: str
    outcome: str | None
    unkept: list[UnkeptOut] = Field(
        description="What it would rather have had; empty where nothing is amiss."
    )
    lock: LockOut | None = Field(description="What a dispatcher has fixed of it; null where it is free.")


class RestOut(Out):
    """Of a break: by which rule it is there, and how much of it is waited anyway."""

    rule: str = Field(
        description="What asks for it, in words; empty where no rule of today does.",
        examples=["30 min between 11:00 and 13:00, as the shift says"],
    )
    anyway_s: int = Field(
        description="Seconds of it that the rider would wait for windows behind it without the break, as planned.",
        examples=[1200],
    )


class StopOut(Out):
    """A stop of a route; all times have the hub's offset."""

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
    planned_start: datetime
    planned_departure: datetime
    arrived_at: datetime | None
    state: str
    orders: list[StopOrderOut]
    charge_pct: float | None
    station_id: uuid.UUID | None
    """The charging station on the way where it charges; null for the hub's own charger and every other stop."""
    charge_wh: int | None = Field(
        description="What a charge or swap draws at the plug, in watt hours; null at other stops.",
        examples=[4200],
    )
    charge_cents: int | None = Field(
        description="What that costs, by the charger's price at that hour.", examples=[61]
    )
    charge_co2e_g: int | None = Field(
        description="What it emits, by the grid at that hour, in grams CO2e.", examples=[890]
    )
    parked_at_stop: int | None = Field(
        description="The position of the stop for which the vehicle was parked, where its rider walks from door to "
        "door; its own position where that is this stop, null where nobody walks.",
        examples=[3],
    )
    walk_s: int = Field(
        description="Seconds on foot to this door, from the one before or from where is parked; no metres are driven.",
        examples=[75],
    )
    rest: RestOut | None = Field(description="What is to be said of a break; null at every other stop.")
    at_hub: bool
    """Whether it lies at the hub; a shift may start and end elsewhere."""
    load_g: int
    load_parcels: int


class RouteSummary(Out):
    """A route in one line."""

    id: uuid.UUID
    plan_id: uuid.UUID
    state: str
    revision: int
    rider_id: uuid.UUID
    rider_name: str
    vehicle_id: uuid.UUID
    vehicle_name: str
    vehicle_kind: str
    shift_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    duration_s: int
    energy_wh: int
    cost_cents: int = Field(description="What is paid for it.", examples=[6420])
    weights_cents: int | None = Field(
        description="What counts besides for the search and nobody pays; null in routes made before it was told.",
        examples=[85],
    )
    stop_count: int
    order_count: int
    parcel_count: int


class RouteHubOut(Out):
    """The hub a route starts from."""

    id: uuid.UUID
    name: str
    lon: float
    lat: float


class RouteOut(RouteSummary):
    """A route with its stops; `legs[i]` is the way to `stops[i]`, empty where nothing is driven."""

    hub: RouteHubOut
    stops: list[StopOut]
    legs: list[str]


class AmountOut(Out):
    """By how much a rule gives way: of what, how much, in which unit."""

    name: str
    """What gives way: time, charge, a load such as mass, or a limit such as distance_m."""
    amount: int
    """By how much, in whole units."""
    unit: str
    """s, m, J, g, ml, parcels, stops or units."""


class RelaxationOut(Out):
    """One rule that gives way, alone, so that an order left out goes in; the extras are of the whole plan."""

    kind: str
    """window_later, window_earlier, shift_later, shift_earlier, release, room, charge, swap, trip, limit, break,
    aboard, goods, stack, together, apart, skill, only, instead (another order stays behind) or prize (it fits, for
    more than it is worth)."""
    words: str
    """The whole of it as a sentence."""
    shift_id: uuid.UUID
    """The shift with whose vehicle it fits."""
    amounts: list[AmountOut]
    """By how much the rule gives way; several where loads or limits are short together."""
    names: list[str]
    """Skills that are missing, or the references of orders that are in its way."""
    at: datetime | None
    """When a battery is swapped."""
    extra_cents: int
    """What is paid more for the whole plan then."""
    extra_weights_cents: int = Field(
        default=0, description="What counts more besides, and nobody pays.", examples=[12]
    )
    extra_s: int
    """Seconds more on the road."""
    extra_co2e_g: int
    """Grams CO2e more."""


class LeftOutOut(Out):
    """An order that a plan left out, why in words, and what became of it since."""

    order_id: uuid.UUID
    reference: str
    code: str
    reason: str
    relaxations: list[RelaxationOut] | None
    """What would let it in, the cheapest first; null where so many were left out that nobody looked."""
    status: str | None
    partner_org_id: uuid.UUID | None
    partner_name: str | None
    partner_accepted: bool


class ElsewhereOut(Out):
    """An order with another rider: what the whole plan then costs more, or less where it is negative."""

    shift_id: uuid.UUID
    rider_name: str
    vehicle_name: str
    vehicle_kind: str
    extra_cents: int
    """What is paid more for the whole plan then, or less where it is negative."""
    extra_weights_cents: int = Field(description="What counts more besides, and nobody pays.", examples=[12])
    extra_s: int
    """Seconds more on the road of all riders together."""
    extra_co2e_g: int
    """Grams CO2e more."""
    starts_at: datetime | None
    """When its service would begin; null where it cannot be."""
    forbidden: str
    """The rule that forbids it, in words; empty where it could be."""


class OrderElsewhereOut(Out):
    """One order of a stop with the next best riders, the best first; none where it stands in no plan any more."""

    order_id: uuid.UUID
    reference: str
    elsewhere: list[ElsewhereOut]
    """The next best riders, the best first; those that may not have it come last."""


class WhyHereOut(Out):
    """Why a stop is with its rider: what each of its orders would cost with others, or what forbids it."""

    stop_id: uuid.UUID
    route_id: uuid.UUID
    orders: list[OrderElsewhereOut]


class PlanSummary(Out):
    """A plan in one line; `totals` and `timings` are figures by name, units in the names.

    Of `totals`, `cost_cents` is what is paid, by its parts in `cost_parts_cents`; `weights_cents` is what counts
    besides for the search and nobody pays, by its parts in `weight_parts_cents`: uneven work (`balance`), riders' areas
    and changes (`preferences`), lateness, and the price of CO2e.
    """

    id: uuid.UUID
    hub_id: uuid.UUID
    date: date
    revision: int
    state: str
    seed: int
    budget_s: float | None
    iterations: int | None
    temperature_c: float
    engine: str
    checked: bool
    created_at: datetime
    totals: dict[str, Any]
    timings: dict[str, Any]
    endurance: EnduranceOut | None
    """How it holds on days that are not as planned; null in plans made before that was judged."""
    choice: ChoiceOut | None
    """Null where one run made one plan."""


class PlanChangeOut(Out):
    """What happened to a plan's routes since it was made; its `totals` stay those it was made with."""

    kind: Literal["released", "reassigned", "proposal", "on_demand"] = Field(
        description="Routes released, or given to another shift by hand; proposals accepted; orders taken on demand.",
        examples=["proposal"],
    )
    count: int = Field(description="How many routes, proposals or orders.", examples=[2])
    at: datetime = Field(description="When the last one was.", examples=["2026-03-10T09:12:00+01:00"])
    operation: str | None = Field(description="Of proposals: what was asked.", examples=["rider_away"])


class PlanOut(PlanSummary):
    """A plan with its routes and what it left out."""

    changes: list[PlanChangeOut] = Field(description="What happened to its routes since, the latest first.")

    routes: list[RouteSummary]
    left_out: list[LeftOutOut]


class LockIn(In):
    """What shall stay of an order's stop when the day is planned again or changed; all false frees it."""

    model_config = ConfigDict(json_schema_extra={"example": {"rider": True, "time": False, "order": False}})

    rider: bool = Field(default=False, description="It stays with its rider.", examples=[True])
    time: bool = Field(default=False, description="It stays near its planned moment.", examples=[False])
    order: bool = Field(
        default=False,
        description="It and all stops before it stay first, in their order; only once its rider has left.",
        examples=[False],
    )
    tolerance_s: int = Field(
        default=900, ge=0, le=86_400, description="How near to its moment, in seconds.", examples=[900]
    )
