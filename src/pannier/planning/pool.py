"""Optimiser processes: the search is pure computation, so it runs beside the server and not in its threads.

Each process is started afresh (spawn), ends with its parent, and tells how far it is over a board of shared memory.
"""

import functools
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from ctypes import c_double
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

import structlog

from pannier.base.settings import settings
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, OnProgress, Progress, Stop, solve
from pannier.engine.city import Found, Stretch, search_piece
from pannier.planning.problems import OptimiserDied
from pannier.planning.solver import Effort, Option
from pannier.planning.weighing import weigh_here

log = structlog.get_logger(__name__)
_SLOTS = 32
_WIDTH = 5
_COUNT, _COST, _LEFT_OUT, _ELAPSED, _STOP = range(_WIDTH)
_POLL_S = 0.2

_board: Any = None


@dataclass(frozen=True)
class PieceEffort:
    """How a part of several hubs' day is searched: what it begins with, for how long, and how hot."""

    begun: Plan
    budget: Budget
    seed: int
    stretch: Stretch


class SolverPool:
    """Solves problems in processes of its own, at most `processes` at a time; others wait.

    Each search has `threads`; a plan made of iterations is another one where they are others.
    """

    def __init__(self, processes: int, *, threads: int = 1) -> None:
        self._processes, self._threads = processes, threads
        self._context = multiprocessing.get_context("spawn")
        self._cells: Any = self._context.RawArray(c_double, _SLOTS * _WIDTH)
        self._slots: queue.SimpleQueue[int] = queue.SimpleQueue()
        for slot in range(_SLOTS):
            self._slots.put(slot)
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def __call__(
        self, problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
    ) -> Plan:
        """Solve in a process; raise OptimiserDied when it is killed twice."""
        return self._run(_solve, problem, effort, on_progress, stop)

    def solve_from(
        self,
        problem: Problem,
        start: Plan,
        effort: Effort,
        *,
        on_progress: OnProgress | None,
        stop: Stop | None,
    ) -> Plan:
        """Solve in a process, beginning with a plan; raise OptimiserDied as solving does."""
        return self._run(functools.partial(_solve_from, start), problem, effort, on_progress, stop)

    def weigh(
        self, problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
    ) -> tuple[Option, ...]:
        """Search for a plan with slack, or for several, in a process; raise OptimiserDied as solving does."""
        return self._run(_weigh, problem, effort, on_progress, stop)

    def search_piece(
        self, problem: Problem, begun: Plan, *, budget: Budget, seed: int, stretch: Stretch, stop: Stop
    ) -> tuple[Found, Found]:
        """Search a part of several hubs' day in a process; raise OptimiserDied as solving does."""
        return self._run(_search, problem, PieceEffort(begun, budget, seed, stretch), None, stop)

    def _run[T, E: (Effort, PieceEffort)](
        self,
        work: Callable[[int, Problem, E, int], T],
        problem: Problem,
        effort: E,
        on_progress: OnProgress | None,
        stop: Stop | None,
    ) -> T:
        for _ in range(2):
            slot = self._slots.get()
            executor = self._running()
            self._cells[slot * _WIDTH : (slot + 1) * _WIDTH] = [0.0] * _WIDTH
            try:
                future = executor.submit(work, slot, problem, effort, self._threads)
                return self._follow(future, slot, on_progress, stop)
            except BrokenProcessPool:
                log.warning("planning.optimiser_died", seed=effort.seed)
                self._forget(executor)
            finally:
                self._slots.put(slot)
        raise OptimiserDied("The optimiser's process was killed twice, perhaps for its memory; plan again.")

    def close(self) -> None:
        """Let running searches end with the best plan they have, and stop the processes."""
        for slot in range(_SLOTS):
            self._cells[slot * _WIDTH + _STOP] = 1.0
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _follow[T](
        self, future: Future[T], slot: int, on_progress: OnProgress | None, stop: Stop | None
    ) -> T:
        seen, first = 0.0, slot * _WIDTH
        while True:
            try:
                return future.result(timeout=_POLL_S)
            except TimeoutError:
                count, cost, left_out, elapsed = self._cells[first : first + _STOP]
            if on_progress is not None and count > seen:
                seen = count
                on_progress(Progress(cost, int(left_out), elapsed))
            if stop is not None and stop():
                self._cells[first + _STOP] = 1.0

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._processes,
                    mp_context=self._context,
                    initializer=_begin,
                    initargs=(self._cells,),
                )
            return self._executor

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is broken:
                self._executor = None


