"""Parts that orders are put together from over HTTP: an address, a window, texts and numbers."""

from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from pannier.base.schemas import In
from pannier.core.geo import LonLat
from pannier.orders.submission import Window, tellable

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(max_length=100)]
Text = Annotated[str, StringConstraints(max_length=1000)]
Instant = Annotated[AwareDatetime, AfterValidator(tellable)]
_ABSURD = 1e9


class AddressIn(In):
    """Where to; coordinates are checked against the map, otherwise the address is looked up."""

    line: Line = Field(examples=["Rue Grimaldi"])
    house_number: Short | None = Field(default=None, examples=["12"])
    postcode: Annotated[str, StringConstraints(max_length=20)] | None = Field(
        default=None, examples=["98000"]
    )
    city: Short | None = Field(default=None, examples=["Monaco"])
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = Field(
        default=None, examples=["MC"]
    )
    lon: float | None = Field(default=None, ge=-180, le=180, examples=[7.4203])
    lat: float | None = Field(default=None, ge=-90, le=90, examples=[43.7374])

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("give both lon and lat, or neither")
        return self

    @property
    def point(self) -> LonLat | None:
        """Return the given point."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)


class WindowIn(In):
    """When to come, RFC 3339 with offset."""

    start: Instant
    end: Instant

    @property
    def value(self) -> Window:
        """Return the window as a plain value."""
        return Window(self.start, self.end)


def thousand(value: float | None) -> int | None:
    """Return thousandths: grams of kilograms, millilitres of litres."""
    return None if value is None else round(_finite(value) * 1000)


def seconds(minutes: float | None) -> int | None:
    """Return minutes as whole seconds."""
    return None if minutes is None else round(_finite(minutes) * 60)


def _finite(value: float) -> float:
    """Keep an absurd number small enough to be multiplied; it is refused as too large afterwards."""
    return max(-_ABSURD, min(value, _ABSURD))
