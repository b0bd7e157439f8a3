"""What a rate card holds, and how one is read from JSON. All amounts are minor units of its currency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pannier.core.structure import StructureError, build

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


class PricingError(ValueError):
    """Base of all that goes wrong with prices: RateCardError for a card, NoPrice for a shipment."""


class RateCardError(PricingError):
    """A rate card cannot be used; `path` names the place, such as zones/0/base_cents."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'The rate card'}: {problem}")
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePrice:
    """The base price of a delivery into one zone."""

    code: str
    base_cents: int

    def __post_init__(self) -> None:
        _not_negative("base_cents", self.base_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightBand:
    """What weights up to and including `up_to_g` add."""

    up_to_g: int
    add_cents: int

    def __post_init__(self) -> None:
        _not_negative("add_cents", self.add_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowBand:
    """What promised windows no longer than `up_to_min` minutes add; the narrowest that holds is taken."""

    up_to_min: int
    add_cents: int

    def __post_init__(self) -> None:
        _not_negative("add_cents", self.add_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourSurcharge:
    """What windows that start from `start` to before `end` (HH:MM, the hub's time) add."""

    label: str
    start: str
    end: str
    add_cents: int

    def __post_init__(self) -> None:
        _not_negative("add_cents", self.add_cents)
        if not (_HOUR.fullmatch(self.start) and _HOUR.fullmatch(self.end) and self.start < self.end):
            raise ValueError(f"start and end must be HH:MM in order, not {self.start!r} and {self.end!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """Prices by zone, weight, window and occasion.

    `elsewhere_cents` is the base price outside all zones; without it there is no price there. The volumetric
    weight is volume in ml / `volumetric_ml_per_kg`; the heavier of the two weights counts. A delivery or a
    return costs `minimum_cents` at least.
    """

    currency: str
    zones: tuple[ZonePrice, ...]
    weight_bands: tuple[WeightBand, ...]
    elsewhere_cents: int | None = None
    volumetric_ml_per_kg: int = 5000
    window_bands: tuple[WindowBand, ...] = ()
    hour_surcharges: tuple[HourSurcharge, ...] = ()
    failed_attempt_cents: int = 0
    return_cents: int = 0
    minimum_cents: int = 0

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"currency must be three capital letters such as EUR, not {self.currency!r}.")
        if self.volumetric_ml_per_kg <= 0:
            raise ValueError("volumetric_ml_per_kg must be positive.")
        for name in ("elsewhere_cents", "failed_attempt_cents", "return_cents", "minimum_cents"):
            _not_negative(name, getattr(self, name) or 0)
        self._check_lists()

    def _check_lists(self) -> None:
        if len({zone.code for zone in self.zones}) != len(self.zones):
            raise ValueError("zones holds a code twice.")
        if not self.zones and self.elsewhere_cents is None:
            raise ValueError("without zones and elsewhere_cents nothing would have a price.")
        if not self.weight_bands:
            raise ValueError("weight_bands must hold at least one band.")
        _rising("weight_bands up_to_g", [band.up_to_g for band in self.weight_bands])
        _rising("window_bands up_to_min", [band.up_to_min for band in self.window_bands])
        adds = [band.add_cents for band in self.weight_bands]
        if adds != sorted(adds):
            raise ValueError("weight_bands must not get cheaper with more weight.")


def parse_rate_card(body: Mapping[str, Any]) -> RateCard:
    """Return a rate card from its JSON body; raise RateCardError with the first place that is wrong."""
    try:
        return build(RateCard, body)
    except StructureError as wrong:
        raise RateCardError(wrong.path, wrong.problem) from wrong


def _not_negative(name: str, cents: int) -> None:
    if cents < 0:
        raise ValueError(f"{name} must not be negative.")


def _rising(name: str, limits: Sequence[int]) -> None:
    if any(limit <= 0 for limit in limits) or any(b <= a for a, b in pairwise(limits)):
        raise ValueError(f"{name} must be positive and rise from band to band.")
