"""The discrete-event loop: everybody says when they act next, and the earliest goes first."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from pannier.simulate.moments import DemoTime

Steps = Iterator[datetime]


class Actor(Protocol):
    """Somebody who takes part in the day."""

    name: str

    def steps(self) -> Steps:
        """Act, and yield the time of the next act, until the day is over for this one."""


def run(
    actors: Iterable[Actor], time: DemoTime, on_step: Callable[[datetime], None] = lambda at: None
) -> None:
    """Let all actors act in the order of time; equal times go by the order of the actors.

    An actor whose next time is past acts at once, so a slow server delays calls but loses none.
    """
    queue: list[tuple[datetime, int, Steps]] = []
    for number, actor in enumerate(actors):
        _again(queue, number, actor.steps())
    while queue:
        when, number, steps = heapq.heappop(queue)
        time.reach(when)
        on_step(when)
        _again(queue, number, steps)


def _again(queue: list[tuple[datetime, int, Steps]], number: int, steps: Steps) -> None:
    """Let one actor act and put it back into the queue, unless its day is over."""
    when = next(steps, None)
    if when is not None:
        heapq.heappush(queue, (when, number, steps))
