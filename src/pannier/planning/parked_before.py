"""Where riders parked for doors, on routes as they were planned: what stands keeps its stops together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pannier.core.geo import LonLat
from pannier.planning.queries import RouteSheet


def parked_at_stops(sheet: RouteSheet) -> list[int | None]:
    """Return for each stop the position of the one for which its vehicle was parked, None where nobody walks."""
    found: list[int | None] = []
    before: tuple[float | None, float | None] = None, None
    first = 0
    for shown in sheet.stops:
        park = shown.stop.park_lon, shown.stop.park_lat
        # Who rests between two doors leaves the vehicle where it is.
        if shown.stop.kind != "break":
            first, before = (first if park == before else shown.stop.position), park
        found.append(None if park[0] is None else first)
    return found


def parked_before(sheets: Iterable[RouteSheet]) -> Mapping[str, Mapping[LonLat, LonLat]]:
    """Return by kind of vehicle where is parked for each door that is walked to."""
    found: dict[str, dict[LonLat, LonLat]] = defaultdict(dict)
    for sheet in sheets:
        for shown in sheet.stops:
            stop = shown.stop
            if stop.park_lon is not None and stop.park_lat is not None:
                door = LonLat(stop.lon, stop.lat)
                found[sheet.route.vehicle_kind][door] = LonLat(stop.park_lon, stop.park_lat)
    return found