@functools.cache
def the_pool() -> SolverPool:
    """Return the pool of this process, sized by the settings."""
    return SolverPool(settings().optimiser_processes, threads=settings().optimiser_threads)


def solve_in_pool(
    problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
) -> Plan:
    """Solve in the pool of this process."""
    return the_pool()(problem, effort, on_progress=on_progress, stop=stop)


def weigh_in_pool(
    problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
) -> tuple[Option, ...]:
    """Search for a plan with slack, or for several, in the pool of this process."""
    return the_pool().weigh(problem, effort, on_progress=on_progress, stop=stop)


def solve_from_in_pool(
    problem: Problem, start: Plan, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
) -> Plan:
    """Solve in the pool of this process, beginning with a plan."""
    return the_pool().solve_from(problem, start, effort, on_progress=on_progress, stop=stop)


def solve_from_here(
    problem: Problem, start: Plan, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
) -> Plan:
    """Solve in this thread, beginning with a plan."""
    return solve(
        problem, budget=effort.budget, seed=effort.seed, start=start, on_progress=on_progress, stop=stop
    )


def solve_here(
    problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
) -> Plan:
    """Solve in this thread, for small problems and the command line."""
    return solve(
        problem,
        budget=effort.budget,
        seed=effort.seed,
        start=effort.start,
        on_progress=on_progress,
        stop=stop,
    )


def search_piece_in_pool(
    problem: Problem, begun: Plan, *, budget: Budget, seed: int, stretch: Stretch, stop: Stop
) -> tuple[Found, Found]:
    """Search a part of several hubs' day in the pool of this process."""
    return the_pool().search_piece(problem, begun, budget=budget, seed=seed, stretch=stretch, stop=stop)


def _begin(cells: Any) -> None:
    """Prepare an optimiser process: keep the board, and end when the parent is gone, however it went."""
    global _board
    _board = cells
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True, name="parent").start()


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _solve(slot: int, problem: Problem, effort: Effort, threads: int) -> Plan:
    return solve(
        problem,
        budget=effort.budget,
        seed=effort.seed,
        start=effort.start,
        on_progress=functools.partial(_tell, slot * _WIDTH),
        stop=functools.partial(_is_stopped, slot * _WIDTH),
        threads=threads,
    )


def _solve_from(start: Plan, slot: int, problem: Problem, effort: Effort, threads: int) -> Plan:
    """Change a running plan; it is small enough for one thread."""
    del threads
    return solve_from_here(
        problem,
        start,
        effort,
        on_progress=functools.partial(_tell, slot * _WIDTH),
        stop=functools.partial(_is_stopped, slot * _WIDTH),
    )


def _search(slot: int, problem: Problem, effort: PieceEffort, threads: int) -> tuple[Found, Found]:
    return search_piece(
        problem,
        effort.begun,
        budget=effort.budget,
        seed=effort.seed,
        stretch=effort.stretch,
        stop=functools.partial(_is_stopped, slot * _WIDTH),
    )


def _weigh(slot: int, problem: Problem, effort: Effort, threads: int) -> tuple[Option, ...]:
    return weigh_here(
        problem,
        effort,
        on_progress=functools.partial(_tell, slot * _WIDTH),
        stop=functools.partial(_is_stopped, slot * _WIDTH),
        threads=threads,
    )


def _tell(first: int, progress: Progress) -> None:
    _board[first + _COST : first + _STOP] = [progress.cost_cents, progress.left_out, progress.elapsed_s]
    _board[first + _COUNT] += 1


def _is_stopped(first: int) -> bool:
    return bool(_board[first + _STOP])
