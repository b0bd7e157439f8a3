"""The map behind a hub: its road network, its geocoder, its borders. One of each per process and map."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pannier.base.settings import settings
from pannier.connect.geocoder import Geocoder, Match
from pannier.connect.road_network import RoadNetwork
from pannier.core.address import Address
from pannier.core.geo import LonLat
from pannier.places.address_index import AddressIndex
from pannier.places.maps import MapInfo, MapMissing, open_map
from pannier.places.models import Hub
from pannier.places.network import ValhallaNetwork
from pannier.places.problems import MapNotBuilt, PointOutsideMap


def is_built(map_name: str) -> bool:
    """Say whether a map of this name can be used."""
    try:
        map_info(map_name)
    except MapNotBuilt:
        return False
    return True


def map_info(map_name: str) -> MapInfo:
    """Return what a map contains; raises MapNotBuilt."""
    try:
        return open_map(settings().maps_dir / map_name)
    except MapMissing:
        raise MapNotBuilt(
            f"The map {map_name!r} is not built yet; make it with `pannier map build` or POST /v1/maps."
        ) from None


def network_of(hub: Hub) -> RoadNetwork:
    """Return the road network of a hub's map; raises MapNotBuilt."""
    info = map_info(hub.map_name)
    return _network(info.folder, info.fingerprint, settings().data_dir / "matrices")


def geocoder_of(hub: Hub) -> Geocoder:
    """Return the address search of a hub's map; raises MapNotBuilt."""
    return geocoder_named(hub.map_name)


def geocoder_named(map_name: str) -> Geocoder:
    """Return the address search of a map; raises MapNotBuilt."""
    info = map_info(map_name)
    return _geocoder(info.folder, info.fingerprint)


def geocode(hub: Hub, address: Address) -> Match:
    """Return the place an address means on the hub's map, or why a person has to look at it."""
    return geocoder_of(hub).find(address)


def check_point(hub: Hub, point: LonLat) -> None:
    """Raise PointOutsideMap when the hub's map does not contain the point, MapNotBuilt without a map."""
    info = map_info(hub.map_name)
    if not info.bounds.contains(point):
        box = info.bounds
        raise PointOutsideMap(
            f"{point.lat:.6f}, {point.lon:.6f} is not on the map {info.name}, which reaches from "
            f"{box.south:.4f}, {box.west:.4f} to {box.north:.4f}, {box.east:.4f}; check latitude and longitude."
        )


# The fingerprint is part of the key, so that a map built anew is opened anew.
@lru_cache(maxsize=8)
def _network(folder: Path, fingerprint: str, cache_dir: Path) -> RoadNetwork:
    return ValhallaNetwork(folder, cache_dir=cache_dir, threads=max(1, min(4, os.cpu_count() or 1)))


@lru_cache(maxsize=8)
def _geocoder(folder: Path, fingerprint: str) -> Geocoder:
    return AddressIndex(folder)
