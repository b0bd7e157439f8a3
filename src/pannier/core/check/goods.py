"""Who may carry what, what goes together, what lies on top, and how long it may be aboard."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.plan import ActivityKind, Route, Trip
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
        carried = [(task_id, _task(problem, task_id).goods) for task_id in trip.task_ids]
        for (one, goods), (other, others) in combinations(carried, 2):
            if goods and others and frozenset((goods, others)) in forbidden:
                words = f"Trip {number} of {vehicle.label} carries {goods} ({one}) with {others} ({other})."
                yield Violation(Rule.GOODS, words, vehicle.id, other, None, 1, "trip")


def check_stack(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield hand-overs from a box under goods that were taken in later and are still there."""
    if not vehicle.last_in_first_out:
        return
    for trip in route.trips:
        for order, task_id in enumerate(trip.task_ids):
            if _task(problem, task_id).kind is TaskKind.DROPOFF:
                for above in _taken_later(problem, trip, order):
                    words = f"{vehicle.heading} hands over task {task_id} from under the goods of {above}."
                    yield Violation(Rule.STACK, words, vehicle.id, task_id, None, 1, "task")


def _taken_later(problem: Problem, trip: Trip, order: int) -> Iterator[str]:
    """Yield the pickups since the goods of a drop-off came aboard whose own goods are still there."""
    ids = trip.task_ids
    own = _task(problem, ids[order]).pair
    pickups = [
        at
        for at, one in enumerate(ids[:order])
        if own is not None and (_task(problem, one).kind, _task(problem, one).pair) == (TaskKind.PICKUP, own)
    ]
    since = pickups[0] if pickups else 0
    for at in range(since, order):
        other = _task(problem, ids[at])
        if other.kind is TaskKind.PICKUP and (other.pair is None or other.pair != own):
            rest = {
                _task(problem, later).pair for later in ids[order:] if later not in _pickups(problem, trip)
            }
            if other.pair is None or other.pair in rest:
                yield ids[at]


def _pickups(problem: Problem, trip: Trip) -> frozenset[str]:
    """Return the tasks of a trip that take something in."""
    return frozenset(one for one in trip.task_ids if _task(problem, one).kind is TaskKind.PICKUP)


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
