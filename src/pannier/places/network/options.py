"""Refuse costing options that the routing library would silently ignore or bend."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pannier.connect.road_network import OptionValue, Profile, UnknownOption


@cache
def known_options() -> dict[str, dict[str, Any]]:
    """Return, for each costing, its options and what values they may have."""
    source = resources.files("pannier.data").joinpath("costing_options.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    shared = table.pop("shared")
    return {costing: shared | own for costing, own in table.items()}


@cache
def check_profile(profile: Profile) -> Profile:
    """Return the profile if the network understands all of it; raises UnknownOption otherwise."""
    known = known_options().get(profile.costing)
    if known is None:
        raise UnknownOption(
            f"Profile {profile.name} has costing {profile.costing!r}; known are {', '.join(known_options())}."
        )
    for option, value in profile.options:
        if option not in known:
            raise UnknownOption(
                f"Profile {profile.name} has option {option!r}, not known to {profile.costing}."
            )
        if not _fits(value, known[option]):
            raise UnknownOption(
                f"Profile {profile.name} has {option} = {value!r}; allowed is {_describe(known[option])}."
            )
    if not 0.1 <= profile.duration_factor <= 10:
        raise UnknownOption(f"Profile {profile.name} multiplies durations by {profile.duration_factor}.")
    if any(len(ring) < 3 for ring in profile.exclude):
        raise UnknownOption(f"Profile {profile.name} excludes an area with fewer than three corners.")
    return profile


def _fits(value: OptionValue, allowed: Any) -> bool:
    if allowed is True:
        return isinstance(value, bool)
    if isinstance(allowed[0], str):
        return value in allowed
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and allowed[0] <= float(value) <= allowed[1]


def _describe(allowed: Any) -> str:
    if allowed is True:
        return "true or false"
    if isinstance(allowed[0], str):
        return "one of " + ", ".join(allowed)
    return f"{allowed[0]} to {allowed[1]}"
