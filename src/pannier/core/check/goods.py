"""Who may carry what, what goes together, what lies on top, and how long it may be aboard."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.ids import PairId
from pannier.core.plan import ActivityKind, Route
from pannier.core.problem import Problem, Rule, Task, TaskKind, Vehicle
from pannier.core.units import duration_text


def _task(problem: Problem, task_id: str) -> Task:
    """Return a task by its id."""
    return problem.tasks[problem.task_index[task_id]]


def check_only(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield tasks that belong to other vehicles."""
    for task_id in route.task_ids:
        only = _task(problem, task_id).only
        if only and vehicle.id not in only:
            words = f"Task {task_id} is for {' or '.join(sorted(only))} only, not for {vehicle.label}."
            yield Violation(Rule.ONLY, words, vehicle.id, task_id, None, 1, "task")


def check_company(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield trips that carry goods which must not go together."""
    forbidden = {frozenset(pair) for pair in problem.incompatible}
    for number, trip in enumerate(route.trips, start=1):
        carried = [_task(problem, task_id) for task_id in trip.task_ids]
        for one, other in combinations(carried, 2):
            is_same = one.pair is not None and one.pair == other.pair
            if not is_same and one.goods and other.goods and frozenset((one.goods, other.goods)) in forbidden:
                words = (
                    f"Trip {number} of {vehicle.label} carries {one.goods} ({one.id}) "
                    f"with {other.goods} ({other.id})."
                )
                yield Violation(Rule.GOODS, words, vehicle.id, other.id, None, 1, "trip")


def check_stack(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield hand-overs from a box under goods that were taken in later and are still there."""
    if not vehicle.last_in_first_out:
        return
    for trip in route.trips:
        tasks = [_task(problem, task_id) for task_id in trip.task_ids]
        last = {task.pair: order for order, task in enumerate(tasks) if task.kind is TaskKind.DROPOFF}
        for order, task in enumerate(tasks):
            if task.kind is TaskKind.DROPOFF:
                for above in _taken_later(tasks, order, last):
                    words = f"{vehicle.heading} hands over task {task.id} from under the goods of {above}."
                    yield Violation(Rule.STACK, words, vehicle.id, task.id, None, 1, "task")


def _taken_later(tasks: Sequence[Task], order: int, last: Mapping[PairId | None, int]) -> Iterator[str]:
    """Yield the pickups since the goods of a drop-off came aboard whose own goods are still there.

    `last` says where the last drop-off of each pair stands; returns stay aboard to the end.
    """
    own = tasks[order].pair
    is_up = [task.kind is TaskKind.PICKUP for task in tasks]
    pickups = [at for at in range(order) if own is not None and is_up[at] and tasks[at].pair == own]
    for at in range(pickups[0] if pickups else 0, order):
        pair = tasks[at].pair
        if is_up[at] and (pair is None or (pair != own and last.get(pair, -1) > order)):
            yield tasks[at].id


def check_time_aboard(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield hand-overs of goods that were aboard for too long."""
    came: dict[str | None, int] = {}
    for position, now in enumerate(seen):
        if now.activity.kind in (ActivityKind.START, ActivityKind.RELOAD):
            came = {None: now.departure_s}
        if now.activity.task_id is None:
            continue
        task = _task(problem, now.activity.task_id)
        if task.kind is TaskKind.PICKUP:
            came.setdefault(task.pair, now.departure_s)
        elif task.max_aboard_s is not None:
            over_s = now.start_s - came.get(task.pair, came[None]) - task.max_aboard_s
            if over_s > 0:
                words = f"{vehicle.heading} has the goods of task {task.id} aboard {duration_text(over_s)} too long."
                yield Violation(Rule.ABOARD, words, vehicle.id, task.id, position, over_s, "s")
