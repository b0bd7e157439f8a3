"""What costs of kinds of vehicles take in and give out over HTTP."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.factors.kinds import CostRates
from pannier.fleet.kind_costs import CostsOfKind, OwnCosts

SOURCE = "Pannier's own estimate (vehicle_kinds.toml)"
MOST_FIXED_CENTS, MOST_HOUR_CENTS, MOST_SMALL_CENTS = 1_000_000, 100_000, 10_000
"""Of a shift, of an hour, and of a kilometre or a kilowatt hour."""
_FIXED = "What using one in a shift costs, in minor units: hire, insurance, what wears out with the years."
_HOUR = "What an hour on duty costs, the rider included, in minor units."
_KM = "What a kilometre costs, in minor units; parts of one are allowed."
_KWH = (
    "What a kilowatt hour at the plug costs, in minor units; parts of one are allowed. Chargers with prices of their "
    "own go by those."
)
_OR_NULL = "Null or left out: as shipped."


def _figure(words: str, most: int, example: float) -> object:
    return Field(ge=0, le=most, description=f"{words} {_OR_NULL}", examples=[example])


class KindCostsIn(In):
    """What a kind of vehicle costs from a service day on, as a whole; all null goes back to what is shipped."""

    model_config = ConfigDict(json_schema_extra={"example": {"fixed_cents": 2600, "per_km_cents": 14.5}})

    fixed_cents: Annotated[int | None, _figure(_FIXED, MOST_FIXED_CENTS, 2600)] = None
    per_hour_cents: Annotated[int | None, _figure(_HOUR, MOST_HOUR_CENTS, 2550)] = None
    per_km_cents: Annotated[float | None, _figure(_KM, MOST_SMALL_CENTS, 14.5)] = None
    per_kwh_cents: Annotated[float | None, _figure(_KWH, MOST_SMALL_CENTS, 31.2)] = None
    currency: str | None = Field(
        default=None,
        max_length=3,
        description="In which currency; when given it must be the organisation's.",
        examples=["EUR"],
    )
    since: date | None = Field(
        default=None,
        description=(
            "The first service day on which it counts, in place of all that was said for later ones; today when left "
            "out. Reports from that day on count by it."
        ),
        examples=["2026-03-10"],
    )

    def own(self) -> OwnCosts:
        """Return the figures."""
        return OwnCosts(**self.model_dump(exclude={"currency", "since"}))


class RatesOut(Out):
    """Four rates in minor units of the organisation's currency."""

    fixed_cents: int = Field(description=_FIXED, examples=[2200])
    per_hour_cents: int = Field(description=_HOUR, examples=[2400])
    per_km_cents: float = Field(description=_KM, examples=[12])
    per_kwh_cents: float = Field(description=_KWH, examples=[28])

    @classmethod
    def of(cls, rates: CostRates) -> "RatesOut":
        """Show rates."""
        return cls(**asdict(rates))


class OwnRatesOut(Out):
    """What an operator has set; null is as shipped."""

    fixed_cents: int | None = Field(description=_FIXED, examples=[2600])
    per_hour_cents: int | None = Field(description=_HOUR, examples=[None])
    per_km_cents: float | None = Field(description=_KM, examples=[14.5])
    per_kwh_cents: float | None = Field(description=_KWH, examples=[None])


class KindCostsOut(Out):
    """What a kind of vehicle costs: what counts, what is the organisation's own, and what is shipped."""

    kind: str = Field(description="A code of GET /v1/vehicle-kinds.", examples=["e_van"])
    label: str = Field(examples=["E-van"])
    has_battery: bool = Field(description="Without one a kilowatt hour has no price.", examples=[True])
    currency: str = Field(
        description="The organisation's; all figures are in its minor units.", examples=["EUR"]
    )
    in_force: RatesOut = Field(description="What plans of today and its report count.")
    own: OwnRatesOut = Field(description="What was set.")
    since: date | None = Field(
        description="The first service day of what was set; null where all is as shipped.",
        examples=["2026-03-10"],
    )
    shipped: RatesOut = Field(description="What counts where nothing was set.")
    shipped_source: str = Field(description="Where the shipped figures come from.", examples=[SOURCE])

    @classmethod
    def of(cls, costs: CostsOfKind, currency: str) -> "KindCostsOut":
        """Show the costs of a kind."""
        return cls(
            kind=costs.kind.code,
            label=costs.kind.label,
            has_battery=costs.kind.battery is not None,
            currency=currency,
            in_force=RatesOut.of(costs.rates),
            own=OwnRatesOut(**asdict(costs.own)),
            since=costs.since,
            shipped=RatesOut.of(costs.kind.cost),
            shipped_source=SOURCE,
        )
