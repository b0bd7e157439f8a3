"""An oracle for tiny days: try every assignment, order, split into trips, swap and place of a break.

It shares nothing with the engine's search. Routes are timed by the scheduler and judged by the checker.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations_with_replacement, permutations, product

from pannier.core.check import check_route
from pannier.core.plan import ActivityKind
from pannier.core.problem import Charge, Problem, Rule, Swap, TaskKind, Vehicle
from pannier.core.problem.bounds import MOST_S
from pannier.core.schedule import Step, Timeline, route_of, timeline
from pannier.core.schedule.limits import due_breaks
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import lawful_problem

MOST_TASKS = 8
_KIND = {TaskKind.DROPOFF: ActivityKind.DELIVERY, TaskKind.PICKUP: ActivityKind.PICKUP}


@dataclass(frozen=True)
class Best:
    """The best there is: first the fewest required tasks left out, then the least cost."""

    required_left: int
    cost_millicents: int
    left: frozenset[int]
    steps: tuple[tuple[int, tuple[Step, ...]], ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        return self.required_left, self.cost_millicents


def brute_force(problem: Problem, *, keep_slack_s: int = 0) -> Best:
    """Return the best plan of a tiny day; `keep_slack_s` as the scheduler knows it.

    Raises ValueError for more than eight tasks, and for charging, whose durations cannot be enumerated.
    """
    problem = lawful_problem(problem)
    _refuse(problem)
    known: dict[Vehicle, dict[int, Timeline | None]] = {}
    vehicles = range(len(problem.vehicles))
    # Who of them has each group; where none has any, its tasks are left out or in no group.
    homes = product(vehicles, repeat=len(problem.together)) if problem.vehicles else [()]
    plans = [_with_homes(problem, keep_slack_s, known, home) for home in homes]
    return min(plans, key=lambda one: one.rank)


def _with_homes(problem: Problem, keep_slack_s: int, known, homes: Sequence[int]) -> Best:
    """Return the best plan in which each group goes by the vehicle that it is given."""
    every = (1 << len(problem.tasks)) - 1
    best = {left: Best(*_lost(problem, left), _positions(left)) for left in _subsets(every)}
    for index, vehicle in enumerate(problem.vehicles):
        alike = next((one for one in known if _is_alike(problem, one, vehicle)), vehicle)
        if alike not in known:
            known[alike] = {
                served: _best_route(problem, vehicle, served, keep_slack_s) for served in _subsets(every)
            }
        strange = _bits(
            problem, (group for group, home in zip(problem.together, homes, strict=False) if home != index)
        )
        routes = {served: route for served, route in known[alike].items() if not served & strange}
        best = {left: _with_vehicle(best, routes, index, left) for left in best}
    return best[every]


def _bits(problem: Problem, groups: Iterable[frozenset[str]]) -> int:
    """Return the tasks of some groups as bits, with all that belongs to the same pairs."""
    tasks = {problem.task_index[task_id] for group in groups for task_id in group}
    return sum(1 << index for index in tasks)


def _is_alike(problem: Problem, one: Vehicle, other: Vehicle) -> bool:
    """Tell whether two vehicles differ by name only, also to tasks that name some: their routes are the same."""
    named = [
        group for task in problem.tasks for group in (task.only, *(p.vehicles for p in task.preferences))
    ]
    same_wishes = all((one.id in group) == (other.id in group) for group in named)
    return same_wishes and replace(one, id=other.id, name=other.name) == other


def _refuse(problem: Problem) -> None:
    if len(problem.tasks) > MOST_TASKS:
        raise ValueError(f"{len(problem.tasks)} tasks are too many to try everything.")
    for vehicle in problem.vehicles:
        battery = vehicle.battery
        if battery is not None and (isinstance(battery.at_hub, Charge) or battery.at_stations):
            raise ValueError("How long to charge cannot be enumerated.")


def _with_vehicle(best, routes, index: int, given: int) -> Best:
    """Return the best use of the tasks given when one more vehicle may serve some of them."""
    found = best[given]
    for served in _subsets(given):
        route = routes.get(served)
        if served and route is not None:
            rest = best[given & ~served]
            cost = rest.cost_millicents + route.cost.total_millicents
            steps = (*rest.steps, (index, tuple(route.steps)))
            found = min(found, Best(rest.required_left, cost, rest.left, steps), key=lambda one: one.rank)
    return found


def _lost(problem: Problem, left: int) -> tuple[int, int]:
    """Return how many required tasks are left, and the prizes of the others; a pair counts once."""
    tasks = [problem.tasks[index] for index in _positions(left)]
    pairs = {task.pair: task for task in tasks if task.pair is not None}
    counted = [task for task in tasks if task.pair is None] + list(pairs.values())
    required = sum(task.prize_cents is None for task in counted)
    return required, sum(1000 * (task.prize_cents or 0) for task in counted)


def _subsets(whole: int) -> Iterator[int]:
    """Yield every subset of a set of bits, the empty one last."""
    subset = whole
    while subset:
        yield subset
        subset = (subset - 1) & whole
    yield 0


@cache
def _positions(bits: int) -> frozenset[int]:
    return frozenset(index for index in range(bits.bit_length()) if bits >> index & 1)


def _best_route(problem: Problem, vehicle: Vehicle, served: int, keep_slack_s: int) -> Timeline | None:
    """Return the cheapest route of a vehicle that serves exactly these tasks, None without any."""
    best: Timeline | None = None
    for steps in _every_route(problem, vehicle, sorted(_positions(served))):
        for timed in _with_breaks(problem, vehicle, steps, keep_slack_s):
            cheaper = best is None or timed.cost.total_millicents < best.cost.total_millicents
            if cheaper and not check_route(problem, route_of(problem, vehicle, timed)):
                best = timed
    return best


def _every_route(problem: Problem, vehicle: Vehicle, tasks: Sequence[int]) -> Iterator[tuple[Step, ...]]:
    """Yield the steps of every order of the tasks, every split into trips, every reload place and swap."""
    serves = [Step(_KIND[problem.tasks[i].kind], problem.tasks[i].place, i) for i in tasks]
    opening, closing = (
        Step(ActivityKind.START, vehicle.start_place),
        Step(ActivityKind.END, vehicle.end_place),
    )
    visits = list(_hub_visits(problem, vehicle))
    for order in permutations(serves):
        for cuts in _cuts(len(order), vehicle.trips.max_trips - 1):
            for chosen in product(visits, repeat=len(cuts)):
                steps = [opening]
                for position in range(len(order) + 1):
                    for cut, visit in zip(cuts, chosen, strict=True):
                        steps.extend(visit if cut == position else ())
                    steps.extend(order[position : position + 1])
                yield (*steps, closing)


def _cuts(length: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield where hub visits can lie among the tasks, two in a row included: back to one hub, out of another."""
    for count in range(most + 1):
        yield from combinations_with_replacement(range(length + 1), count)


