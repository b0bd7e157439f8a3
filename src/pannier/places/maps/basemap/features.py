"""Turn tagged OpenStreetMap things into features of the Protomaps v4 layers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

LAYERS: Final = ("earth", "water", "landuse", "roads", "buildings", "places", "pois")
LANGUAGES: Final = ("en", "de", "es", "fi", "fr", "it", "nl", "pt", "sv")
LEVEL_HEIGHT_M: Final = 3.0

Tags = Mapping[str, str]


@dataclass(frozen=True)
class Drawn:
    """What is drawn for a thing: the layer, its properties and the first zoom that shows it."""

    layer: str
    properties: dict[str, Any]
    min_zoom: int


@cache
def rules() -> dict[str, Any]:
    """Return the table of tags and features from the data folder."""
    source = resources.files("pannier.data").joinpath("basemap_features.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def names(tags: Tags) -> dict[str, str]:
    """Return the name and the names in the languages of the apps."""
    keys = ("name", *(f"name:{language}" for language in LANGUAGES))
    return {key: tags[key] for key in keys if key in tags}


def draw_line(tags: Tags) -> Drawn | None:
    """Return how a way is drawn: as water, street, rail or ferry, or not at all."""
    if tags.get("waterway") in ("river", "stream", "canal"):
        kind = "stream" if tags["waterway"] == "stream" else "river"
        return Drawn("water", {"kind": kind, **names(tags)}, 12)
    road = _road_kind(tags)
    if road is None or tags.get("area") == "yes":
        return None
    kind, detail, zoom = road
    ref = tags.get("ref", "").split(";")[0]
    properties = {
        "kind": kind,
        "kind_detail": detail,
        "min_zoom": zoom + 1,
        "sort_rank": 400,
        "is_link": tags.get("highway", "").endswith("_link") or None,
        "is_bridge": tags.get("bridge", "no") != "no" or None,
        "is_tunnel": tags.get("tunnel", "no") != "no" or None,
        "oneway": "yes" if tags.get("oneway") == "yes" else None,
        "ref": ref or None,
        "shield_text": ref or None,
        "network": "other" if ref else None,
        **names(tags),
    }
    return Drawn("roads", {k: v for k, v in properties.items() if v is not None}, zoom)


def _road_kind(tags: Tags) -> tuple[str, str, int] | None:
    table = rules()
    base = tags.get("highway", "").removesuffix("_link")
    if base in table["roads"]:
        kind, detail, zoom = table["roads"][base]
        return kind, detail, zoom
    if tags.get("railway") in table["rails"]["kinds"]:
        return "rail", tags["railway"], 13
    return ("other", "ferry", 13) if tags.get("route") == "ferry" else None


def draw_area(tags: Tags) -> Drawn | None:
    """Return how an area is drawn: as building, water or land use, or not at all."""
    if "building" in tags:
        height = height_m(tags)
        return Drawn("buildings", {"kind": "building"} | ({"height": height} if height else {}), 13)
    if any(tags.get(key) in values for key, values in rules()["water"].items()):
        return Drawn("water", {"kind": "water", **names(tags)}, 9)
    if tags.get("highway") in ("pedestrian", "footway") or tags.get("place") == "square":
        return Drawn("landuse", {"kind": "pedestrian"}, 13)
    for key, kinds in rules()["landuse"].items():
        if tags.get(key) in kinds:
            return Drawn("landuse", {"kind": kinds[tags[key]], **names(tags)}, 11)
    return None


def draw_points(tags: Tags) -> Iterator[Drawn]:
    """Yield what is drawn at a node: its house number, its place name, its use."""
    if "addr:housenumber" in tags:
        yield house_number(tags)
    place = tags.get("place", "")
    if place in rules()["places"]:
        kind, zoom = rules()["places"][place]
        rank = 12 if place == "city" else 6
        details = {"kind_detail": place, "min_zoom": zoom, "population_rank": rank}
        yield Drawn("places", {"kind": kind, **details, **names(tags)}, zoom)
    elif place in ("island", "islet"):
        yield Drawn("earth", {"kind": "island", **names(tags)}, 11)
    for key, kinds in rules()["pois"].items():
        if tags.get(key) in kinds and "name" in tags:
            zoom = 16 if key in ("shop", "amenity") else 15
            yield Drawn("pois", {"kind": kinds[tags[key]], "min_zoom": zoom, **names(tags)}, 14)
            return


def house_number(tags: Tags) -> Drawn:
    """Return the label of a house number."""
    return Drawn("buildings", {"kind": "address", "addr_housenumber": tags["addr:housenumber"]}, 15)


def height_m(tags: Tags) -> float | None:
    """Return a building's height in metres as mapped or by its levels, None when the map does not say."""
    written = tags.get("height", "").removesuffix("m").strip()
    if written.replace(".", "", 1).isdigit():
        return float(written)
    levels = tags.get("building:levels", "")
    return LEVEL_HEIGHT_M * int(levels) if levels.isdigit() else None
