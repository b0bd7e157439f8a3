"""Threads that search parts of a city at the same time, on this machine."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from pannier.engine.budget import Stop
from pannier.engine.city.city import City
from pannier.engine.city.parts import Part, PartFound, search_part

_LOOK_EVERY_S = 0.2


@dataclass(frozen=True)
class Threads:
    """So many parts at a time, the largest first; the search itself runs without the interpreter's lock."""

    count: int
    search: Callable[[City, Part, Stop], PartFound] = search_part

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("A search needs a thread.")

    def __call__(self, city: City, parts: tuple[Part, ...], stop: Stop) -> tuple[PartFound, ...]:
        """Search the parts; `stop` is asked in the caller's thread, so what it does need not be safe for several."""
        stopped: list[bool] = []
        order = sorted(range(len(parts)), key=lambda number: -len(parts[number].tasks))
        with ThreadPoolExecutor(self.count) as pool:
            found = {
                number: pool.submit(self.search, city, parts[number], lambda: bool(stopped))
                for number in order
            }
            try:
                _look_on(set(found.values()), stop, stopped)
            except BaseException:
                stopped.append(True)
                raise
        return tuple(found[number].result() for number in range(len(parts)))


def _look_on(running: set[Future[PartFound]], stop: Stop, stopped: list[bool]) -> None:
    """Wait for all, and ask meanwhile whether to stop."""
    while running:
        done, running = wait(running, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
        for one in done:
            one.result()
        if stop() and not stopped:
            stopped.append(True)
