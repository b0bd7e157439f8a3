"""What must hold for every problem, however odd: the properties of the engine, for tests and `make soak`."""

from pannier.core.check import check, objective
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, solve
from tests.engine.random_problems import random_problem


def broken_by_seed(seed: int, *, iterations: int) -> list[str]:
    """Return what does not hold for the random problem of a seed, begun anew and with the plan of another one."""
    problem = random_problem(seed)
    another = solve(random_problem(seed + 1), budget=Budget(iterations=5), seed=seed)
    begun = solve(problem, budget=Budget(iterations=iterations // 4), seed=seed, start=another)
    return [*_broken(problem, begun), *broken_properties(problem, seed=seed, iterations=iterations)]


def broken_properties(problem: Problem, *, seed: int, iterations: int) -> list[str]:
    """Return what does not hold of the plans that the engine makes of a problem; raises what the engine raises."""
    budget = Budget(iterations=iterations)
    plan = solve(problem, budget=budget, seed=seed)
    again = solve(problem, budget=budget, seed=seed)
    warm = solve(problem, budget=Budget(iterations=iterations // 4), seed=seed + 1, start=plan)
    broken = [*_broken(problem, plan), *_broken(problem, warm)]
    if again != plan:
        broken.append("The same seed gives another plan.")
    if rank_of(problem, warm) > rank_of(problem, plan):
        ranks = rank_of(problem, plan), rank_of(problem, warm)
        broken.append(f"From its own plan it comes to a worse one: {ranks}.")
    return broken


def _broken(problem: Problem, plan: Plan) -> list[str]:
    """Return what the checker finds, a cost that is none, and tasks that are neither planned nor left."""
    broken = [violation.words for violation in check(problem, plan)]
    if objective(problem, plan) != plan.cost:
        broken.append(f"The plan costs {objective(problem, plan)}, not {plan.cost}.")
    planned = [task_id for route in plan.routes for task_id in route.task_ids]
    left = [entry.task_id for entry in plan.left_out]
    if sorted(planned + left) != sorted(problem.task_index):
        broken.append("A task is neither planned nor left out, or both.")
    return broken


def rank_of(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Return what plans are compared by: required jobs left out, then the cost."""
    left = {problem.tasks[problem.task_index[entry.task_id]] for entry in plan.left_out}
    required = {task.pair or task.id for task in left if task.prize_cents is None}
    return len(required), plan.cost.total_millicents
