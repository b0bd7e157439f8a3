"""Which tasks must go by the same vehicle, and which must not."""

from collections.abc import Iterator

from pannier.core.check.violation import Violation
from pannier.core.plan import Plan, Route
from pannier.core.problem import Problem, Rule, Vehicle


def check_together(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield tasks that another vehicle serves than the first of their set; those left out do not count."""
    served_by = {task_id: route.vehicle_id for route in plan.routes for task_id in route.task_ids}
    for members in problem.together:
        first, *others = sorted(members & served_by.keys()) or [""]
        for other in others:
            if served_by[other] != served_by[first]:
                words = (
                    f"Tasks {first} and {other} must go by the same vehicle, "
                    f"not by {served_by[first]} and {served_by[other]}."
                )
                yield Violation(Rule.TOGETHER, words, served_by[other], other, None, 1, "task")


def check_apart(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield tasks of a route that must not go by the same vehicle as one before them; a pair is one."""
    served = set(route.task_ids)
    for members in problem.apart:
        first, *others = sorted(members & served) or [""]
        for other in others:
            if not _is_one(problem, first, other):
                words = f"Tasks {first} and {other} must not go by the same vehicle, as by {vehicle.label}."
                yield Violation(Rule.APART, words, vehicle.id, other, None, 1, "task")


def _is_one(problem: Problem, one: str, other: str) -> bool:
    """Tell whether two tasks belong to the same pair."""
    pairs = [problem.tasks[problem.task_index[task_id]].pair for task_id in (one, other)]
    return pairs[0] is not None and pairs[0] == pairs[1]
