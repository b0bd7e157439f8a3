"""Looked at together, tasks are allowed, last and cost for each vehicle what each of them says by itself."""

import pytest

from pannier.core.costs import preference_millicents
from pannier.engine.jobs import Jobs
from pannier.engine.who_may import TasksOfKinds, may_serve
from tests.engine.random_problems import random_problem

PARTS, EACH = 4, 100


@pytest.mark.parametrize("part", range(PARTS))
def test_tasks_looked_at_together_are_what_each_says_by_itself(part):
    refused = wished = 0
    for seed in range(part * EACH, (part + 1) * EACH):
        problem = random_problem(seed)
        jobs = Jobs(problem)
        together = TasksOfKinds(problem, jobs)
        for vehicle in problem.vehicles:
            alone = [all(may_serve(vehicle, problem.tasks[index]) for index in job) for job in jobs.all]
            assert together.allowed(vehicle) == alone, seed
            prices = [float(preference_millicents(task, vehicle.id)) for task in problem.tasks]
            assert (together.prices_millicents(vehicle) or [0.0] * len(prices)) == prices, seed
            lasts = [vehicle.service_time_s(task.service_s) for task in problem.tasks]
            assert together.service_s(vehicle) == lasts, seed
            refused, wished = refused + (not all(alone)), wished + any(prices)
    assert refused > 0
    assert wished > 0
