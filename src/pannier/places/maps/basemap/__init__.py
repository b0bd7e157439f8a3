"""The base map: vector tiles in the Protomaps v4 schema, made of our own extract, served by ourselves."""

from pannier.places.maps.basemap.tiles import build_basemap, tippecanoe_program

__all__ = ["build_basemap", "tippecanoe_program"]
