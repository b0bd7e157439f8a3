"""What changing a running day takes in and gives out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.core.geo import LonLat
from pannier.engine.stability import Stability
from pannier.fleet.rules import Rules
from pannier.planning.models import Proposal
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.propose import Asked
from pannier.planning.running_day.rider_names import Names, named, named_words
from pannier.planning.solver import Effort

MOST = 500


class BatteryIn(In):
    """What a vehicle's battery holds, told by somebody who has looked."""

    vehicle_id: uuid.UUID
    charge_wh: float = Field(ge=0, le=1_000_000)


class PointIn(In):
    """A place on the map, in degrees."""

    lon: float = Field(ge=-180, le=180, description="Degrees east.", examples=[7.42])
    lat: float = Field(ge=-90, le=90, description="Degrees north.", examples=[43.73])


class ProposalIn(In):
    """What happened on a running day, and what must not change.

    The answer changes nothing by itself; accept it to give it to the riders.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "hub_id": "01936d5e-0000-7000-8000-000000000001",
                "date": "2026-03-10",
                "operation": "urgent_order",
                "order_ids": ["01936d5e-0000-7000-8000-000000000009"],
            }
        }
    )

    hub_id: uuid.UUID
    date: date
    operation: Literal[
        "orders_inserted",
        "urgent_order",
        "rider_away",
        "vehicle_broken",
        "street_blocked",
        "low_battery",
        "order_cancelled",
        "replanned",
    ]
    order_ids: list[uuid.UUID] = Field(
        default=[], max_length=MOST, description="Located orders of the own fleet to put into running routes."
    )
    shift_ids: list[uuid.UUID] = Field(
        default=[],
        max_length=MOST,
        description="Shifts that do not go on; what is aboard of those that have left is taken over by others.",
    )
    meet_at: PointIn | None = Field(
        default=None,
        description="Where riders take over what is aboard of who has left; where the vehicle is unless given.",
    )
    batteries: list[BatteryIn] = Field(default=[], max_length=MOST)
    keep_rider: list[uuid.UUID] = Field(
        default=[], max_length=MOST, description="Orders that stay with their rider."
    )
    keep_time: list[uuid.UUID] = Field(
        default=[], max_length=MOST, description="Orders that stay near their planned moment."
    )
    tolerance_s: int = Field(default=900, ge=0, le=86_400, description="How near that is, in seconds.")
    keep_route: list[uuid.UUID] = Field(
        default=[],
        max_length=MOST,
        description="Shifts whose stops stay in their order; new ones come behind.",
    )
    keep_next: int = Field(
        default=1, ge=0, le=1_000, description="How many next stops every rider keeps, whatever happens."
    )
    budget_s: float | None = Field(
        default=None,
        ge=0,
        le=30,
        description="Seconds of search; unless given 1, for one urgent order 0.1 to 1 by how many orders are open.",
        examples=[1.0],
    )
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    rider_changed_cents: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="What another rider for an order counts; as the fleet's rules say unless given.",
        examples=[200],
    )
    promise_moved_cents: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="What a promise that moves counts, and each hour of it; as the fleet's rules say unless given.",
        examples=[300],
    )

    def asked(self, rules: Rules) -> Asked:
        """Return what is asked as plain values; the fleet's rules say what changes count unless this does."""
        at, riders, promises = self.meet_at, self.rider_changed_cents, self.promise_moved_cents
        change = Change(
            operation=self.operation,
            order_ids=tuple(self.order_ids),
            without=tuple(self.shift_ids),
            charge_wh={one.vehicle_id: one.charge_wh for one in self.batteries},
            keep_rider=tuple(self.keep_rider),
            keep_time=tuple(self.keep_time),
            tolerance_s=self.tolerance_s,
            keep_route=tuple(self.keep_route),
            keep_next=self.keep_next,
            lie_at={shift: LonLat(at.lon, at.lat) for shift in self.shift_ids} if at else {},
        )
        return Asked(
            hub_id=self.hub_id,
            service_date=self.date,
            change=change,
            effort=Effort(seed=self.seed, budget_s=self.budget_s),
            stability=Stability(
                1000 * (rules.rider_changed_cents if riders is None else riders),
                1000 * (rules.promise_moved_cents if promises is None else promises),
            ),
        )


