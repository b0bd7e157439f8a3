"""What is known of how real durations differ from planned ones: by how much, where and when, and how surely.

Durations are told apart by keys, from the coarse to the fine: travel by kind of vehicle, hour of the day and area,
service by kind of building and size of the parcel. A key that nobody has met is taken as the next coarser one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

type Key = tuple[str, ...]
"""From the coarse to the fine, such as ("cargo_bike", "08", "60.16 24.92")."""

Z_80 = 1.2815515655446004
"""So many standard deviations to either side hold four cases of five, where they are normal."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far durations stray around what is expected.

    `common` is the standard deviation, as a share of the expected length, of what all durations of one route share
    (traffic of the day, weather, haste). `own_s` is the variance, in seconds squared per expected second, that each
    has alone: one of t seconds strays by the root of `own_s` times t.
    """

    common: float
    own_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """What is known of one sort of durations, travel or service: real over planned by key, and the spread."""

    spread: Spread
    ratios: Mapping[Key, float] = field(default_factory=dict)

    def ratio(self, key: Key) -> float:
        """Return real over planned for the finest known part of a key; 1 where nothing is known."""
        for depth in range(len(key), -1, -1):
            found = self.ratios.get(key[:depth])
            if found is not None:
                return found
        return 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EtaModel:
    """Travel, service, and how many standard deviations early and late hold four arrivals of five."""

    travel: Durations
    service: Durations
    early_z: float = -Z_80
    late_z: float = Z_80


PRIOR = EtaModel(
    travel=Durations(spread=Spread(common=0.10, own_s=16.0)),
    service=Durations(spread=Spread(common=0.20, own_s=30.0)),
)
"""Until rounds are learned from: a leg of five minutes strays by a quarter, a service of two and a half by a half.

These are the sizes of data/spreads.toml (`leg_travel`, `service`), parted into what a route shares and what it does
not; our estimate.
"""
