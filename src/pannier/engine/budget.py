"""How long to search, and who may look on or stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Budget:
    """Either `seconds` of wall time, or `iterations` of the search, which makes runs reproducible.

    Raises ValueError unless exactly one is given and not negative; zero gives the first plan found.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.iterations is None):
            raise ValueError("Give the budget either in seconds or in iterations.")
        amount = self.iterations if self.seconds is None else self.seconds
        if amount is None or not 0 <= amount < float("inf"):
            raise ValueError(f"A budget of {amount} cannot be spent; give zero or more.")

    def share(self, fraction: float) -> "Budget":
        """Return this fraction of the budget."""
        if self.seconds is not None:
            return Budget(seconds=self.seconds * fraction)
        return Budget(iterations=int((self.iterations or 0) * fraction))


@dataclass(frozen=True)
class Progress:
    """How far the search is: the best plan's cost, how many tasks it leaves out, and since when it runs.

    A rough cost knows nothing of batteries, breaks and limits yet; the plan's true cost is often higher.
    """

    cost_cents: float
    left_out: int
    elapsed_s: float
    is_rough: bool = False


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

    def report(self, *, cost_cents: float, left_out: int, is_rough: bool = False) -> None:
        """Tell the caller how far the search is."""
        self._reported = self.elapsed_s
        if self.on_progress is not None:
            self.on_progress(Progress(cost_cents, left_out, self._reported, is_rough))


@dataclass
class Allowance:
    """A budget being spent: ask `goes_on()` once per iteration."""

    budget: Budget
    watch: Watch
    iterations: int = 0
    _since: float = field(default_factory=time.monotonic)

    def goes_on(self) -> bool:
        """Count one iteration and tell whether it may still be made."""
        if self.watch.is_stopped() or self._is_spent():
            return False
        self.iterations += 1
        return True

    def _is_spent(self) -> bool:
        """Tell whether nothing of the budget is left."""
        if self.budget.seconds is not None:
            return time.monotonic() - self._since >= self.budget.seconds
        return self.iterations >= (self.budget.iterations or 0)
