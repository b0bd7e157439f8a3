"""From a plan in progress to the problem of what can still be changed, and the plan that its search begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import ActivityKind, Cost, Plan, Route
from pannier.core.problem import Limits, Problem, Vehicle
from pannier.core.running.brought_back import brought_back
from pannier.core.running.company import company_left
from pannier.core.running.prefix import Behind, behind_locked
from pannier.core.running.relaxing import relaxed
from pannier.core.running.served import bound_tasks, open_tasks
from pannier.core.running.standing import apart_from_hubs, from_a_hub
from pannier.core.running.underway import AS_IT_IS, NO_LOCKS, Lateness, Locks, Underway
from pannier.core.running.vehicles import vehicle_now, waiting_vehicle
from pannier.core.running.work import lenient, with_breaks_due
from pannier.core.schedule import Step, route_of, timeline
from pannier.core.work_time import lawful_problem

type Steps = tuple[Step, ...]

START_SLACK_S = 600
"""The slack that a route not yet begun keeps, as the optimiser's do."""


@dataclass(frozen=True)
class Running:
    """A running plan cut where it can still be changed.

    `whole` is all that is ahead, from where the vehicles are; `strict` the same with nothing forgiven that the running
    plan does not keep by now. `rest` is what lies behind the locked stops, with breaks but no rules of working time.
    `as_is` are the running routes of `whole` as things stand, late where they are; `start` those of `rest`.
    `brought_back` are goods aboard that their vehicle cannot deliver any more; they are no tasks.
    `prefixes` holds the locked steps of vehicles under way, their start first, in terms of `whole`.
    """

    whole: Problem
    strict: Problem
    rest: Problem
    as_is: Plan
    start: Plan
    prefixes: Mapping[VehicleId, Steps]
    brought_back: Mapping[TaskId, VehicleId] = field(default_factory=dict)


def open_problem(
    problem: Problem,
    underway: Sequence[Underway],
    *,
    now_s: int,
    served: Mapping[TaskId, VehicleId] | None = None,
    waiting: Mapping[VehicleId, Steps] | None = None,
    locks: Locks = NO_LOCKS,
    lateness: Lateness | None = None,
) -> Running:
    """Return what of a running plan can still be changed.

    `problem` is the day's, `served` what of its tasks is over and by whom, `waiting` the planned steps (start to
    end) of vehicles that have not left. Vehicles of the problem that are in neither are free from now on. Goods aboard
    can be handed over by their vehicle only, and come back with it where it cannot any more. What the plan as it is
    begins too late by now may be late, at a price.
    Raises ValueError where a pair was picked up in part.
    """
    locks, problem = _known(locks, problem), lawful_problem(problem)
    underway, back = brought_back(problem, underway)
    served = {**(served or {}), **back}
    left = open_tasks(problem, served)
    number = {task.id: position for position, task in enumerate(left)}
    ahead = [replace(at, ahead=_renumbered(problem, at.ahead, number)) for at in underway]
    left = from_a_hub(problem, left, ahead)
    grown, moved = apart_from_hubs(company_left(problem, left, served, ahead), ahead)
    now = _as_it_is(grown, moved, locks, now_s, frozenset(waiting or ()))
    routes = _routes(problem, now, moved, waiting or {}, number)
    asked = {at.vehicle: at.locked % AS_IT_IS for at in moved if at.breaks_anew}
    strict, routes = with_breaks_due(now, routes, asked)
    by_number = {now.vehicle_index[vehicle]: steps for vehicle, steps in routes.items()}
    whole = lenient(relaxed(strict, by_number, lateness or Lateness()), routes)
    behind = {at.vehicle: behind_locked(whole, at, routes[at.vehicle]) for at in moved}
    rest = _rest(whole, behind, frozenset(at.vehicle for at in moved if at.locked >= AS_IT_IS))
    prefixes = {one: routes[one][: len(routes[one]) - len(b.at.ahead)] for one, b in behind.items()}
    return Running(
        whole, strict, rest, _plan(whole, routes), _start(whole, rest, routes, behind), prefixes, back
    )


def _as_it_is(
    grown: Problem, moved: Sequence[Underway], locks: Locks, now_s: int, planned: frozenset[VehicleId]
) -> Problem:
    """Return the problem with its vehicles where they are, and its tasks bound to them."""
    ats, tasks = {at.vehicle: at for at in moved}, {task.id: task for task in grown.tasks}
    return replace(
        grown,
        tasks=bound_tasks(grown, grown.tasks, moved, locks),
        vehicles=tuple(
            vehicle_now(one, ats[one.id], tasks)
            if one.id in ats
            else waiting_vehicle(one, now_s, has_route=one.id in planned)
            for one in grown.vehicles
        ),
    )


