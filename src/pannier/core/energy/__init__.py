"""How much energy a vehicle takes from its battery and from the plug: full formula and linear bound."""

from pannier.core.energy.bound import linear_upper_bound
from pannier.core.energy.formula import LegEnergy, battery_j, leg_energy, plug_j
from pannier.core.energy.leg import Conditions, Forces, Leg, air_density, forces
from pannier.core.energy.parameters import (
    BikeEnergy,
    EnergyParameters,
    NoEnergy,
    VanEnergy,
    range_factor,
    stops_on,
)

__all__ = [
    "BikeEnergy",
    "Conditions",
    "EnergyParameters",
    "Forces",
    "Leg",
    "LegEnergy",
    "NoEnergy",
    "VanEnergy",
    "air_density",
    "battery_j",
    "forces",
    "leg_energy",
    "linear_upper_bound",
    "plug_j",
    "range_factor",
    "stops_on",
]
