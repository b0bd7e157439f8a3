"""Run the search on a problem and read its plan back as steps of routes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pannier.core.plan import ActivityKind, Plan
from pannier.core.problem import Problem, Swap, TaskKind, Vehicle
from pannier.core.problem.bounds import MOST_S
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine import _core
from pannier.engine.budget import Budget
from pannier.engine.encoding import FAR, encode
from pannier.engine.jobs import Job, Jobs
from pannier.engine.kinds import KindOfVehicle, kind_by_vehicle, kinds_of

NAME = "pannier"
LEAST_PART = 100
"""Tasks of a part that is searched by itself: fewer leave too little to exchange."""

_START, _TASK, _RELOAD, _STATION, _REST, _END = range(6)
_TYPES = {
    ActivityKind.START: _START,
    ActivityKind.DELIVERY: _TASK,
    ActivityKind.PICKUP: _TASK,
    ActivityKind.RELOAD: _RELOAD,
    ActivityKind.END: _END,
}

type _Stop = tuple[int, int, int, int, bool, int, int]
"""Type, number of task, station or rest, place, seconds plugged in, if the hub gave power, first and last start."""

type _Planned = tuple[list[tuple[int, list[_Stop]]], list[int], float, int, int]
"""Routes by kind, positions of the jobs left out, the cost, iterations and threads."""

type Tell = Callable[[float, int, float, int], bool]
"""Hears cost in thousandths of a cent, jobs left out, seconds and iterations; True stops the search."""


@dataclass(frozen=True)
class Team:
    """Threads that search at the same time, in parts of a plan with so many tasks or more, and how hot they begin.

    `heat` multiplies the usual temperature; with less of it a search stays nearer to the plan it begins with.
    Raises ValueError unless there is one of each at least.
    """

    threads: int = 1
    least_part: int = LEAST_PART
    heat: float = 1.0

    def __post_init__(self) -> None:
        if self.threads < 1 or self.least_part < 1:
            raise ValueError("A search needs a thread, and a part a task.")


@dataclass(frozen=True)
class Stretch:
    """A piece of a longer search: from which share of that one's cooling to which it goes.

    `average_millicents` is what a job cost in the longer search's first plan, which temperatures are measured by;
    zero takes it from the plan that this search begins with.
    """

    begins: float = 0.0
    ends: float = 1.0
    average_millicents: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Tell whether it is all of a search."""
        return self.begins <= 0 and self.ends >= 1


WHOLE = Stretch()


@dataclass(frozen=True)
class Found:
    """The best plan of a search: steps by vehicle, the jobs in none of them, and what it says that all this costs."""

    steps: Mapping[int, tuple[Step, ...]]
    left: frozenset[Job]
    cost_millicents: float
    iterations: int
    threads: int = 1


def search(
    problem: Problem, jobs: Jobs, *, budget: Budget, seed: int, team: Team, start: Plan | None, tell: Tell
) -> Found:
    """Return the best plan found within the budget."""
    best, _ = search_stretch(
        problem, jobs, budget=budget, seed=seed, team=team, start=start, tell=tell, stretch=WHOLE
    )
    return best


def search_stretch(
    problem: Problem,
    jobs: Jobs,
    *,
    budget: Budget,
    seed: int,
    team: Team,
    start: Plan | None,
    tell: Tell,
    stretch: Stretch,
) -> tuple[Found, Found]:
    """Return the best plan found, and the one that the search got to; after a whole search both are the best."""
    kinds = kinds_of(problem)
    if not kinds or not jobs.all:
        prizes = sum(problem.tasks[job[0]].prize_cents or 0 for job in jobs.all)
        nothing = Found({}, frozenset(jobs.all), 1000.0 * prizes, 0)
        return nothing, nothing
    instance, alive = encode(problem, jobs, kinds)
    begun = _routes_of(problem, kinds, start) if start is not None else {}
    best, now = _core.solve(
        instance, _budget(budget, stretch), _parameters(team), seed, team.threads, list(begun.values()), tell
    )
    del alive
    read = _found(problem, jobs, kinds, best, start)
    return read, (read if stretch.is_whole else _found(problem, jobs, kinds, now, start))


def _found(
    problem: Problem, jobs: Jobs, kinds: Sequence[KindOfVehicle], planned: _Planned, start: Plan | None
) -> Found:
    routes, absent, cost_millicents, iterations, threads = planned
    steps = _assign(problem, kinds, routes, start)
    left = frozenset(jobs.all[position] for position in absent)
    return Found(steps, left, cost_millicents, iterations, threads)


_TEMPERATURES = ("hot", "rough_hot", "rough_most", "long_most", "lasting_hot")


def _parameters(team: Team) -> _core.Parameters:
    """Return the numbers of the search."""
    parameters = _core.Parameters()
    parameters.least_part_tasks = team.least_part
    if team.heat != 1:
        for name in _TEMPERATURES:
            setattr(parameters, name, getattr(parameters, name) * team.heat)
    return parameters


