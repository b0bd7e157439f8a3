"""What orders on demand give out over HTTP."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import Field

from pannier.base.schemas import Out
from pannier.core.order_states import OVER
from pannier.orders.models import Order
from pannier.planning.models import OnDemandOrder
from pannier.planning.on_demand.show import Shown
from pannier.planning.on_demand.why import SOON, UNSETTLED


class OnDemandWhyOut(Out):
    """What a code is about; null is what does not belong to it."""

    at: datetime | None = Field(
        description="held: until when; not_ready: from when; late: when it is there; only_unanswered: when that "
        "rider is asked again."
    )
    rider: str | None = Field(
        description="late: who is soonest; off_duty: who had it; unanswered, asked_again and only_unanswered: who "
        "did not set out.",
        examples=["Ana Rossi"],
    )
    riders: int | None = Field(
        description="nobody_fits: how many are on duty; only_unanswered: how many did not set out.",
        examples=[3],
    )
    late_s: int | None = Field(description="late: by how many seconds.", examples=[420])
    cause: str | None = Field(
        description="unreachable: what binds, as a code of orders that a plan left out.", examples=["window"]
    )
    day: date | None = Field(description="day_over: the day that is over.", examples=["2026-03-09"])

    @classmethod
    def of(cls, facts: Mapping[str, Any], names: Mapping[uuid.UUID, str]) -> "OnDemandWhyOut":
        """Show the facts of a code, riders by their names."""
        shift_id = facts.get("shift_id")
        return cls(
            at=facts.get("at"),
            rider=None if shift_id is None else names.get(uuid.UUID(shift_id)),
            riders=facts.get("riders"),
            late_s=facts.get("late_s"),
            cause=facts.get("cause"),
            day=facts.get("day"),
        )


class OnDemandOrderOut(Out):
    """An order on demand: who has it, when it leaves and arrives, or why nobody has it."""

    order_id: uuid.UUID = Field(description="The order.")
    reference: str = Field(description="Its merchant's reference.", examples=["PIZZA-7"])
    status: str = Field(description="Where the order stands.", examples=["planned"])
    state: str = Field(
        description="waiting; given: its rider may still change; going: its rider has left for it; done.",
        examples=["given"],
    )
    from_hub: bool = Field(
        description="Whether it leaves from the hub; else it is collected.", examples=[False]
    )
    ended_at: datetime | None = Field(description="When it was over; null while it is open.")
    ready_at: datetime | None = Field(description="When it is ready; null until it was looked at.")
    leave_by: datetime | None = Field(description="By when it must have left.")
    deliver_by: datetime | None = Field(description="By when it must be there.")
    rider: str | None = Field(description="Who has it.", examples=["Ana Rossi"])
    shift_id: uuid.UUID | None = Field(description="The shift that has it.")
    leaves_at: datetime | None = Field(description="When it is expected to leave.")
    arrives_at: datetime | None = Field(description="When it is expected to be there.")
    leaves_late_s: int = Field(
        description="Seconds by which it leaves too late, as expected now; 0 in time.", examples=[0]
    )
    arrives_late_s: int = Field(
        description="Seconds by which it is there too late, as expected now; 0 in time.", examples=[0]
    )
    held_until: datetime | None = Field(
        description="Until when it waits for another order to share the ride."
    )
    code: str | None = Field(
        description="Why nobody has it, or that it will be late, as a code.", examples=["held"]
    )
    why: OnDemandWhyOut = Field(description="What the code is about.")
    left_over_from: date | None = Field(
        description="The day on which nobody could serve it, where it was left over.", examples=["2026-03-09"]
    )
    needs_you: bool = Field(description="Whether a person has to see to it.", examples=[False])

    @classmethod
    def of(cls, order: Order, row: OnDemandOrder | None, shown: Shown) -> "OnDemandOrderOut":
        """Show an order."""
        ended = order.status in OVER
        names = (
            "ended_at",
            "ready_at",
            "leave_by",
            "deliver_by",
            "leaves_at",
            "arrives_at",
            "held_until",
            "shift_id",
        )
        known = {name: getattr(row, name, None) for name in names}
        return cls(
            order_id=order.id,
            reference=order.reference,
            status=order.status,
            state="done" if ended else (row.state if row is not None else "waiting"),
            from_hub=not order.has_collection,
            rider=None if row is None or row.shift_id is None else shown.names.get(row.shift_id),
            leaves_late_s=0 if row is None or ended else late_s(row.leaves_at, row.leave_by, shown.now),
            arrives_late_s=0 if row is None or ended else late_s(row.arrives_at, row.deliver_by, shown.now),
            code=None if ended else (row.code if row is not None else _wait_code(order)),
            why=OnDemandWhyOut.of({} if row is None or ended else row.facts, shown.names),
            left_over_from=None if row is None else row.left_over_from,
            needs_you=row is not None and row.escalated_at is not None and not ended,
            **known,
        )


def _wait_code(order: Order) -> str:
    return UNSETTLED if order.status == "confirmed" else SOON


def late_s(expected: datetime | None, by: datetime, now: datetime) -> int:
    """Return by how many seconds something is late as it is expected; what nobody has is late once its time is over."""
    return max(0, round(((expected or now) - by).total_seconds()))


class OnDemandRiderOut(Out):
    """A rider who serves orders on demand and is on duty."""

    shift_id: uuid.UUID = Field(description="The shift.")
    rider: str = Field(description="The rider's name.", examples=["Ana Rossi"])
    vehicle: str = Field(description="The vehicle's name.", examples=["Bike 1"])
    has_route: bool = Field(
        description="Whether the rider has a route now, planned or on demand.", examples=[True]
    )
    orders: int = Field(description="How many open orders on demand the rider has.", examples=[2])


class OnDemandCountsOut(Out):
    """How many orders on demand of a day are open, and how many of these wait or are late."""

    open: int = Field(description="Orders that are not over.", examples=[12])
    waiting: int = Field(description="Of these, without a rider.", examples=[3])
    late: int = Field(description="Of these, leaving or there too late, as it looks now.", examples=[2])
    needs_you: int = Field(description="Of these, a person has to see to.", examples=[1])


class OnDemandOut(Out):
    """A hub's orders on demand, who serves them, and when they were last looked at."""

    active: bool = Field(description="Whether the hub takes orders on demand.", examples=[True])
    looked_at: datetime | None = Field(description="When riders were last chosen.")
    took_ms: int | None = Field(description="Milliseconds of the processor that took.", examples=[120])
    error_code: str | None = Field(
        description="Why the last look ended early: fault, or the code of a problem; null when all was well.",
        examples=["hub_off_network"],
    )
    counts: OnDemandCountsOut = Field(description="How many there are on the whole day.")
    orders: list[OnDemandOrderOut] = Field(
        description="Those of the day that are open or ended within the last hour, the oldest first."
    )
    next_cursor: str | None = Field(
        description="Pass it as `cursor` to read on; null means the end.", examples=[None]
    )
    riders: list[OnDemandRiderOut] = Field(description="Who serves them and is on duty.")

    @classmethod
    def of(cls, shown: Shown) -> "OnDemandOut":
        """Show all of it."""
        desk, busy = shown.desk, {route.shift_id for route in shown.duty.out}
        return cls(
            active=shown.rules.active,
            looked_at=desk.decided_at if desk else None,
            took_ms=desk.took_ms if desk else None,
            error_code=desk.error_code if desk else None,
            counts=OnDemandCountsOut.model_validate(shown.counts),
            next_cursor=shown.next_cursor,
            orders=[OnDemandOrderOut.of(order, row, shown) for order, row in shown.orders],
            riders=[
                OnDemandRiderOut(
                    shift_id=one.shift_id,
                    rider=one.rider_name,
                    vehicle=one.vehicle.name,
                    has_route=one.shift_id in busy,
                    orders=shown.of_shifts.get(one.shift_id, 0),
                )
                for one in shown.duty.serving
            ],
        )
