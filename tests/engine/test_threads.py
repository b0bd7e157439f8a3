"""Several threads: the same plan every time, which keeps every rule; told of, stopped and shared out as one search."""

import threading
import time

import pytest

from pannier.core.check import check, objective
from pannier.engine import Budget, Progress, solve
from tests.engine.days import random_day
from tests.engine.random_problems import random_problem

SMALL, ROUNDS = 1, Budget(iterations=900)
"""Parts of a single task, and iterations enough for some rounds of two threads."""


def threaded(problem, *, threads=2, seed=1, budget=ROUNDS, **more):
    return solve(problem, budget=budget, seed=seed, threads=threads, least_part=SMALL, **more)


@pytest.mark.parametrize("make", [random_day, random_problem])
@pytest.mark.parametrize("seed", range(60))
def test_the_same_seed_and_threads_give_the_same_plan_and_it_keeps_every_rule(make, seed):
    problem = make(seed)
    plan = threaded(problem, threads=2 + seed % 3, seed=seed)
    assert check(problem, plan) == ()
    assert objective(problem, plan) == plan.cost
    assert threaded(problem, threads=2 + seed % 3, seed=seed) == plan


def test_a_plan_to_begin_with_is_never_made_worse():
    for seed in range(20):
        problem = random_day(seed)
        plan = threaded(problem, seed=seed)
        again = threaded(problem, seed=seed + 1, start=plan)
        assert (len(again.left_out), again.cost.total_cents) <= (len(plan.left_out), plan.cost.total_cents)


def test_no_task_one_task_and_more_threads_than_routes_are_no_trouble():
    smallest = {}
    for seed in range(200):
        problem = random_day(seed)
        smallest.setdefault(min(3, len(problem.tasks)), problem)
    for problem in smallest.values():
        for threads in (2, 9):
            assert check(problem, threaded(problem, threads=threads)) == ()
    assert {0, 1} <= smallest.keys()


def test_a_small_problem_has_the_plan_of_one_thread():
    problem = random_day(7)
    alone = solve(problem, budget=ROUNDS, seed=3)
    assert solve(problem, budget=ROUNDS, seed=3, threads=2) == alone


def test_progress_comes_to_the_callers_thread_and_a_stop_ends_all_threads():
    heard: list[Progress] = []
    callers = set()

    def listen(progress: Progress) -> None:
        heard.append(progress)
        callers.add(threading.get_ident())

    began = time.monotonic()
    day = next(problem for problem in map(random_day, range(100)) if len(problem.tasks) > 8)
    threaded(day, budget=Budget(seconds=120), on_progress=listen, stop=lambda: len(heard) >= 2)
    assert time.monotonic() - began < 30
    assert len(heard) >= 2
    assert callers == {threading.get_ident()}


def test_an_error_of_who_listens_reaches_the_caller():
    day = next(problem for problem in map(random_day, range(100)) if len(problem.tasks) > 8)

    def fail(progress: Progress) -> None:
        raise RuntimeError("The listener is gone.")

    with pytest.raises(RuntimeError, match="The listener is gone"):
        threaded(day, budget=Budget(seconds=60), on_progress=fail)


def test_a_search_without_threads_is_refused():
    with pytest.raises(ValueError, match="needs a thread"):
        solve(random_day(1), budget=ROUNDS, seed=1, threads=0)
