"""A part of a city that is searched by itself, on this machine or on another one: values in, values out."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.core.schedule import Step
from pannier.engine.budget import Budget, Stop
from pannier.engine.city.city import City, piece_of
from pannier.engine.city.standing import Standing, sketch_of, sketch_of_found, standing_of
from pannier.engine.jobs import Jobs
from pannier.engine.plugging import search_with_plugs
from pannier.engine.searching import LEAST_PART, Found, Stretch, Team

_COLD, _COLD_SHARE = 0.9, 0.15
"""From where on the cooling is cold, and how much of its budget a part searches so while it misses an order."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Vehicles and tasks of a city, their routes so far, and what of the city's search is done with them.

    Everything in it is a plain value, so it may be sent to whoever knows the same city.
    """

    vehicles: tuple[int, ...]
    tasks: tuple[int, ...]
    begun: Mapping[int, tuple[Step, ...]]
    budget: Budget
    seed: int
    stretch: Stretch


@dataclass(frozen=True, kw_only=True)
class PartFound:
    """The best plan of a part, and the one that its search got to.

    `took_s` is the time of the part in all, by the clock of its budget, `iterations` what the search made of it.
    """

    best: Standing
    now: Standing
    iterations: int
    took_s: float


type Work = Callable[[City, tuple[Part, ...], Stop], tuple[PartFound, ...]]
"""Searches parts that share nothing, in any order or at the same time, and returns what was found in their order."""


class PieceSearch(Protocol):
    """Searches the problem of a part, here or in another process."""

    def __call__(
        self, problem: Problem, begun: Plan, *, budget: Budget, seed: int, stretch: Stretch, stop: Stop
    ) -> tuple[Found, Found]:
        """Return the best plan, and the one that the search got to."""


def search_part(city: City, part: Part, stop: Stop, search: PieceSearch | None = None) -> PartFound:
    """Search one part; `stop` is asked twice a second and ends it with the best plan so far.

    `search` does it once the ways are known, `search_piece` unless told.
    """
    clock = time.thread_time if part.budget.clock == "cpu" else time.monotonic
    since = clock()
    piece = piece_of(city, part.vehicles, part.tasks)
    best, now = (search or search_piece)(
        piece.problem,
        sketch_of(city, piece, part.begun),
        budget=part.budget,
        seed=part.seed,
        stretch=part.stretch,
        stop=stop,
    )
    return PartFound(
        best=standing_of(piece, best),
        now=standing_of(piece, now),
        iterations=best.iterations,
        took_s=clock() - since,
    )


def search_piece(
    problem: Problem, begun: Plan, *, budget: Budget, seed: int, stretch: Stretch, stop: Stop
) -> tuple[Found, Found]:
    """Search what a part is once its ways are known; return the best plan, and the one that the search got to.

    A part that still misses a required order after the city's first round is searched cold first: while it is hot,
    routes take all the room there is, and who waits does not get in; a plan that has everybody keeps everybody. Where
    plugs are few, routes take turns at them; such a search never ends worse than it began.
    """
    one = _Piece(problem, Jobs(problem), seed, stop)
    if problem.has_few_plugs:
        return one.kept(begun, budget, stretch)
    if not 0 < stretch.begins < _COLD or not _misses(problem, begun):
        return one.search(begun, budget, stretch)
    cold = replace(stretch, begins=_COLD, ends=1.0)
    served, _ = one.search(begun, budget.share(_COLD_SHARE), cold)
    best, now = one.search(sketch_of_found(problem, served), budget.share(1 - _COLD_SHARE), stretch)
    return replace(best, iterations=best.iterations + served.iterations), now


@dataclass(frozen=True)
class _Piece:
    """The problem of a part, and what all searches of it share."""

    problem: Problem
    jobs: Jobs
    seed: int
    stop: Stop

    def search(self, begun: Plan, budget: Budget, stretch: Stretch) -> tuple[Found, Found]:
        """Return the best plan, and the one that the search got to."""
        return search_with_plugs(
            self.problem,
            self.jobs,
            budget=budget,
            seed=self.seed,
            team=Team(1, LEAST_PART),
            start=begun,
            tell=lambda cost, left, seconds, iterations: self.stop(),
            stretch=stretch,
        )

    def kept(self, begun: Plan, budget: Budget, stretch: Stretch) -> tuple[Found, Found]:
        """Return the same, or what it began with where that is better."""
        best, now = self.search(begun, budget, stretch)
        if not begun.routes or budget.iterations == 0:
            return best, now
        before, _ = self.search(begun, Budget(iterations=0), stretch)
        return (best, now) if _rank(self.problem, best) <= _rank(self.problem, before) else (before, before)


def _misses(problem: Problem, begun: Plan) -> bool:
    """Tell whether a plan lacks a required task."""
    planned = {task_id for route in begun.routes for task_id in route.task_ids}
    return any(task.prize_cents is None and task.id not in planned for task in problem.tasks)


def _rank(problem: Problem, found: Found) -> tuple[int, float]:
    required = sum(problem.tasks[job[0]].prize_cents is None for job in found.left)
    return required, found.cost_millicents
