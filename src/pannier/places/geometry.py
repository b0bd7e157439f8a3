"""Small geometry on the sphere for things that lie close together."""

from __future__ import annotations

import math
from typing import Final

METRES_PER_DEGREE: Final = 111_195.0
"""Length of one degree along a meridian on a sphere of 6,371 km radius."""


def metres_between(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the distance of two near points in metres (flat-earth formula, good within a city)."""
    east = (lon_b - lon_a) * math.cos(math.radians((lat_a + lat_b) / 2))
    return METRES_PER_DEGREE * math.hypot(east, lat_b - lat_a)


def degrees_for(metres: float, lat: float) -> tuple[float, float]:
    """Return how many degrees of longitude and latitude span some metres at a latitude."""
    return metres / (METRES_PER_DEGREE * max(0.01, math.cos(math.radians(lat)))), metres / METRES_PER_DEGREE