def _known(locks: Locks, problem: Problem) -> Locks:
    """Return the locks that name riders who still drive; who is gone holds nothing."""
    riders = {task: one for task, one in locks.rider.items() if one in problem.vehicle_index}
    return replace(locks, rider=riders)


def _renumbered(problem: Problem, steps: Sequence[Step], number: Mapping[TaskId, int]) -> Steps:
    """Return steps with the tasks that are left, by their new numbers."""
    return tuple(
        step if step.task is None else replace(step, task=number[problem.tasks[step.task].id])
        for step in steps
        if step.task is None or problem.tasks[step.task].id in number
    )


def _routes(
    problem: Problem,
    now: Problem,
    underway: Sequence[Underway],
    waiting: Mapping[VehicleId, Steps],
    number: Mapping[TaskId, int],
) -> dict[VehicleId, Steps]:
    """Return what every vehicle with a route has ahead, from its start to its end."""
    routes = {}
    for at in underway:
        end = Step(ActivityKind.END, now.vehicles[now.vehicle_index[at.vehicle]].end_place)
        ahead = at.ahead if at.ahead and at.ahead[-1].kind is ActivityKind.END else (*at.ahead, end)
        routes[at.vehicle] = resting_in_place((Step(ActivityKind.START, at.place), *ahead))
    for vehicle, steps in waiting.items():
        if vehicle in now.vehicle_index:
            routes[vehicle] = _renumbered(problem, steps, number)
    return routes


def resting_in_place(steps: Sequence[Step]) -> Steps:
    """Return steps whose breaks are where the vehicle then is."""
    found: list[Step] = []
    for step in steps:
        found.append(step if step.rest is None else replace(step, place=found[-1].place))
    return tuple(found)


def _rest(whole: Problem, behind: Mapping[VehicleId, Behind], full: frozenset[VehicleId]) -> Problem:
    """Return the problem behind the locked stops; vehicles that are `full` get nothing more."""
    served = {task: vehicle for vehicle, one in behind.items() for task in one.served}
    gone = [one.at for one in behind.values()]
    grown, moved = apart_from_hubs(company_left(whole, open_tasks(whole, served), served, gone), gone)
    left = grown.tasks
    tasks, ats = {task.id: task for task in left}, {at.vehicle: at for at in moved}
    vehicles = tuple(
        # The breaks that are left stand for the rules; whether they do is judged of the whole.
        replace(vehicle_now(one, ats[one.id], tasks) if one.id in ats else one, work_rules=())
        for one in whole.vehicles
    )
    made = replace(grown, tasks=bound_tasks(whole, left, moved, NO_LOCKS), vehicles=vehicles)
    if not full:
        return made
    return replace(
        made, vehicles=tuple(_going_home(made, one) if one.id in full else one for one in vehicles)
    )


def _going_home(problem: Problem, vehicle: Vehicle) -> Vehicle:
    """Return a vehicle that has no time for anything but its way to the end."""
    steps = (Step(ActivityKind.START, vehicle.start_place), Step(ActivityKind.END, vehicle.end_place))
    clock = timeline(problem, vehicle, steps).clock
    return replace(vehicle, limits=Limits(stops=0, duration_s=clock.departures[-1] - clock.starts[0]))


def _start(
    whole: Problem, rest: Problem, routes: Mapping[VehicleId, Steps], behind: Mapping[VehicleId, Behind]
) -> Plan:
    """Return the running routes behind the locked stops."""
    number = {task.id: position for position, task in enumerate(rest.tasks)}
    left: dict[VehicleId, Steps] = {}
    for vehicle, steps in routes.items():
        if vehicle in behind:
            place = rest.vehicles[rest.vehicle_index[vehicle]].start_place
            steps = (Step(ActivityKind.START, place), *behind[vehicle].at.ahead)
        left[vehicle] = _without_breaks(_renumbered(whole, steps, number))
    return _plan(rest, left)


def _without_breaks(steps: Steps) -> Steps:
    """Return steps without breaks: the search puts them anew where they fit."""
    return tuple(step for step in steps if step.rest is None)


def _plan(problem: Problem, routes: Mapping[VehicleId, Steps]) -> Plan:
    """Return routes as a plan of a problem, faulty or not; idle ones are none."""
    made = tuple(
        timed_route(problem, vehicle, steps)
        for vehicle, steps in routes.items()
        if any(step.task is not None for step in steps)
    )
    cost = sum((route.cost for route in made), Cost())
    return Plan(routes=made, left_out=(), cost=cost, seed=0, engine="running", iterations=0)


def timed_route(problem: Problem, vehicle: VehicleId, steps: Sequence[Step]) -> Route:
    """Return the steps as a route."""
    one = problem.vehicles[problem.vehicle_index[vehicle]]
    return route_of(problem, one, timeline(problem, one, steps, keep_slack_s=START_SLACK_S))