def _budget(budget: Budget, stretch: Stretch) -> _core.Budget:
    encoded = _core.Budget()
    encoded.cooled_from, encoded.cooled_to = stretch.begins, stretch.ends
    encoded.average = stretch.average_millicents
    if budget.seconds is not None:
        encoded.seconds, encoded.of_processor = budget.seconds, budget.clock == "cpu"
    else:
        encoded.iterations = budget.iterations or 0
    return encoded


def _routes_of(problem: Problem, kinds: Sequence[KindOfVehicle], plan: Plan) -> dict[int, _core.PlannedRoute]:
    """Return an earlier plan's routes, as far as its vehicles and tasks still exist."""
    kind_of = kind_by_vehicle(kinds)
    routes = {}
    for route in plan.routes:
        vehicle = problem.vehicle_index.get(route.vehicle_id)
        if vehicle is None:
            continue
        stops = []
        for activity in route.activities:
            kind = _TYPES.get(activity.kind)
            if (station := problem.station_index.get(activity.station_id or "", -1)) >= 0:
                stops.append(_core.PlannedStop(_STATION, station, 0))
            elif (task := problem.task_index.get(activity.task_id or "", -1)) >= 0:
                stops.append(_core.PlannedStop(_TASK, task, 0))
            elif kind is not None and kind != _TASK and 0 <= activity.place < len(problem.places):
                stops.append(_core.PlannedStop(kind, -1, activity.place))
        routes[vehicle] = _core.PlannedRoute(kind_of[vehicle], stops)
    return routes


def _assign(
    problem: Problem,
    kinds: Sequence[KindOfVehicle],
    routes: Sequence[tuple[int, list[_Stop]]],
    start: Plan | None,
) -> dict[int, tuple[Step, ...]]:
    """Return the steps of each vehicle; within a kind a route goes to who had most of its tasks before."""
    before = _vehicles_before(problem, start)
    free = {position: list(kind.vehicles) for position, kind in enumerate(kinds)}
    assigned: dict[int, tuple[Step, ...]] = {}
    for kind, stops in routes:
        had = [before.get(item, -1) for type_, item, *_ in stops if type_ == _TASK]
        vehicle = max(free[kind], key=lambda one: (had.count(one), -one))
        free[kind].remove(vehicle)
        assigned[vehicle] = tuple(steps_of_stops(problem, problem.vehicles[vehicle], stops))
    return assigned


def planned_stops(steps: Sequence[Step]) -> list[_core.PlannedStop]:
    """Return the steps of a route between its start and its end as the search takes them; it puts breaks in anew."""
    stops = []
    for step in steps:
        if step.station is not None:
            stops.append(_core.PlannedStop(_STATION, step.station, 0))
        elif step.task is not None:
            stops.append(_core.PlannedStop(_TASK, step.task, 0))
        elif step.kind is ActivityKind.RELOAD:
            stops.append(_core.PlannedStop(_RELOAD, -1, step.place))
    return stops


def _vehicles_before(problem: Problem, plan: Plan | None) -> dict[int, int]:
    """Return which vehicle had each task in an earlier plan."""
    had = {}
    for route in plan.routes if plan is not None else ():
        vehicle = problem.vehicle_index.get(route.vehicle_id, -1)
        for task_id in route.task_ids:
            had[problem.task_index.get(task_id, -1)] = vehicle
    return had


def _window(problem: Problem, first_s: int, last_s: int) -> TimeWindow | None:
    """Return when the search chose to begin, None where it did not choose."""
    if not problem.tariffs and not problem.has_few_plugs:
        return None
    return None if first_s <= 0 and last_s >= FAR else TimeWindow(max(0, first_s), min(last_s, MOST_S))


def steps_of_stops(problem: Problem, vehicle: Vehicle, stops: Sequence[_Stop]) -> list[Step]:
    """Return the stops of a route as steps."""
    steps: list[Step] = []
    swaps = vehicle.battery is not None and isinstance(vehicle.battery.at_hub, Swap)
    for kind, item, place, filled_s, hub_power, first_s, last_s in stops:
        if kind == _TASK:
            task = problem.tasks[item]
            what = ActivityKind.PICKUP if task.kind is TaskKind.PICKUP else ActivityKind.DELIVERY
            steps.append(Step(what, task.place, task=item))
        elif kind == _STATION:
            window = _window(problem, first_s, last_s)
            steps.append(Step(ActivityKind.CHARGE, place, charge_s=filled_s, station=item, window=window))
        elif kind == _REST:
            steps.append(Step(ActivityKind.BREAK, steps[-1].place, rest=item))
        elif kind == _START:
            steps.append(Step(ActivityKind.START, place))
        elif kind == _END:
            steps.append(Step(ActivityKind.END, place))
        else:
            steps.append(Step(ActivityKind.RELOAD, place, window=_window(problem, first_s, last_s)))
            if hub_power and swaps:
                steps.append(Step(ActivityKind.SWAP, place))
            elif hub_power:
                steps.append(Step(ActivityKind.CHARGE, place, charge_s=filled_s))
    return steps
