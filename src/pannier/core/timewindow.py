"""A span of the service day in whole seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class TimeWindow:
    """From `start_s` to `end_s`, both included, in seconds since the service day began at the hub.

    A shift after midnight goes on counting above 86 400. Raises ValueError when it ends before it starts.
    """

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if self.start_s < 0:
            raise ValueError(f"The window starts at {self.start_s} s; times of the day are not negative.")
        if self.end_s < self.start_s:
            raise ValueError(f"The window ends at {self.end_s} s, before it starts at {self.start_s} s.")

    @property
    def length_s(self) -> int:
        """Return how long the window is open."""
        return self.end_s - self.start_s

    def contains(self, time_s: int) -> bool:
        """Tell whether the moment lies in the window, its two ends included."""
        return self.start_s <= time_s <= self.end_s

    def covers(self, other: "TimeWindow") -> bool:
        """Tell whether the other window lies wholly in this one."""
        return self.start_s <= other.start_s and other.end_s <= self.end_s

    def intersection(self, other: "TimeWindow") -> "TimeWindow | None":
        """Return the span both share, a single moment included, or None."""
        start_s, end_s = max(self.start_s, other.start_s), min(self.end_s, other.end_s)
        return TimeWindow(start_s, end_s) if start_s <= end_s else None
