"""What other packages may ask of places, in one list."""

from pannier.places.hubs import (
    HubValues,
    change_hub,
    check_on_some_map,
    create_hub,
    find_hub_by_code,
    get_hub,
    list_hubs,
)
from pannier.places.lookup import check_point, geocode, geocoder_of, is_built, map_info, network_of
from pannier.places.zones import (
    ZoneValues,
    change_zone,
    create_zone,
    list_zones,
    remove_zone,
    zone_finder,
    zones_at,
)

__all__ = [
    "HubValues",
    "ZoneValues",
    "change_hub",
    "change_zone",
    "check_on_some_map",
    "check_point",
    "create_hub",
    "create_zone",
    "find_hub_by_code",
    "geocode",
    "geocoder_of",
    "get_hub",
    "is_built",
    "list_hubs",
    "list_zones",
    "map_info",
    "network_of",
    "remove_zone",
    "zone_finder",
    "zones_at",
]
