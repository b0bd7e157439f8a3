"""One thing to do at one place: hand something over or take something in."""

from dataclasses import dataclass
from enum import StrEnum

from pannier.core.ids import PairId, PlaceIndex, TaskId, VehicleId
from pannier.core.problem.bounds import MOST_RATE, MOST_S
from pannier.core.problem.errors import require, require_whole, require_window
from pannier.core.problem.wishes import Due, Preference
from pannier.core.timewindow import TimeWindow


class TaskKind(StrEnum):
    """Whether the goods leave the vehicle at the place or come aboard."""

    DROPOFF = "dropoff"
    PICKUP = "pickup"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One drop-off or pickup.

    Without `pair`, a drop-off's goods are loaded at `hub` at the start of its trip and a pickup's goods are
    brought to `hub` at the end of it; with neither, that is wherever the trip begins or ends. The pickup and
    the drop-off that share a `pair` go by the same trip, the pickup first, and touch no hub; a pair may have
    several of each (see Bundle). The service must begin in one of `windows` (none: any time).
    Before `release_s` a drop-off's trip does not begin to load, and a pickup does not begin.
    A task without prize must be served; one with a prize may be left out at that price.

    `only` names the vehicles that may do it, none all of them. A drop-off's service begins at most
    `max_aboard_s` after its trip left the hub, or after the first pickup of its pair. `goods` is what cannot go
    with everything, see `Problem.incompatible`.
    """

    id: TaskId
    kind: TaskKind
    place: PlaceIndex
    demand: tuple[int, ...]
    hub: PlaceIndex | None = None
    pair: PairId | None = None
    service_s: int = 0
    windows: tuple[TimeWindow, ...] = ()
    needs: frozenset[str] = frozenset()
    release_s: int = 0
    prize_cents: int | None = None
    due: Due | None = None
    preferences: tuple[Preference, ...] = ()
    only: frozenset[VehicleId] = frozenset()
    max_aboard_s: int | None = None
    goods: str | None = None

    def __post_init__(self) -> None:
        at = f"tasks[{self.id}]"
        require_whole(self.place, f"{at}.place")
        require_whole(self.hub, f"{at}.hub")
        require_whole(self.service_s, f"{at}.service_s", most=MOST_S)
        require_whole(self.release_s, f"{at}.release_s", most=MOST_S)
        require_whole(self.prize_cents, f"{at}.prize_cents", most=MOST_RATE)
        require_whole(self.max_aboard_s, f"{at}.max_aboard_s", most=MOST_S)
        require(self.goods != "", f"{at}.goods", "has no name.")
        is_carried = self.max_aboard_s is None or self.kind is TaskKind.DROPOFF
        require(is_carried, f"{at}.max_aboard_s", "belongs to a drop-off.")
        for position, amount in enumerate(self.demand):
            require_whole(amount, f"{at}.demand[{position}]")
        require(self.hub is None or self.pair is None, f"{at}.hub", "a task has a hub or a pair, not both.")
        late_goods = self.pair is not None and self.kind is TaskKind.DROPOFF and self.release_s > 0
        require(not late_goods, f"{at}.release_s", "belongs to the pickups of the pair.")
        for position, window in enumerate(self.windows):
            require_window(window, f"{at}.windows[{position}]")
        for earlier, later in zip(self.windows, self.windows[1:], strict=False):
            require(earlier.end_s < later.start_s, f"{at}.windows", "are not in order or overlap.")

    @property
    def is_paired(self) -> bool:
        """Tell whether the task is part of a pickup and delivery."""
        return self.pair is not None

    @property
    def is_loaded_at_hub(self) -> bool:
        """Tell whether its goods are aboard from the start of its trip."""
        return self.kind is TaskKind.DROPOFF and self.pair is None
