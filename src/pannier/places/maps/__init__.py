"""Build, download and open maps: routing tiles, address index and base map of one area in one folder."""

from pannier.places.maps.build import build_map
from pannier.places.maps.download import get_map
from pannier.places.maps.errors import BadExtract, DownloadFailed, MapError, MapMissing, ToolFailed
from pannier.places.maps.manifest import MapInfo, list_maps, open_map

__all__ = [
    "BadExtract",
    "DownloadFailed",
    "MapError",
    "MapInfo",
    "MapMissing",
    "ToolFailed",
    "build_map",
    "get_map",
    "list_maps",
    "open_map",
]
