"""Optimiser processes: the same answer as in this thread, progress on the way, and an end when asked."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from pannier.core.problem import Problem
from pannier.engine import Progress
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.pool import SolverPool, solve_here
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.solver import Effort
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import day, east, order, shift, spec


@pytest.fixture(scope="module")
def pool() -> Iterator[SolverPool]:
    pool = SolverPool(1)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def problem() -> Problem:
    of = day(
        [order(f"O-{n:02}", east(200 * (n % 7 + 1), 150 * (n // 7))) for n in range(28)],
        [shift(), shift(spec("cargo_trike", name="T"))],
    )
    places = places_of(of)
    streets = {kind.code: streets_around(of, GridNetwork(), places.points, kind) for kind in kinds_of(of)}
    return problem_of_day(of, places, streets).problem


def test_a_process_answers_like_this_thread(pool: SolverPool, problem: Problem) -> None:
    effort = Effort(seed=4, iterations=40)
    there = pool(problem, effort, on_progress=None, stop=None)
    assert there == solve_here(problem, effort, on_progress=None, stop=None)


def test_progress_comes_and_a_stop_keeps_the_best_plan(pool: SolverPool, problem: Problem) -> None:
    heard: list[Progress] = []
    began = time.monotonic()
    plan = pool(problem, Effort(budget_s=120), on_progress=heard.append, stop=lambda: len(heard) >= 2)
    assert time.monotonic() - began < 60
    assert len(heard) >= 2
    assert plan.planned_task_ids


def test_a_killed_process_is_replaced(pool: SolverPool, problem: Problem) -> None:
    effort = Effort(seed=4, iterations=40)
    pool(problem, effort, on_progress=None, stop=None)
    assert pool._executor is not None
    (victim,) = pool._executor._processes
    threading.Timer(0.3, os.kill, (victim, signal.SIGKILL)).start()
    once = iter([None])

    def stop() -> bool:
        """Let the first try run until it is killed, and end the second at once."""
        alive = pool._executor is not None and victim in (pool._executor._processes or {})
        return not alive and next(once, None) is None

    plan = pool(problem, Effort(budget_s=30), on_progress=None, stop=stop)
    assert plan.planned_task_ids
