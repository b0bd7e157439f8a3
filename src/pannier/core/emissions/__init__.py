"""Emissions of rounds and deliveries after ISO 14083: exact, in whole milligrams of CO2e, well-to-wheel.

Every figure is split in operation (tailpipe) and energy provision (well-to-tank, all of electricity).
"""

from pannier.core.emissions.baseline import Baseline, BaselineKind, saved_mg
from pannier.core.emissions.chain import Chain, Element, ElementKind, chain_of
from pannier.core.emissions.claims import blocked_words, delivery_claim
from pannier.core.emissions.quantity import (
    EmissionFactor,
    EnergyUse,
    Footprint,
    footprint,
    kilowatt_hours,
)
from pannier.core.emissions.shares import Allocation, AllocationUnit, Consignment, allocate
from pannier.core.emissions.source import DataType, EnergySource, primary_share

METHOD_VERSION = "1"
"""Written into every record; raised whenever the same inputs would give another figure."""

__all__ = [
    "METHOD_VERSION",
    "Allocation",
    "AllocationUnit",
    "Baseline",
    "BaselineKind",
    "Chain",
    "Consignment",
    "DataType",
    "Element",
    "ElementKind",
    "EmissionFactor",
    "EnergySource",
    "EnergyUse",
    "Footprint",
    "allocate",
    "blocked_words",
    "chain_of",
    "delivery_claim",
    "footprint",
    "kilowatt_hours",
    "primary_share",
    "saved_mg",
]
