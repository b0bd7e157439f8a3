"""How long to search, and who may look on or stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Budget:
    """Either `seconds` of a clock, or `iterations` of the search, which makes runs reproducible.

    The clock is the one on the wall, or the processor's time of the search's thread, for comparisons; where several
    threads search, each may take so much.

    Raises ValueError unless exactly one is given and not negative; zero gives the first plan found.
    """

    seconds: float | None = None
    iterations: int | None = None
    clock: Literal["wall", "cpu"] = "wall"

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.iterations is None):
            raise ValueError("Give the budget either in seconds or in iterations.")
        amount = self.iterations if self.seconds is None else self.seconds
        if amount is None or not 0 <= amount < float("inf"):
            raise ValueError(f"A budget of {amount} cannot be spent; give zero or more.")

    def share(self, fraction: float) -> "Budget":
        """Return this fraction of the budget."""
        if self.seconds is not None:
            return Budget(seconds=self.seconds * fraction, clock=self.clock)
        return Budget(iterations=int((self.iterations or 0) * fraction))


@dataclass(frozen=True)
class Progress:
    """How far the search is: the best plan's cost, how many jobs it leaves out, and since when it runs."""

    cost_cents: float
    left_out: int
    elapsed_s: float


type OnProgress = Callable[[Progress], None]
type Stop = Callable[[], bool]


@dataclass
class Watch:
    """Tells when a part of the search is over; one watch measures the whole solve from its creation."""

    on_progress: OnProgress | None = None
    stop: Stop | None = None
    report_every_s: float = 0.5
    _started: float = field(default_factory=time.monotonic)
    _reported: float = 0.0
    _stopped: bool = False

    @property
    def elapsed_s(self) -> float:
        """Return the seconds since the watch was started."""
        return time.monotonic() - self._started

    def is_stopped(self) -> bool:
        """Ask whether the caller wants to stop; once yes, always yes."""
        if not self._stopped and self.stop is not None:
            self._stopped = self.stop()
        return self._stopped

    def is_due(self) -> bool:
        """Tell whether the caller should hear of the progress again."""
        return self.on_progress is not None and self.elapsed_s - self._reported >= self.report_every_s

    def hear(self, cost_millicents: float, left_out: int, elapsed_s: float, iterations: int) -> bool:
        """Pass on how far the search is, when it is time; return whether the caller wants to stop."""
        del elapsed_s, iterations
        if self.is_due() and cost_millicents < float("inf"):
            self.report(cost_cents=cost_millicents / 1000, left_out=left_out)
        return self.is_stopped()

    def report(self, *, cost_cents: float, left_out: int) -> None:
        """Tell the caller how far the search is."""
        self._reported = self.elapsed_s
        if self.on_progress is not None:
            self.on_progress(Progress(cost_cents, left_out, self._reported))
