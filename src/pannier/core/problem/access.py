"""Places where vehicles of some kinds may be at some hours only: pedestrian streets, low-emission zones."""

from dataclasses import dataclass

from pannier.core.ids import PlaceIndex
from pannier.core.problem.errors import require, require_whole, require_window
from pannier.core.timewindow import TimeWindow


@dataclass(frozen=True)
class Access:
    """When vehicles of some kinds may be at some places; no window: never. Kinds that are not named may always.

    From parking to the end of its service a task there lies in one of `windows`. Who comes too early, or rests,
    does so outside; hubs, starts and ends are not meant, and no battery is charged there on the way.
    Several for the same place count together. `name` is the area's, for sentences.
    """

    name: str
    places: tuple[PlaceIndex, ...]
    kinds: tuple[str, ...]
    windows: tuple[TimeWindow, ...] = ()

    def __post_init__(self) -> None:
        at = f"access[{self.name}]"
        require(bool(self.name), "access", "an area has no name.")
        require(bool(self.kinds), f"{at}.kinds", "are none; name those whose hours these are.")
        for position, place in enumerate(self.places):
            require_whole(place, f"{at}.places[{position}]")
        for position, window in enumerate(self.windows):
            require_window(window, f"{at}.windows[{position}]")
        for earlier, later in zip(self.windows, self.windows[1:], strict=False):
            require(earlier.end_s < later.start_s, f"{at}.windows", "are not in order or overlap.")
