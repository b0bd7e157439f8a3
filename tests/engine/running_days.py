"""Running days drawn from random problems: planned, driven for a while, cut somewhere, with news and locks."""

from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from pannier.core.check.replay import replay
from pannier.core.plan import ActivityKind, Plan, Route
from pannier.core.problem import Problem, TaskKind
from pannier.core.running import Locks, Running, SoFar, Underway, as_steps, open_problem
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import Doing, Spent, lawful_problem
from pannier.engine import Budget, solve
from tests.engine.random_problems import MOST_JOBS, ordinary_problem
from tests.engine.random_wishes import with_wishes, with_work_rules

PLANNED = Budget(iterations=40)


@dataclass(frozen=True)
class Cut:
    """A day that runs: what was planned, what is over, what is known of the vehicles, and what is fixed."""

    problem: Problem
    plan: Plan
    served: dict
    underway: tuple
    waiting: dict
    locks: Locks
    now_s: int
    past: dict

    @property
    def running(self) -> Running:
        """Return what can still be changed."""
        return self.with_vehicles(self.underway)

    def with_vehicles(self, underway) -> Running:
        """Return it for vehicles that differ in what is locked."""
        return open_problem(
            self.problem,
            underway,
            now_s=self.now_s,
            served=self.served,
            waiting=self.waiting,
            locks=self.locks,
        )


