"""Working time of a running plan: breaks that its law needs by now, and what of the law was broken before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pannier.core.check.replay import Seen, replay
from pannier.core.check.work import check_work
from pannier.core.ids import VehicleId
from pannier.core.plan import ActivityKind
from pannier.core.problem import Break, InvalidProblem, Problem, Vehicle, WorkRule
from pannier.core.problem.bounds import MOST_BREAKS
from pannier.core.schedule import Step, route_of, timeline
from pannier.core.work_time import missing_breaks

type Steps = tuple[Step, ...]
_ROUNDS = 4


def with_breaks_due(
    problem: Problem, routes: Mapping[VehicleId, Steps], asked: Mapping[VehicleId, int]
) -> tuple[Problem, dict[VehicleId, Steps]]:
    """Return vehicles with the breaks that their rules need from now on, and routes that take them.

    Looked at are vehicles whose route as it is breaks a rule of working time, and those in `asked`, which says how
    many steps behind the start stay first. A break is put where the route then keeps most.
    """
    vehicles, found = list(problem.vehicles), dict(routes)
    for vehicle_id, steps in routes.items():
        number = problem.vehicle_index[vehicle_id]
        vehicle = vehicles[number]
        if not vehicle.work_rules or not (vehicle_id in asked or _breaches(problem, vehicle, steps)):
            continue
        for rest in _missing(vehicle):
            vehicle = replace(vehicle, breaks=(*vehicle.breaks, rest))
            steps = _with_break(problem, vehicle, steps, asked.get(vehicle_id, 0))
        vehicles[number], found[vehicle_id] = vehicle, steps
    return _with(problem, vehicles), found


def _with(problem: Problem, vehicles: Sequence[Vehicle]) -> Problem:
    """Return the problem with these vehicles, itself where they are its own: checking all of it anew takes a while."""
    same = all(one is other for one, other in zip(vehicles, problem.vehicles, strict=True))
    return problem if same else replace(problem, vehicles=tuple(vehicles))


def _missing(vehicle: Vehicle) -> list[Break]:
    """Return breaks that are needed; none where there would be too many, which the rules then are let go for."""
    now_s = vehicle.shift.start_s
    known = replace(vehicle, breaks=tuple(rest for rest in vehicle.breaks if rest.latest_start_s >= now_s))
    try:
        missing = missing_breaks(known, vehicle.work_rules)
    except InvalidProblem:
        return []
    return missing[: max(0, MOST_BREAKS - len(vehicle.breaks))]


def _with_break(problem: Problem, vehicle: Vehicle, steps: Steps, locked: int) -> Steps:
    """Return steps with the last break of the vehicle, where the route then breaks least; without it if that does."""
    number = len(vehicle.breaks) - 1
    ways = [steps] + [
        (*steps[:at], Step(ActivityKind.BREAK, steps[at - 1].place, rest=number), *steps[at:])
        for at in range(min(locked, len(steps) - 2) + 1, len(steps))
    ]
    return min(ways, key=lambda way: _wrong(problem, vehicle, way))


def _wrong(problem: Problem, vehicle: Vehicle, steps: Steps) -> tuple[int, int]:
    """Return by how much a route breaks working time, and all else."""
    timed = timeline(problem, vehicle, steps)
    seen = replay(problem, vehicle, route_of(problem, vehicle, timed))
    return sum(one.amount for one in check_work(vehicle, seen)), sum(one.amount for one in timed.faults)


def _breaches(problem: Problem, vehicle: Vehicle, steps: Steps) -> bool:
    return any(check_work(vehicle, _seen(problem, vehicle, steps)))


def _seen(problem: Problem, vehicle: Vehicle, steps: Steps) -> list[Seen]:
    return replay(problem, vehicle, route_of(problem, vehicle, timeline(problem, vehicle, steps)))


def lenient(problem: Problem, routes: Mapping[VehicleId, Steps]) -> Problem:
    """Return the problem with rules of working time that allow what routes as they are will break of them."""
    vehicles = list(problem.vehicles)
    for vehicle_id, steps in routes.items():
        number = problem.vehicle_index[vehicle_id]
        vehicle = vehicles[number]
        if vehicle.work_rules and _breaches(problem, vehicle, steps):
            seen = _seen(problem, vehicle, steps)
            rules = tuple(_allowing(vehicle, rule, seen) for rule in vehicle.work_rules)
            vehicles[number] = replace(vehicle, work_rules=rules)
    return _with(problem, vehicles)


def _allowing(vehicle: Vehicle, rule: WorkRule, seen: Sequence[Seen]) -> WorkRule:
    """Return a rule as far as a route keeps it."""
    for _ in range(_ROUNDS):
        over_s = _over(vehicle, replace(rule, totals=(), longest_s=None), seen)
        if not over_s:
            break
        rule = replace(rule, stretch_s=(rule.stretch_s or 0) + over_s)
    while rule.totals and _over(vehicle, replace(rule, stretch_s=None, longest_s=None), seen):
        rule = replace(rule, totals=rule.totals[:-1])
    over_s = _over(vehicle, replace(rule, stretch_s=None, totals=()), seen)
    return replace(rule, longest_s=rule.longest_s + over_s) if rule.longest_s is not None else rule


def _over(vehicle: Vehicle, rule: WorkRule, seen: Sequence[Seen]) -> int:
    ruled = replace(vehicle, work_rules=(rule,))
    return sum(one.amount for one in check_work(ruled, seen))
