"""What a task would rather have: to begin in time, and to go with one of some vehicles. Neither must be kept."""

from dataclasses import dataclass

from pannier.core.ids import VehicleId
from pannier.core.problem.bounds import MOST_RATE, MOST_S
from pannier.core.problem.errors import require, require_whole


@dataclass(frozen=True)
class Due:
    """When a service should have begun: later is allowed, and costs; so does earlier than `from_s`.

    `once_millicents` is for being late (or early) at all, such as a promise that has to be made anew;
    `hour_millicents` for each hour of it, in proportion.
    """

    by_s: int
    once_millicents: int = 0
    hour_millicents: int = 0
    from_s: int = 0

    def off_s(self, start_s: int) -> int:
        """Return by how many seconds a service that begins then is late or early."""
        return max(0, start_s - self.by_s, self.from_s - start_s)

    def __post_init__(self) -> None:
        require_whole(self.by_s, "by_s", most=MOST_S)
        require_whole(self.once_millicents, "once_millicents", most=MOST_RATE)
        require_whole(self.hour_millicents, "hour_millicents", most=MOST_RATE)
        require_whole(self.from_s, "from_s", most=MOST_S)
        require(self.from_s <= self.by_s, "from_s", f"({self.from_s}) is after by_s ({self.by_s}).")


@dataclass(frozen=True)
class Preference:
    """Vehicles that should do a task: with any other one it costs so much more.

    `why` says it in words, such as "knows the area" or "had it before".
    """

    vehicles: frozenset[VehicleId]
    millicents: int
    why: str = ""

    def __post_init__(self) -> None:
        require_whole(self.millicents, "millicents", least=1, most=MOST_RATE)
        require(bool(self.vehicles), "vehicles", "are none; name those that should do it.")