def running_day(seed: int, *, eventful: bool = True, ruled: bool = False) -> Cut:
    """Return the running day of a seed; without events all goes as planned and nothing is new or fixed.

    With `ruled` most riders have rules of working time.
    """
    rng = Random(f"cut {seed}")
    problem = ordinary_problem(seed, MOST_JOBS)
    if rng.random() < 0.5:
        problem = with_wishes(rng, problem)
    if ruled:
        for _ in range(6):
            vehicles = (one if one.work_rules else with_work_rules(rng, one) for one in problem.vehicles)
            problem = replace(problem, vehicles=tuple(vehicles))
    problem = lawful_problem(problem)
    jobs = sorted({task.pair or task.id for task in problem.tasks})
    fresh = set(rng.sample(jobs, rng.randint(0, len(jobs) // 3))) if eventful else set()
    known = _of(problem, [one for one in problem.tasks if (one.pair or one.id) not in fresh])
    plan = solve(known, budget=PLANNED, seed=seed)
    if not eventful:
        left = {one.task_id for one in plan.left_out}
        problem = _of(known, [one for one in known.tasks if one.id not in left])
    underway, waiting, served, past = [], {}, {}, {}
    for route in plan.routes:
        if rng.random() < 0.25:
            waiting[route.vehicle_id] = as_steps(problem, route)
            continue
        at, gone = _driven(rng, problem, route, eventful=eventful)
        underway.append(at)
        served |= dict.fromkeys(gone, route.vehicle_id)
        vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
        past[at.vehicle] = replay(problem, vehicle, route)[: len(route.activities) - len(at.ahead)]
    locks = _locks(rng, plan, served) if eventful else Locks()
    now_s = min((at.at_s for at in underway), default=0) if eventful else 0
    return Cut(problem, plan, served, tuple(underway), waiting, locks, now_s, past)


def _of(problem: Problem, tasks) -> Problem:
    """Return the problem with some of its tasks."""
    ids = {one.id for one in tasks}
    together, apart = (
        tuple(left for one in sets if (left := one & ids)) for sets in (problem.together, problem.apart)
    )
    return replace(problem, tasks=tuple(tasks), together=together, apart=apart)


def _driven(rng: Random, problem: Problem, route: Route, *, eventful: bool) -> tuple[Underway, set]:
    """Return a vehicle somewhere on its route, and the tasks that are behind it."""
    activities = route.activities
    last = rng.randrange(len(activities) - 1)
    while _holds_part_of_a_pair(problem, [one.task_id for one in activities[: last + 1]]):
        last += 1
    # A hub's battery is in before anybody drives on.
    while activities[last + 1].kind in (ActivityKind.SWAP, ActivityKind.CHARGE) and last + 2 < len(
        activities
    ):
        last += 1
    here = activities[last]
    late_s = rng.choice((0, 60, 900, 3600)) if eventful else 0
    lost_j = rng.choice((0, 0, 1000, 60_000)) if eventful and here.charge_j is not None else 0
    steps = as_steps(problem, route)
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    rested = {step.rest for step in steps[: last + 1] if step.rest is not None}
    left = [number for number in range(len(vehicle.breaks)) if number not in rested]
    at = Underway(
        vehicle=route.vehicle_id,
        place=here.place,
        at_s=here.departure_s + late_s,
        ahead=tuple(
            one if one.rest is None else replace(one, rest=left.index(one.rest)) for one in steps[last + 1 :]
        ),
        locked=rng.choice((0, 0, 1, 2, 9)) if eventful else 0,
        charge_j=None if here.charge_j is None else max(0, here.charge_j - lost_j),
        breaks=tuple(vehicle.breaks[number] for number in left),
        trips=sum(one.kind in (ActivityKind.START, ActivityKind.RELOAD) for one in activities[: last + 1]),
        swaps=sum(one.kind is ActivityKind.SWAP for one in activities[: last + 1]),
        so_far=_so_far(activities[: last + 1]),
        trip_so_far=_so_far(activities[_opening(activities, last) : last + 1]),
        spent=tuple(_spent(activities[: last + 1], late_s)),
        **_inside(problem, vehicle, activities, last),
    )
    return at, {one.task_id for one in activities[: last + 1] if one.task_id is not None}


def _opening(activities, last: int) -> int:
    return max(n for n in range(last + 1) if activities[n].kind in (ActivityKind.START, ActivityKind.RELOAD))


def _so_far(activities) -> SoFar:
    stops = sum(
        after.task_id is not None and before.place != after.place for before, after in pairwise(activities)
    )
    return SoFar(sum(one.leg_distance_m for one in activities[1:]), activities[0].start_s, stops)


def _spent(activities, late_s: int):
    """Yield how the shift went by; a delay is driven."""
    yield Spent(Doing.STANDING, activities[0].departure_s - activities[0].start_s)
    for before, one in pairwise(activities):
        yield Spent(Doing.DRIVING, one.arrival_s - before.departure_s)
        yield Spent(Doing.STANDING, one.start_s - one.arrival_s)
        doing = Doing.BREAK if one.kind is ActivityKind.BREAK else Doing.STANDING
        yield Spent(doing, one.departure_s - one.start_s)
    yield Spent(Doing.DRIVING, late_s)


def _holds_part_of_a_pair(problem: Problem, gone) -> bool:
    ups = [[problem.tasks[index].id in gone for index in one.pickups] for one in problem.pairs.values()]
    return any(any(up) != all(up) for up in ups)


def _inside(problem: Problem, vehicle, activities, last: int) -> dict:
    """Return the goods aboard behind a position: for which tasks since when, and what else."""
    opening = _opening(activities, last)
    trip = []
    for position in range(opening + 1, len(activities)):
        if activities[position].kind is ActivityKind.RELOAD:
            break
        if activities[position].task_id is not None:
            trip.append(position)
    aboard, load = (
        {},
        list(vehicle.start_load) if opening == 0 and vehicle.start_load else [0] * len(problem.dimensions),
    )
    for position in trip:
        task = problem.tasks[problem.task_index[activities[position].task_id]]
        if task.kind is TaskKind.DROPOFF and task.pair is None and position > last:
            aboard[task.id] = activities[opening].departure_s
        if task.kind is TaskKind.PICKUP and position <= last:
            if task.pair is None:
                load = [have + more for have, more in zip(load, task.demand, strict=True)]
                continue
            drops = {problem.tasks[index].id for index in problem.pairs[task.pair].dropoffs}
            ahead = {activities[n].task_id for n in trip if n > last}
            since_s = min(aboard.get(drop, activities[position].departure_s) for drop in drops)
            aboard |= dict.fromkeys(drops & ahead, since_s)
    return {"aboard": aboard, "load": tuple(load)}


def _locks(rng: Random, plan: Plan, served: dict) -> Locks:
    """Return a few tasks with their rider fixed, and a few with their moment."""
    planned = [
        (one.task_id, route.vehicle_id, one.start_s)
        for route, one in plan.activities()
        if one.task_id is not None and one.task_id not in served
    ]
    riders = {task: vehicle for task, vehicle, _ in planned if rng.random() < 0.2}
    times = {
        task: TimeWindow(max(0, start - 600), start + 600) for task, _, start in planned if rng.random() < 0.2
    }
    return Locks(rider=riders, time=times)
