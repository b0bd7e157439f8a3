"""Points and profiles that the tests of places share."""

from __future__ import annotations

import pytest

from pannier.connect.road_network import Profile
from pannier.core.geo import LonLat


@pytest.fixture
def van() -> Profile:
    return Profile.of("van", "auto")


@pytest.fixture
def bike() -> Profile:
    return Profile.of("bike", "bicycle", options={"bicycle_type": "Hybrid", "cycling_speed": 20})


@pytest.fixture
def walker() -> Profile:
    return Profile.of("walker", "pedestrian")


@pytest.fixture
def stops() -> list[LonLat]:
    """Five places in Monaco, from Fontvieille in the west to Larvotto in the east."""
    return [
        LonLat(7.416603, 43.729552),
        LonLat(7.418131, 43.733088),
        LonLat(7.421906, 43.738250),
        LonLat(7.427910, 43.739930),
        LonLat(7.433120, 43.745260),
    ]
