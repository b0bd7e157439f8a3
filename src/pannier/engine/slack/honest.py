"""A plan made for other prices or larger reserves, as a plan of the problem itself."""

from dataclasses import replace

from pannier.core.check import objective
from pannier.core.plan import Plan, Route
from pannier.core.problem import Problem


def honest(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with what it costs in this problem; its order, times and charges stay."""
    routes = tuple(_priced(problem, plan, route) for route in plan.routes)
    return replace(plan, routes=routes, cost=objective(problem, replace(plan, routes=routes)))


def _priced(problem: Problem, plan: Plan, route: Route) -> Route:
    return replace(route, cost=objective(problem, replace(plan, routes=(route,), left_out=())))


def required_left_out(problem: Problem, plan: Plan) -> int:
    """Return how many tasks that must be served the plan leaves out."""
    left = (problem.tasks[problem.task_index[entry.task_id]] for entry in plan.left_out)
    return sum(task.prize_cents is None for task in left)
