"""The routing profile of each kind of vehicle, from the table of vehicle kinds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from pannier.connect.road_network import Profile, UnknownOption
from pannier.core.geo import LonLat
from pannier.places.network.options import check_profile


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    source = resources.files("pannier.data").joinpath("vehicle_kinds.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def profile_of(kind: str, *, exclude: Iterable[Iterable[LonLat]] = ()) -> Profile:
    """Return how a kind of vehicle moves; `exclude` are rings of areas it may not enter.

    Raises UnknownOption when the kind, its costing or one of its options is not known.
    """
    row = _kinds().get(kind)
    if row is None:
        raise UnknownOption(f"There is no vehicle kind {kind!r}; known are {', '.join(sorted(_kinds()))}.")
    options = row.get("costing_options", {})
    return check_profile(Profile.of(kind, row["costing"], options=options, exclude=exclude))
