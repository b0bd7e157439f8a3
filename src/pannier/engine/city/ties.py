"""Hubs that share chargers with few plugs are searched, timed and checked together: else nobody counts the plugs."""

from collections.abc import Iterable, Iterator, Sequence

from pannier.core.ids import PlaceIndex
from pannier.core.problem import HubCharger, Station, Vehicle

type Tie = tuple[int, ...]
"""Positions of hubs that belong together, in order."""


def ties_of(
    hubs: Sequence[PlaceIndex],
    homes: Sequence[PlaceIndex],
    vehicles: Sequence[Vehicle],
    chargers: Iterable[Station | HubCharger],
) -> tuple[Tie, ...]:
    """Return all hubs, each once; those together whose vehicles may meet at a charger with few plugs.

    `homes` are the hubs of the vehicles.
    """
    position = {hub: number for number, hub in enumerate(hubs)}
    tied = [{number} for number in range(len(hubs))]
    for charger in chargers:
        if charger.plugs is None:
            continue
        users = {
            position[home]
            for vehicle, home in zip(vehicles, homes, strict=True)
            if _may_charge(vehicle, charger)
        }
        together = set[int]().union(*(tied[hub] for hub in users))
        for hub in together:
            tied[hub] = together
    return tuple(_each_once(tied))


def _each_once(tied: Sequence[set[int]]) -> Iterator[Tie]:
    for number, hubs in enumerate(tied):
        if number == min(hubs):
            yield tuple(sorted(hubs))


def _may_charge(vehicle: Vehicle, charger: Station | HubCharger) -> bool:
    if vehicle.battery is None:
        return False
    if isinstance(charger, Station):
        return any(one.kind == charger.kind for one in vehicle.battery.at_stations)
    return vehicle.battery.at_hub is not None and charger.place in vehicle.trips.reload_places