def _hub_visits(problem: Problem, vehicle: Vehicle) -> Iterator[tuple[Step, ...]]:
    """Yield each way to come back to a hub: to each place, with and without another battery.

    A swap may wait for each slice of the hub's tariff.
    """
    for place in vehicle.trips.reload_places:
        yield (Step(ActivityKind.RELOAD, place),)
        if vehicle.battery is not None and isinstance(vehicle.battery.at_hub, Swap):
            charger = problem.charger_at(place, None)
            slices = charger.tariff[1:] if charger is not None else ()
            begins = [slice_.from_s - vehicle.trips.loading_s for slice_ in slices]
            windows = [None, *(TimeWindow(begin, MOST_S) for begin in begins if begin > 0)]
            for window in windows:
                yield Step(ActivityKind.RELOAD, place, window=window), Step(ActivityKind.SWAP, place)


def _with_breaks(
    problem: Problem, vehicle: Vehicle, steps: tuple[Step, ...], keep_slack_s: int, first: int = 0
) -> Iterator[Timeline]:
    """Yield the feasible timings of a route with its due breaks in every place.

    Breaks only make a route later, so one that breaks another rule without them is given up.
    """
    timed = timeline(problem, vehicle, steps, keep_slack_s=keep_slack_s)
    if timed.is_feasible:
        yield timed
    if {fault.rule for fault in timed.faults} != {Rule.BREAK}:
        return
    taken = {step.rest for step in steps}
    due = [
        index
        for index in due_breaks(vehicle, timed.steps, timed.clock)
        if index not in taken and index >= first
    ]
    for index in due:
        for position in range(1, len(steps)):
            rest = Step(ActivityKind.BREAK, steps[position - 1].place, rest=index)
            longer = (*steps[:position], rest, *steps[position:])
            yield from _with_breaks(problem, vehicle, longer, keep_slack_s, index + 1)
