"""Questions to the routing library as it wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pannier.connect.road_network import Profile
from pannier.core.geo import LonLat

CUTOFF_M: Final = 400
"""A point farther than this from an open street lies in the sea or in a yard without access."""


def location(point: LonLat, cutoff_m: int = CUTOFF_M) -> dict[str, Any]:
    """Return a point that may be put on a street within the cut-off."""
    return {"lon": point.lon, "lat": point.lat, "search_cutoff": cutoff_m}


def costing(profile: Profile) -> dict[str, Any]:
    """Return the part of a request that says who is driving."""
    asked: dict[str, Any] = {"costing": profile.costing}
    if profile.options:
        asked["costing_options"] = {profile.costing: dict(profile.options)}
    if profile.exclude:
        asked["exclude_polygons"] = [[[p.lon, p.lat] for p in ring] for ring in profile.exclude]
    return asked


def locate_request(points: Sequence[LonLat], profile: Profile, cutoff_m: int) -> dict[str, Any]:
    """Ask where points meet the streets of a profile; only the long answer tells how far each street leads."""
    return {"locations": [location(p, cutoff_m) for p in points], "verbose": True, **costing(profile)}


def matrix_request(sources: Sequence[LonLat], targets: Sequence[LonLat], profile: Profile) -> dict[str, Any]:
    """Ask for distances and durations."""
    return {
        "sources": [location(p) for p in sources],
        "targets": [location(p) for p in targets],
        "verbose": False,
        **costing(profile),
    }


def route_request(points: Sequence[LonLat], profile: Profile) -> dict[str, Any]:
    """Ask for the way through points, without turn instructions."""
    return {
        "locations": [location(p) for p in points],
        "directions_type": "none",
        "shape_format": "polyline6",
        **costing(profile),
    }
