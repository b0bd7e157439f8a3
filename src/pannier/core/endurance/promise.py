"""What of a task counts as promised, and when it is broken."""

from dataclasses import dataclass

from pannier.core.problem import Task
from pannier.core.timewindow import TimeWindow


@dataclass(frozen=True, slots=True)
class Promise:
    """A service shall begin in one of `windows` and not after `by_s`."""

    windows: tuple[TimeWindow, ...]
    by_s: int


def promise_of(task: Task) -> Promise | None:
    """Return what a task was promised, None where it may begin at any time.

    A window is a promise; so is the moment at which a task is due, where that is earlier.
    """
    ends = [task.windows[-1].end_s] if task.windows else []
    ends += [task.due.by_s] if task.due is not None else []
    return Promise(task.windows, min(ends)) if ends else None
