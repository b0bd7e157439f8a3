"""How well an energy figure is known: measured, modelled or a default."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class DataType(StrEnum):
    """The categories of ISO 14083, best first."""

    PRIMARY = "primary"
    MODELLED = "modelled"
    DEFAULT = "default"


class EnergySource(StrEnum):
    """Where a round's energy comes from, best first; the best that exists is used, never the lowest result."""

    METER = "meter"
    TELEMATICS = "telematics"
    ODOMETER = "odometer"
    MODEL = "model"
    FACTOR = "factor"

    @property
    def data_type(self) -> DataType:
        """Return the category: a meter and a vehicle's own reading are measured, the rest is not."""
        if self in (EnergySource.METER, EnergySource.TELEMATICS):
            return DataType.PRIMARY
        return DataType.DEFAULT if self is EnergySource.FACTOR else DataType.MODELLED


def primary_share(parts: Iterable[tuple[int, DataType]]) -> float:
    """Return the share of emissions, given as (milligrams, category), that rests on measured energy.

    Nothing emitted rests on nothing unmeasured: the share of an empty sum is one.
    """
    known = [(abs(co2e_mg), data_type) for co2e_mg, data_type in parts]
    total = sum(co2e_mg for co2e_mg, _ in known)
    measured = sum(co2e_mg for co2e_mg, data_type in known if data_type is DataType.PRIMARY)
    return measured / total if total else 1.0
