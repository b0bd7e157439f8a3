"""What allocation takes in and gives out over HTTP."""

import uuid
from datetime import date

from pydantic import Field

from pannier.allocation.choose import Choice
from pannier.base.schemas import In, Out

ServiceDate = date


class AllocationIn(In):
    """Which hub and day to choose anew for."""

    hub_id: uuid.UUID
    date: ServiceDate = Field(examples=["2026-03-02"])


class OptionOut(Out):
    """One carrier that was looked at."""

    carrier: str
    partner_org_id: uuid.UUID | None
    name: str
    cost_cents: int | None
    co2e_g: int | None
    eligible: bool
    reason: str


class AllocationOut(Out):
    """Who carries an order, why, and what the others would have cost."""

    order_id: uuid.UUID
    carrier: str
    partner_org_id: uuid.UUID | None
    estimate_cents: int | None
    currency: str
    why: str
    words: str
    options: list[OptionOut]


class ChosenRow(Out):
    """The choice for one order of the day."""

    order_id: uuid.UUID
    reference: str
    carrier: str
    partner_org_id: uuid.UUID | None
    estimate_cents: int | None
    co2e_g: int | None
    why: str


class DayOut(Out):
    """The choices of a day and their sums."""

    orders: int
    own: int
    partner: int
    cost_cents: int
    co2e_g: int
    rows: list[ChosenRow]

    @classmethod
    def of(cls, choices: list[Choice]) -> "DayOut":
        """Show the choices of a day."""
        rows = [
            ChosenRow(
                order_id=choice.order.id, reference=choice.order.reference, carrier=choice.option.carrier,
                partner_org_id=choice.option.partner_org_id, estimate_cents=choice.option.cost_cents,
                co2e_g=choice.option.co2e_g, why=choice.why,
            )
            for choice in choices
        ]  # fmt: skip
        own = sum(row.carrier == "own" for row in rows)
        return cls(
            orders=len(rows), own=own, partner=len(rows) - own,
            cost_cents=sum(row.estimate_cents or 0 for row in rows),
            co2e_g=sum(row.co2e_g or 0 for row in rows), rows=rows,
        )  # fmt: skip
