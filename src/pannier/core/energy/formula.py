"""The full energy formula of one leg, at the battery and at the plug.

Source: the energy model of docs/reference/emissions.md, with its test vectors. Every function takes
numbers or arrays of one shape and works element by element.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pannier.core.energy.leg import Conditions, Leg, forces
from pannier.core.energy.parameters import (
    BikeEnergy,
    EnergyParameters,
    NoEnergy,
    Number,
    VanEnergy,
    range_factor,
)

J_PER_KWH = 3_600_000
HEAT_BELOW_C = 18.0
COOL_ABOVE_C = 24.0
CALM = Conditions()


@dataclass(frozen=True, slots=True)
class LegEnergy:
    """What one leg takes, in joules, from the battery and, with charging losses, from the plug."""

    battery_j: float
    plug_j: float

    @property
    def plug_kwh(self) -> float:
        """Return the energy at the plug in kWh, the quantity that emission factors apply to."""
        return self.plug_j / J_PER_KWH


def leg_energy(
    params: EnergyParameters, leg: Leg, *, payload_kg: float, conditions: Conditions = CALM
) -> LegEnergy:
    """Return the energy of one leg; negative at the battery when a descent gives back more than it costs."""
    battery = float(battery_j(params, leg, payload_kg=payload_kg, conditions=conditions))
    return LegEnergy(battery, float(plug_j(params, battery)))


def plug_j(params: EnergyParameters, energy_j: Number) -> Number:
    """Return what the plug must give for this energy in the battery."""
    return energy_j if isinstance(params, NoEnergy) else energy_j / params.charging_efficiency


def battery_j(
    params: EnergyParameters, leg: Leg, *, payload_kg: Number, conditions: Conditions = CALM
) -> Number:
    """Return the energy that legs take from the battery, element by element."""
    match params:
        case VanEnergy():
            return _van_j(params, leg, payload_kg, conditions)
        case BikeEnergy():
            return _bike_j(params, leg, payload_kg, conditions)
        case NoEnergy():
            return 0.0 * leg.distance_m


def _van_j(params: VanEnergy, leg: Leg, payload_kg: Number, conditions: Conditions) -> Number:
    mass_kg = params.empty_kg + params.driver_kg + payload_kg
    work_j = forces(params, leg, mass_kg=mass_kg, conditions=conditions).total_n * leg.distance_m
    driving_j = np.where(
        work_j >= 0, work_j / params.drive_efficiency, work_j * params.recuperation_efficiency
    )
    lost_per_halt = 1 / params.drive_efficiency - params.recuperation_efficiency
    halting_j = _kinetic_j(params, leg, mass_kg) * lost_per_halt
    auxiliary_j = (params.base_load_w + hvac_w(params, conditions.temperature_c)) * moving_s(params, leg)
    return driving_j + halting_j + auxiliary_j + params.standing_w * leg.service_s


def _bike_j(params: BikeEnergy, leg: Leg, payload_kg: Number, conditions: Conditions) -> Number:
    time_s = moving_s(params, leg)
    most_j = params.motor_max_w * time_s
    motor_j = np.clip(motor_wish_j(params, leg, payload_kg=payload_kg, conditions=conditions), 0.0, most_j)
    drawn_j = motor_j / params.motor_efficiency + params.base_load_w * time_s
    return (drawn_j + params.standing_w * leg.service_s) / range_factor(params, conditions.temperature_c)


def motor_wish_j(params: BikeEnergy, leg: Leg, *, payload_kg: Number, conditions: Conditions) -> Number:
    """Return what a motor without limits would add to the rider; negative where the rider suffices."""
    mass_kg = params.empty_kg + params.driver_kg + payload_kg
    force_n = forces(params, leg, mass_kg=mass_kg, conditions=conditions).total_n
    work_j = np.maximum(0.0, force_n * leg.distance_m)
    required_j = (work_j + _kinetic_j(params, leg, mass_kg)) / params.drive_efficiency
    return required_j - params.rider_w * moving_s(params, leg)


def moving_s(params: VanEnergy | BikeEnergy, leg: Leg) -> Number:
    """Return the driving time with the time lost by braking and starting again."""
    return leg.duration_s + leg.stops * leg.speed_mps / params.acceleration_mps2


def hvac_w(params: VanEnergy, temperature_c: float) -> float:
    """Return the power that heating or cooling the cabin takes, up to the limit of the device."""
    heating = max(0.0, HEAT_BELOW_C - temperature_c) * params.heating_w_per_k / params.heating_cop
    cooling = max(0.0, temperature_c - COOL_ABOVE_C) * params.cooling_w_per_k / params.cooling_cop
    return min(params.hvac_max_w, heating + cooling)


def _kinetic_j(params: VanEnergy | BikeEnergy, leg: Leg, mass_kg: Number) -> Number:
    moving_kg = mass_kg * params.rotating_mass_factor
    return leg.stops * 0.5 * moving_kg * leg.speed_mps**2