class ChangedOrderOut(Out):
    """An order for which something changes."""

    order_id: uuid.UUID
    reference: str
    change: str
    """new, gone, rider, later or earlier."""
    rider_before: str | None
    rider: str | None
    before: datetime | None
    """When its service would begin as things stand."""
    after: datetime | None
    moved_s: int | None
    promise_moved: bool = Field(
        default=False,
        description="Whether its recipient has to hear: it leaves the window, or the moment that was told.",
        examples=[False],
    )
    missed_s: int = Field(
        default=0, description="Seconds by which it would miss what its recipient was told.", examples=[0]
    )


class ProposedLeftOutOut(Out):
    """An order that finds no place, and why."""

    order_id: uuid.UUID
    reference: str = ""
    code: str
    reason: str


class HandoverOut(Out):
    """A rider takes over parcels where a vehicle stands that does not go on."""

    rider: str
    """Who takes them over."""
    vehicle: str
    """The vehicle that they are in."""
    lon: float
    lat: float
    at: datetime
    orders: list[str]
    """The references of the orders."""


class DiffOut(Out):
    """What would be different from the running plan as it is; `kept` of `of` stops stay with their rider."""

    orders: list[ChangedOrderOut]
    kept: int
    of: int
    cost_cents: int
    """What is paid more, or less where it is negative."""
    weights_cents: int | None = Field(
        default=None,
        description="What counts more besides and nobody pays; null in proposals made before it was told.",
        examples=[0],
    )
    riders_changed: int = Field(default=0, description="Orders that go to another rider.", examples=[0])
    riders_cents: int = Field(default=0, description="What those counted in the choice.", examples=[0])
    promises_moved: int = Field(
        default=0, description="Recipients who would be served when they were not told.", examples=[0]
    )
    promises_cents: int = Field(default=0, description="What those counted in the choice.", examples=[0])
    distance_m: int
    energy_j: int
    co2e_g: int
    left_out: list[ProposedLeftOutOut]
    tell_riders: list[str]
    tell_recipients: list[str]
    """References of orders whose recipients should hear."""
    broken: list[str]
    """Why it cannot be driven, in words; none means that it can be accepted."""
    handovers: list[HandoverOut] = Field(default=[])
    """Who takes over what from vehicles that do not go on, where and when."""
    not_kept: list[str] = Field(default=[])
    """Which rules it does not keep, in words, because the running plan did not any more."""
    unlocked: list[str] = Field(default=[])
    """Which next stops, riders and moments could not stay although they were to, in words."""


class KnownOut(Out):
    """Where a vehicle's facts came from and how old they are; the charge is null where it has no battery."""

    vehicle: str
    position_source: str
    position_age_s: int
    charge_wh: int | None = None
    charge_source: str | None
    charge_age_s: int | None


class ProposalOut(Out):
    """A proposed change of a running plan: open, accepted or discarded."""

    id: uuid.UUID
    hub_id: uuid.UUID
    date: date
    operation: str
    state: str
    created_at: datetime
    decided_at: datetime | None
    by: str | None
    revision: int | None
    took_s: float
    outdated: str | None = Field(
        default=None,
        description="Why it cannot be accepted any more, since the day went on against it; null while it stands.",
        examples=[None],
    )
    diff: DiffOut
    known: list[KnownOut]


def show_proposal(row: Proposal, names: Names, outdated: str | None = None) -> ProposalOut:
    """Return a proposal as it is shown; `names` are riders by shift, `outdated` why it does not stand any more."""
    return ProposalOut.model_validate(
        {
            "id": row.id,
            "hub_id": row.hub_id,
            "date": row.service_date,
            "operation": row.change["operation"],
            "state": row.state,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
            "by": row.by,
            "revision": row.revision,
            "took_s": row.took_s,
            "outdated": None if outdated is None else named_words(outdated, names),
            "diff": named(row.diff, names),
            "known": row.known,
        }
    )
