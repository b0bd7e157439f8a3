"""A linear upper bound of the energy formula, as two integers per leg, for the route optimiser.

The optimiser knows joules as `base + payload_kg * per_kg`. A bound that never promises less energy than
the formula makes a plan that fits the bound fit the battery.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pannier.core.energy.formula import battery_j, motor_wish_j, moving_s
from pannier.core.energy.leg import Conditions, Leg
from pannier.core.energy.parameters import (
    BikeEnergy,
    EnergyParameters,
    Number,
    range_factor,
    stops_on,
)

INT32_MAX = 2**31 - 1


def linear_upper_bound(
    params: EnergyParameters,
    distance_m: Number,
    *,
    duration_s: Number,
    payload_max_kg: float,
    temperature_c: float = 20.0,
    stops: Number | None = None,
    grade: Number = 0.0,
    service_s: Number = 0.0,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return joules of the empty vehicle and joules per kilogram of payload, both rounded up.

    For every payload from zero to `payload_max_kg` the sum is at least the battery energy of the full
    formula in calm air; energy won downhill is not counted on. Halts are counted by distance unless
    given. All inputs must be finite: the caller masks unreachable pairs. Values above 2**31-1 are cut.
    """
    distance = np.asarray(distance_m, dtype=np.float64)
    halts = stops_on(params, distance) if stops is None else stops
    duration = np.asarray(duration_s, dtype=np.float64)
    leg = Leg(distance_m=distance, duration_s=duration, stops=halts, grade=grade, service_s=service_s)
    conditions = Conditions(temperature_c=temperature_c)
    if isinstance(params, BikeEnergy):
        base, full = _bike_ends(params, leg, payload_max_kg=payload_max_kg, conditions=conditions)
    else:
        base, full = (
            np.maximum(0.0, battery_j(params, leg, payload_kg=kg, conditions=conditions))
            for kg in (0.0, payload_max_kg)
        )
    return _as_integers(base, np.maximum(full - base, 0.0) / payload_max_kg)


def _bike_ends(
    params: BikeEnergy, leg: Leg, *, payload_max_kg: float, conditions: Conditions
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the bound's values for the empty and the full bike.

    What the motor would give without its limit is convex in the payload, so its chord lies above it; where
    the chord's middle is above the motor's limit, the limit itself is the better bound.
    """
    empty, full = (
        np.maximum(0.0, motor_wish_j(params, leg, payload_kg=kg, conditions=conditions))
        for kg in (0.0, payload_max_kg)
    )
    time_s = moving_s(params, leg)
    most = params.motor_max_w * time_s
    at_limit = empty + full >= 2 * most
    rest = params.base_load_w * time_s + params.standing_w * leg.service_s
    factor = range_factor(params, conditions.temperature_c)
    base, top = (
        (np.where(at_limit, most, motor) / params.motor_efficiency + rest) / factor for motor in (empty, full)
    )
    return base, top


def _as_integers(
    base: NDArray[np.float64], per_kg: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    top = float(INT32_MAX)
    return (
        np.ceil(np.clip(base, 0.0, top)).astype(np.int32),
        np.ceil(np.clip(per_kg, 0.0, top)).astype(np.int32),
    )
