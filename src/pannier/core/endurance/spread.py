"""By how much travel, service and energy of real days differ from the plan's figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

_MOST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Coefficients of variation (standard deviation over mean) of factors whose mean is 1.

    What a leg takes is its planned time times the factors of the day, of the area it leads to, and its own;
    `leg_travel` holds for a leg of five minutes, and falls with the root of a longer one's time, for it is a sum of
    many halts. A service takes its planned time times the rider's pace on that day and its own factor. Energy has
    the day's factor (temperature, wind, wet streets), the rider's (weight, style, tyres) and the leg's (headwind,
    hills, halts). A cost of nothing: zeros everywhere make every day the planned one.
    Raises ValueError for a negative or absurd value.
    """

    day_travel: float = 0.0
    area_travel: float = 0.0
    leg_travel: float = 0.0
    pace: float = 0.0
    service: float = 0.0
    parking: float = 0.0
    loading: float = 0.0
    day_energy: float = 0.0
    rider_energy: float = 0.0
    leg_energy: float = 0.0

    def __post_init__(self) -> None:
        for part in fields(self):
            value = getattr(self, part.name)
            if not 0 <= value <= _MOST:
                raise ValueError(f"A spread's {part.name} is {value}; it must be from 0 to {_MOST:g}.")


@dataclass(frozen=True)
class Spreads:
    """The spread of each kind of vehicle, and of all kinds that are not named."""

    usual: Spread = Spread()
    by_kind: Mapping[str, Spread] = field(default_factory=dict)

    def of(self, kind: str) -> Spread:
        """Return the spread of a kind of vehicle."""
        return self.by_kind.get(kind, self.usual)
