"""Every task stands exactly once: on one route, or among those left out with a reason."""

from collections import Counter
from collections.abc import Iterator

from pannier.core.check.violation import Violation
from pannier.core.plan import Plan
from pannier.core.problem import Problem, Rule
from pannier.core.units import count_text


def check_assignment(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield tasks that are missing, stand twice or are unknown, and those left out without a reason."""
    planned = Counter(activity.task_id for _, activity in plan.activities() if activity.task_id is not None)
    left = Counter(entry.task_id for entry in plan.left_out)
    for task_id in sorted((planned + left).keys() - problem.task_index.keys()):
        yield _about(task_id, "is in the plan, but not in the problem.")
    for task in problem.tasks:
        times = planned[task.id] + left[task.id]
        if times == 0:
            yield _about(task.id, "is neither planned nor left out.")
        elif times > 1:
            plans, leaves = (count_text(count[task.id], "time") for count in (planned, left))
            words = f"is planned {plans} and left out {leaves}."
            yield _about(task.id, words, amount=times - 1)
    for entry in plan.left_out:
        if not entry.reason.strip():
            words = f"Task {entry.task_id} is left out without a reason."
            yield Violation(Rule.REASON, words, task_id=entry.task_id, amount=1, unit="task")


def _about(task_id: str, words: str, *, amount: int = 1) -> Violation:
    return Violation(Rule.ASSIGNMENT, f"Task {task_id} {words}", task_id=task_id, amount=amount, unit="task")


def check_vehicles(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield vehicles that are unknown or have two routes."""
    for vehicle_id, routes in Counter(route.vehicle_id for route in plan.routes).items():
        if vehicle_id not in problem.vehicle_index:
            words = f"Vehicle {vehicle_id} has a route, but is not in the problem."
            yield Violation(Rule.VEHICLE, words, vehicle_id=vehicle_id, amount=1, unit="route")
        elif routes > 1:
            words = f"Vehicle {vehicle_id} has {routes} routes at the same time."
            yield Violation(Rule.VEHICLE, words, vehicle_id=vehicle_id, amount=routes - 1, unit="route")
