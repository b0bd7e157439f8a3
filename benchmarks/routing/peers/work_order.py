"""What a rival gets and gives: whole numbers in a folder, tours as JSON; a clock of its own CPU seconds."""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class WorkOrder:
    """The problem that Pannier's engine gets too, number by number.

    `vehicles` have start, capacity, fixed, unit, shift, longest and reloads; `tasks` node, demand, service,
    window and release; `pairs` are positions of tasks. `electric` holds the file's own real numbers,
    of which one makes `scale` whole ones.
    """

    distance: Any
    vehicles: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    pairs: list[list[int]]
    electric: dict[str, Any] | None
    counts_time: bool
    scale: int
    vehicles_first: bool
    seconds: float
    seed: int

    def kinds(self) -> list[tuple[dict[str, Any], list[int]]]:
        """Return the different vehicles, each with the positions of its equals."""
        found: dict[str, tuple[dict[str, Any], list[int]]] = {}
        for index, vehicle in enumerate(self.vehicles):
            found.setdefault(json.dumps(vehicle), (vehicle, []))[1].append(index)
        return list(found.values())


class CpuClock:
    """Counts this process's CPU seconds from its creation, whatever the machine's load."""

    def __init__(self, seconds: float) -> None:
        self._since = time.process_time()
        self._seconds = seconds

    @property
    def used(self) -> float:
        """Return the CPU seconds used."""
        return time.process_time() - self._since

    def is_over(self) -> bool:
        """Tell whether the budget is used up."""
        return self.used >= self._seconds


def read_order() -> WorkOrder:
    """Return the order in the folder that the command line names."""
    folder = Path(sys.argv[1])
    fields = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    return WorkOrder(distance=np.load(folder / "distance.npy"), **fields)


def refuse(words: str) -> None:
    """End with what the rival cannot express."""
    sys.exit(f"cannot: {words}")


def hand_in(tours: list[tuple[int, list[int]]], *, clock: CpuClock, iterations: int, engine: str) -> None:
    """Print the tours: vehicles with their nodes in order."""
    print(json.dumps({"tours": tours, "seconds": clock.used, "iterations": iterations, "engine": engine}))
