"""The ways of several hubs' day, asked of the street network for some places at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pannier.connect.road_network import RoadNetwork
from pannier.core.geo import great_circle_m
from pannier.core.problem import Matrices
from pannier.planning.areas import streets_around
from pannier.planning.day import Day
from pannier.planning.problem_of_day import payload_by_kind, standing_s
from pannier.planning.streets import IntArray, Places, kinds_of, matrices_of
from pannier.planning.traffic_of_day import traffic_of_day

_PACE_MPS = 3.0
"""Of a vehicle in a city, as the crow flies: it only says to which hub an order is near at first."""


@dataclass(frozen=True, eq=False)
class RoadTravel:
    """Ways between any places of a city; `standing` is how long each kind stands at each of them at most."""

    day: Day
    places: Places
    network: RoadNetwork
    standing: Mapping[str, IntArray]
    payload_g: Mapping[str, int]

    def matrices(self, places: Sequence[int], profiles: Sequence[str]) -> tuple[Matrices, ...]:
        """Return what driving takes between these places for each kind of vehicle."""
        points = tuple(self.places.points[place] for place in places)
        kinds = {kind.code: kind for kind in kinds_of(self.day)}
        return tuple(
            matrices_of(
                kinds[code],
                streets_around(self.day, self.network, points, kinds[code]),
                standing_s=self.standing[code][list(places)],
                payload_max_g=self.payload_g[code],
                temperature_c=self.day.temperature_c,
                traffic=traffic_of_day(self.day, Places(points, {}), kinds[code]),
            )
            for code in profiles
        )

    def away_s(self, place: int, profile: str) -> npt.NDArray[np.int32]:
        """Return about how many seconds each place is away from one, as the crow flies."""
        here = self.places.points[place]
        metres = [great_circle_m(here, point) for point in self.places.points]
        return np.ceil(np.array(metres) / _PACE_MPS).astype(np.int32)


def travel_of(day: Day, places: Places, network: RoadNetwork) -> RoadTravel:
    """Return the ways of a day on its street network."""
    standing = {
        kind.code: standing_s(day, places, kind.times.parking_s, kind.times.door_s) for kind in kinds_of(day)
    }
    return RoadTravel(day, places, network, standing, payload_by_kind(day))
