"""The shape of a route: what it begins and ends with, and that everything happens where it can."""

from collections.abc import Iterator, Mapping

from pannier.core.check.violation import Violation
from pannier.core.plan import Activity, ActivityKind, Route, Trip
from pannier.core.problem import Problem, Rule, TaskKind, Vehicle

_KIND_OF_TASK = {TaskKind.DROPOFF: ActivityKind.DELIVERY, TaskKind.PICKUP: ActivityKind.PICKUP}
_AT_HUB = frozenset((ActivityKind.RELOAD, ActivityKind.SWAP, ActivityKind.CHARGE))


def check_shape(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield what makes the route impossible to read; any of it stops further checks of the route."""
    if not route.trips or any(not trip.activities for trip in route.trips):
        yield Violation(Rule.PLACE, f"The route of {vehicle.label} has an empty trip.", vehicle.id)
        return
    kinds = [activity.kind for activity in route.activities]
    openings = [trip.activities[0].kind for trip in route.trips]
    expected = [ActivityKind.START] + [ActivityKind.RELOAD] * (len(route.trips) - 1)
    in_order = kinds.count(ActivityKind.START) == kinds.count(ActivityKind.END) == 1
    reloads_open = kinds.count(ActivityKind.RELOAD) == len(route.trips) - 1
    if openings != expected or not in_order or not reloads_open or kinds[-1] is not ActivityKind.END:
        words = f"The route of {vehicle.label} is not start, trips that begin with a reload, end."
        yield Violation(Rule.PLACE, words, vehicle.id, amount=1, unit="route")
    for position, activity in enumerate(route.activities):
        yield from _check_readable(problem, vehicle, position, activity)


def _check_readable(
    problem: Problem, vehicle: Vehicle, position: int, activity: Activity
) -> Iterator[Violation]:
    """Yield a place that does not exist and a task that is unknown or does not fit the kind."""
    where = f"Position {position} of {vehicle.label}"
    if not 0 <= activity.place < len(problem.places):
        words = f"{where} is at place {activity.place}, which does not exist."
        yield Violation(Rule.PLACE, words, vehicle.id, activity.task_id, position)
    serves = activity.kind in _KIND_OF_TASK.values()
    if activity.task_id is None and serves:
        words = f"{where} is a {activity.kind} of no task."
        yield Violation(Rule.ASSIGNMENT, words, vehicle.id, None, position)
    if activity.task_id is not None:
        index = problem.task_index.get(activity.task_id)
        if index is None or _KIND_OF_TASK[problem.tasks[index].kind] is not activity.kind:
            words = f"{where} is a {activity.kind}, which is not what task {activity.task_id} asks for."
            yield Violation(Rule.ASSIGNMENT, words, vehicle.id, activity.task_id, position)


def check_places(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield activities that happen where they cannot."""
    before: Activity | None = None
    for position, activity in enumerate(route.activities):
        allowed = _allowed_places(problem, vehicle, activity, before)
        if activity.place not in allowed:
            words = (
                f"Position {position} of {vehicle.label}, {activity.kind}, is at place {activity.place}, "
                f"not at {' or '.join(str(place) for place in sorted(allowed)) or 'any place allowed'}."
            )
            yield Violation(Rule.PLACE, words, vehicle.id, activity.task_id, position)
        before = activity


def _allowed_places(
    problem: Problem, vehicle: Vehicle, activity: Activity, before: Activity | None
) -> frozenset[int]:
    """Return where this activity may happen."""
    if activity.task_id is not None:
        return frozenset((problem.tasks[problem.task_index[activity.task_id]].place,))
    if activity.kind is ActivityKind.START:
        return frozenset((vehicle.start_place,))
    if activity.kind is ActivityKind.END:
        return frozenset((vehicle.end_place,))
    if activity.station_id is not None:
        return frozenset(one.place for one in problem.stations if one.id == activity.station_id)
    here = frozenset() if before is None else frozenset((before.place,))
    if activity.kind is ActivityKind.BREAK:
        return here
    reload_places = frozenset(vehicle.trips.reload_places)
    return reload_places if activity.kind is ActivityKind.RELOAD else reload_places & here


def check_hubs(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield goods that are not loaded or brought back where they belong."""
    ends = [trip.start_place for trip in route.trips[1:]] + [route.activities[-1].place]
    for trip, end_place in zip(route.trips, ends, strict=True):
        for task_id in trip.task_ids:
            yield from _check_hub(problem, vehicle, task_id, trip, end_place)


def _check_hub(
    problem: Problem, vehicle: Vehicle, task_id: str, trip: Trip, end_place: int
) -> Iterator[Violation]:
    """Yield a violation when one task's trip does not touch its hub."""
    task = problem.tasks[problem.task_index[task_id]]
    touched = trip.start_place if task.kind is TaskKind.DROPOFF else end_place
    if task.hub is not None and task.hub != touched:
        verb = "loaded" if task.kind is TaskKind.DROPOFF else "brought"
        words = f"Task {task_id} is {verb} at place {touched} by {vehicle.label}, not at its hub {task.hub}."
        yield Violation(Rule.HUB, words, vehicle.id, task_id)


def check_skills(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield tasks that need what the vehicle and its rider do not have."""
    for task_id in route.task_ids:
        missing = problem.tasks[problem.task_index[task_id]].needs - vehicle.skills
        if missing:
            words = f"Task {task_id} needs {', '.join(sorted(missing))}, which {vehicle.label} does not have."
            yield Violation(Rule.SKILL, words, vehicle.id, task_id, None, len(missing), "skills")


def check_pairs(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield pairs that are not wholly on one trip, all pickups before all drop-offs."""
    for trip in route.trips:
        orders: dict[str, dict[str, int]] = {}
        for order, task_id in enumerate(trip.task_ids):
            pair = problem.tasks[problem.task_index[task_id]].pair
            if pair is not None:
                orders.setdefault(pair, {})[task_id] = order
        for pair, order_of in orders.items():
            if not _goes_well(problem, pair, order_of):
                words = f"Pair {pair} is not picked up and then handed over on one trip of {vehicle.label}."
                yield Violation(Rule.PAIR, words, vehicle.id, min(order_of), None, 1, "pair")


def _goes_well(problem: Problem, pair: str, order_of: Mapping[str, int]) -> bool:
    """Tell whether a trip serves every task of a pair, the last pickup before the first drop-off."""
    bundle = problem.pairs[pair]
    if any(problem.tasks[index].id not in order_of for index in bundle.tasks):
        return False
    last_taken = max(order_of[problem.tasks[index].id] for index in bundle.pickups)
    return last_taken < min(order_of[problem.tasks[index].id] for index in bundle.dropoffs)
