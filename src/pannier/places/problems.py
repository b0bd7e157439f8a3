"""What callers can do wrong with places.

::

    PlacesProblem
    ├── HubNotFound · HubCodeTaken · BadTimezone · BadOpeningHours
    ├── InvalidZone · ZoneCodeTaken · ZonesOverlap
    ├── InvalidBlockage · BlockageNotFound
    ├── PointOutsideMap
    └── MapNotFound · MapNotBuilt · NotAnExtract · MapBuildFailed
"""

from __future__ import annotations

from pannier.base.problems import Problem


class PlacesProblem(Problem):
    """Something about hubs, zones or maps."""


class HubNotFound(PlacesProblem):
    """No hub with this id in the caller's organisation."""

    status = 404
    code = "hub_not_found"
    title = "Hub not found"


class HubCodeTaken(PlacesProblem):
    """Another hub of the organisation has this code."""

    status = 409
    code = "hub_code_taken"
    title = "Hub code already used"


class BadTimezone(PlacesProblem):
    """The name is no time zone of the IANA list."""

    status = 422
    code = "unknown_timezone"
    title = "Unknown time zone"


class BadOpeningHours(PlacesProblem):
    """A hub closes before it opens."""

    status = 422
    code = "bad_opening_hours"
    title = "Opening hours make no sense"


class InvalidBlockage(PlacesProblem):
    """A blocked street without a place, or that ends before it begins."""

    status = 422
    code = "invalid_blockage"
    title = "The blocked street cannot be meant"


class BlockageNotFound(PlacesProblem):
    """No blocked street with this id in the caller's organisation."""

    status = 404
    code = "blockage_not_found"
    title = "Blocked street not found"


class InvalidZone(PlacesProblem):
    """The polygon is not one."""

    status = 422
    code = "invalid_zone"
    title = "The zone's polygon cannot be used"


class InvalidZoneRule(PlacesProblem):
    """A rule of who may be in a zone cannot be meant."""

    status = 422
    code = "invalid_zone_rule"
    title = "The zone's rule cannot be used"


class ZoneNotFound(PlacesProblem):
    """No zone has the id."""

    status = 404
    code = "zone_not_found"
    title = "No such zone"


class ZoneCodeTaken(PlacesProblem):
    """Another zone of this kind has the code."""

    status = 409
    code = "zone_code_taken"
    title = "Zone code already used"


class ZonesOverlap(PlacesProblem):
    """The zone covers ground of another one whose kind allows one zone per place."""

    status = 409
    code = "zones_overlap"
    title = "Zones overlap"


class PointOutsideMap(PlacesProblem):
    """A point does not lie on the hub's map."""

    status = 422
    code = "point_outside_map"
    title = "Point outside the map"


class MapNotFound(PlacesProblem):
    """No built map of this name."""

    status = 404
    code = "map_not_found"
    title = "Map not found"


class MapNotBuilt(PlacesProblem):
    """A hub's map is needed and not there yet."""

    status = 409
    code = "map_not_built"
    title = "The hub's map is not built yet"


class NotAnExtract(PlacesProblem):
    """The upload is no OpenStreetMap extract."""

    status = 422
    code = "not_an_extract"
    title = "Not an OpenStreetMap extract"


class MapBuildFailed(PlacesProblem):
    """A map could not be made from an extract."""

    status = 422
    code = "map_build_failed"
    title = "The map could not be built"


class InvalidTraffic(PlacesProblem):
    """Hours of traffic that cannot be meant."""

    status = 422
    code = "invalid_traffic"
    title = "The hours cannot be meant"
