"""The routing profile of each kind of vehicle, from the table of vehicle kinds."""

from __future__ import annotations

from collections.abc import Iterable

from pannier.connect.road_network import Profile
from pannier.core.geo import LonLat
from pannier.factors.kinds import VehicleKind, vehicle_kind
from pannier.places.network.options import check_profile


def profile_of(kind: str | VehicleKind, *, exclude: Iterable[Iterable[LonLat]] = ()) -> Profile:
    """Return how a kind of vehicle moves; `exclude` are rings of areas it may not enter.

    Raises KindError for an unknown kind and UnknownOption for a costing or option that does not exist.
    """
    row = vehicle_kind(kind) if isinstance(kind, str) else kind
    routing = row.routing
    profile = Profile.of(
        row.code,
        routing.costing,
        options=dict(routing.options),
        exclude=exclude,
        duration_factor=routing.duration_factor,
    )
    return check_profile(profile)
