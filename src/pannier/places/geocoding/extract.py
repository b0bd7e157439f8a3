"""Read what has an address or a name from an OpenStreetMap extract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import osmium
import osmium.geom
from shapely import wkb

TOWNS: Final = frozenset({"city", "town", "village", "hamlet", "municipality"})
QUARTERS: Final = frozenset({"suburb", "quarter", "neighbourhood", "borough"})
NAMED: Final = ("amenity", "shop", "office", "tourism", "leisure", "building", "railway", "healthcare")
ALIASES: Final = ("alt_name", "old_name", "short_name", "official_name", "loc_name")


@dataclass(frozen=True)
class RawHouse:
    """One thing with a house number, as tagged."""

    street: str
    number: str
    postcode: str
    city: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class RawWay:
    """One named piece of street with its points."""

    names: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class RawPlace:
    """A named spot: a town, a quarter (also a district), or something people know by name, a "poi"."""

    names: tuple[str, ...]
    kind: str
    lon: float
    lat: float

    @property
    def local(self) -> bool:
        """Say whether addresses may name this place as their town."""
        return self.kind != "poi"


@dataclass
class RawAddresses:
    """Everything that was read; `without_street` counts house numbers that could not be used."""

    houses: list[RawHouse] = field(default_factory=list)
    ways: list[RawWay] = field(default_factory=list)
    places: list[RawPlace] = field(default_factory=list)
    countries: set[str] = field(default_factory=set)
    without_street: int = 0


def read_addresses(pbf: Path) -> RawAddresses:
    """Return the houses, named streets and named places of an extract, in file order."""
    found = RawAddresses()
    factory = osmium.geom.WKBFactory()
    for thing in _tagged(pbf):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_way():
            _read_way(found, thing, tags)
            continue
        if not _is_interesting(tags):
            continue
        for lon, lat in _position(thing, factory):
            _read_spot(found, tags, lon, lat)
    return found


def _tagged(pbf: Path) -> Iterator[Any]:
    for thing in osmium.FileProcessor(str(pbf)).with_locations().with_areas():
        if len(thing.tags):
            yield thing


def _is_interesting(tags: Mapping[str, str]) -> bool:
    return "addr:housenumber" in tags or "name" in tags


def _position(thing: Any, factory: Any) -> Iterator[tuple[float, float]]:
    """Yield the position of a node or an area; nothing for relations and broken areas."""
    if thing.is_node() and thing.location.valid():
        yield thing.location.lon, thing.location.lat
    elif thing.is_area():
        try:
            shape = wkb.loads(factory.create_multipolygon(thing), hex=True)
        except RuntimeError:
            # An area whose outline the extract cuts off has no shape.
            return
        middle = shape.representative_point()
        yield middle.x, middle.y


def _read_way(found: RawAddresses, way: Any, tags: Mapping[str, str]) -> None:
    if "highway" not in tags or "name" not in tags:
        return
    points = tuple((n.location.lon, n.location.lat) for n in way.nodes if n.location.valid())
    if points:
        found.ways.append(RawWay(all_names(tags), points))


def _read_spot(found: RawAddresses, tags: Mapping[str, str], lon: float, lat: float) -> None:
    if "addr:housenumber" in tags:
        _read_house(found, tags, lon, lat)
    if "name" not in tags:
        return
    kind = _kind_of_place(tags)
    if kind:
        found.places.append(RawPlace(all_names(tags), kind, lon, lat))


def _kind_of_place(tags: Mapping[str, str]) -> str:
    if tags.get("place") in TOWNS:
        return "town"
    if tags.get("place") in QUARTERS or tags.get("boundary") == "administrative":
        return "quarter"
    return "poi" if any(key in tags for key in NAMED) else ""


def _read_house(found: RawAddresses, tags: Mapping[str, str], lon: float, lat: float) -> None:
    if "addr:country" in tags:
        found.countries.add(tags["addr:country"].strip().upper())
    street = (tags.get("addr:street") or tags.get("addr:place") or "").strip()
    if not street:
        found.without_street += 1
        return
    # Arcades are mapped as "Galleria, High Street": the last part is the street.
    street = street.rsplit(",", 1)[-1].strip()
    city = tags.get("addr:city", "")
    found.houses.append(
        RawHouse(
            street,
            tags["addr:housenumber"].strip(),
            tags.get("addr:postcode", "").strip(),
            city.strip() if any(c.isalpha() for c in city) else "",
            tags.get("name", ""),
            lon,
            lat,
        )
    )


def all_names(tags: Mapping[str, str]) -> tuple[str, ...]:
    """Return a thing's name and its names in other languages and times, without repetitions."""
    values = [tags["name"]] if "name" in tags else []
    values += [v for k, v in tags.items() if k.startswith("name:") and len(k) in (7, 8)]
    values += [part for key in ALIASES for part in tags.get(key, "").split(";")]
    return tuple(dict.fromkeys(v.strip() for v in values if v.strip()))
