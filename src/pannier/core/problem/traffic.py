"""How much longer ways take at some hours: travel times by slice of the day."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pannier.core.problem.bounds import MOST_AREAS, MOST_PERMILLE, MOST_S, MOST_SLICES
from pannier.core.problem.errors import require, require_whole

PERMILLE = 1000
"""What a way takes at its quickest hour, which is what the matrices hold."""
_FOREVER = 1 << 40


@dataclass(frozen=True)
class TrafficSlice:
    """From `start_s` to the next slice a way between two areas takes so many thousandths of its matrix entry.

    `permille` has one row and one column an area; 1,000 is as quick as ever, 1,400 takes 40 % longer.
    """

    start_s: int
    permille: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        require_whole(self.start_s, "start_s", most=MOST_S)
        for row in self.permille:
            require(len(row) == len(self.permille), "permille", "needs one row and one column an area.")
            for number in row:
                require_whole(number, "permille", least=PERMILLE, most=MOST_PERMILLE)


@dataclass(frozen=True)
class Traffic:
    """Travel times of one profile by slice of the day, by the area that a way begins and ends in.

    `areas` has a number for each place. Speed changes while a vehicle is on its way (Ichoua, Gendreau & Potvin
    2003), so who leaves later never arrives earlier. Distance and energy stay as the matrices say.
    """

    areas: tuple[int, ...]
    slices: tuple[TrafficSlice, ...]

    def __post_init__(self) -> None:
        require(1 <= len(self.slices) <= MOST_SLICES, "slices", f"must be 1 to {MOST_SLICES}.")
        require(self.slices[0].start_s == 0, "slices[0].start_s", "must be 0, the beginning of the day.")
        for number, (one, other) in enumerate(pairwise(self.slices), start=1):
            require(
                one.start_s < other.start_s, f"slices[{number}].start_s", "must come after the one before."
            )
        count = len(self.slices[0].permille)
        require(1 <= count <= MOST_AREAS, "slices[0].permille", f"must be of 1 to {MOST_AREAS} areas.")
        for number, one in enumerate(self.slices):
            same = len(one.permille) == count
            require(same, f"slices[{number}].permille", f"must be of {count} areas like the first.")
        for position, area in enumerate(self.areas):
            require_whole(area, f"areas[{position}]", most=count - 1)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(one.start_s for one in self.slices)

    def travel_s(self, origin: int, target: int, base_s: int, departure_s: int) -> int:
        """Return the seconds a way takes that takes `base_s` at its quickest, when it is begun at a moment.

        Of the way, counted in thousandths of seconds, a slice lets through what fits, rounded down; what is left
        at its end goes on in the next one, and the last second counts as a whole.
        """
        left, now = base_s * PERMILLE, departure_s
        for permille, end_s in self._from(departure_s, self.areas[origin], self.areas[target]):
            needed_s = -(-left * permille // PERMILLE**2)
            if needed_s <= end_s - now:
                return now + needed_s - departure_s
            left -= (end_s - now) * PERMILLE**2 // permille
            now = end_s
        raise AssertionError  # the last slice has no end

    def latest_departure_s(self, origin: int, target: int, base_s: int, arrival_s: int) -> int:
        """Return when a way must be begun at the latest to be over by `arrival_s`."""
        latest_s = self._about_when_begun_s(origin, target, base_s, arrival_s)
        # Backward the parts round otherwise than forward, by seconds.
        while latest_s + self.travel_s(origin, target, base_s, latest_s) > arrival_s:
            latest_s -= 1
        while latest_s + 1 + self.travel_s(origin, target, base_s, latest_s + 1) <= arrival_s:
            latest_s += 1
        return latest_s

    def _about_when_begun_s(self, origin: int, target: int, base_s: int, arrival_s: int) -> int:
        """Return when a way was begun that is over at a moment, to a few seconds."""
        left, now = base_s * PERMILLE, arrival_s
        for one in reversed(self.slices):
            if one.start_s >= now:
                continue
            permille = one.permille[self.areas[origin]][self.areas[target]]
            needed_s = left * permille // PERMILLE**2
            if needed_s <= now - one.start_s:
                return now - needed_s
            left -= (now - one.start_s) * PERMILLE**2 // permille
            now = one.start_s
        return now - left // PERMILLE

    def _from(self, moment_s: int, origin: int, target: int) -> Iterator[tuple[int, int]]:
        """Yield the factors between two areas from a moment on, each with the end of its slice."""
        first = max(0, bisect_right(self._starts, moment_s) - 1)
        for number in range(first, len(self.slices)):
            end_s = self._starts[number + 1] if number + 1 < len(self.slices) else _FOREVER
            yield self.slices[number].permille[origin][target], end_s
