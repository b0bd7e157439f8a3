"""What power costs and emits by time of day, and how many plugs give it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pannier.core.ids import PlaceIndex
from pannier.core.problem.bounds import MOST_NUMBER, MOST_RATE, MOST_S
from pannier.core.problem.errors import require, require_whole, require_window
from pannier.core.timewindow import TimeWindow


@dataclass(frozen=True)
class TariffSlice:
    """From `from_s` on a kilowatt hour at the plug costs and emits so much, until the next slice begins."""

    from_s: int
    kwh_millicents: int
    co2e_mg_per_kwh: int

    def __post_init__(self) -> None:
        require_whole(self.from_s, "from_s", most=MOST_S)
        require_whole(self.kwh_millicents, "kwh_millicents", most=MOST_RATE)
        require_whole(self.co2e_mg_per_kwh, "co2e_mg_per_kwh", most=MOST_NUMBER)


type Tariff = tuple[TariffSlice, ...]
"""Slices in order, the first from the beginning of the day, the last without end; none: the vehicle's own rates."""


def check_tariff(tariff: Tariff, field: str) -> None:
    """Raise InvalidProblem unless the slices cover the day in order."""
    require(not tariff or tariff[0].from_s == 0, field, "must begin with a slice from second 0.")
    for position, (before, after) in enumerate(pairwise(tariff), start=1):
        require(
            before.from_s < after.from_s, f"{field}[{position}].from_s", "must be later than the one before."
        )


@dataclass(frozen=True)
class Plugs:
    """How many vehicles can be plugged in at once, and when.

    `open` are the opening hours (none: always). Each of `taken` is a plug that somebody else has for this long.
    A charge or swap lies wholly within an opening, from its beginning to its end.
    """

    count: int
    open: tuple[TimeWindow, ...] = ()
    taken: tuple[TimeWindow, ...] = ()

    def __post_init__(self) -> None:
        require_whole(self.count, "plugs.count", most=MOST_NUMBER)
        for name in ("open", "taken"):
            for position, window in enumerate(getattr(self, name)):
                require_window(window, f"plugs.{name}[{position}]")
        for position, (before, after) in enumerate(zip(self.open, self.open[1:], strict=False), start=1):
            field = f"plugs.open[{position}]"
            require(before.end_s < after.start_s, field, "must begin after the one before has ended.")

    @cached_property
    def free(self) -> tuple[TimeWindow, ...]:
        """Return when there is a plug for one more vehicle."""
        found: list[TimeWindow] = []
        for open_ in self.open or (TimeWindow(0, MOST_S),):
            for part in self._parts(open_):
                touches = bool(found) and found[-1].end_s == part.start_s
                if self._taken_within(part) >= self.count:
                    continue
                found[-1:] = [TimeWindow(found[-1].start_s, part.end_s)] if touches else [*found[-1:], part]
        return tuple(found)

    def _parts(self, open_: TimeWindow) -> Iterator[TimeWindow]:
        """Yield an opening in parts during which equally many plugs are taken."""
        ends = {end for window in self.taken for end in (window.start_s, window.end_s)}
        cuts = [open_.start_s, *sorted(end for end in ends if open_.start_s < end < open_.end_s), open_.end_s]
        yield from (TimeWindow(start, end) for start, end in pairwise(cuts))

    def _taken_within(self, part: TimeWindow) -> int:
        """Return how many plugs are taken during a part."""
        return sum(one.start_s <= part.start_s and part.end_s <= one.end_s for one in self.taken)


@dataclass(frozen=True)
class HubCharger:
    """What a hub's chargers, or its cabinet of batteries, cost by time of day, and how many can be used at once.

    How long a charge or swap takes stands at the vehicle's battery.
    """

    place: PlaceIndex
    tariff: Tariff = ()
    plugs: Plugs | None = None

    def __post_init__(self) -> None:
        require_whole(self.place, "place")
        check_tariff(self.tariff, "tariff")
