"""A charging station on the way, between the stops of a trip."""

from dataclasses import dataclass

from pannier.core.ids import PlaceIndex, StationId
from pannier.core.problem.charger import Plugs, Tariff, check_tariff
from pannier.core.problem.errors import require_whole


@dataclass(frozen=True)
class Station:
    """A place where batteries charge in the middle of a trip, as often as one likes.

    `kind` picks the curve of `Battery.at_stations`; a battery without one for it cannot charge here. Charging
    touches no goods, needs no parking and is no stop. Without `tariff` its power costs what the vehicle's own rates
    say; without `plugs` there is one for everybody, always.
    """

    id: StationId
    place: PlaceIndex
    kind: str
    tariff: Tariff = ()
    plugs: Plugs | None = None

    def __post_init__(self) -> None:
        require_whole(self.place, f"stations[{self.id}].place")
        check_tariff(self.tariff, f"stations[{self.id}].tariff")
