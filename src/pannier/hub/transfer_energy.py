"""What a transfer between hubs takes: its way on the streets and the energy by the vehicle's full formula."""

from dataclasses import dataclass
from typing import Any

from pannier.connect.road_network import NoRoute, RoadNetwork
from pannier.core.energy import Leg, leg_energy, stops_on
from pannier.core.geo import LonLat
from pannier.factors.kinds import VehicleKind
from pannier.hub.problems import NoWay
from pannier.places.profiles import profile_of


@dataclass(frozen=True, slots=True)
class Way:
    """Metres, seconds, joules at the battery and at the plug, and the shape as polyline6."""

    distance_m: int
    duration_s: int
    energy_j: int
    plug_j: int
    geometry: str


def way_between(
    network: RoadNetwork, start: LonLat, end: LonLat, *, kind: VehicleKind, payload_g: int
) -> Way:
    """Return the way from hub to hub with this load; raise NoWay where the vehicle cannot go."""
    try:
        route = network.route([start, end], profile_of(kind.code))
    except NoRoute as error:
        raise NoWay(f"A {kind.label} finds no way from one hub to the other: {error}") from error
    duration_s = round(route.duration_s * kind.routing.duration_factor)
    halts: Any = stops_on(kind.energy, float(route.distance_m))
    leg = Leg(distance_m=float(route.distance_m), duration_s=float(duration_s), stops=float(halts))
    energy = leg_energy(kind.energy, leg, payload_kg=payload_g / 1000)
    return Way(
        route.distance_m, duration_s, round(energy.battery_j), round(energy.plug_j), route.legs[0].shape
    )
