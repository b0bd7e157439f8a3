"""Scheduler and checker were written apart; on routes made up at random they must find the same."""

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from pannier.core.check import Rule, check_route
from pannier.core.plan import ActivityKind
from pannier.core.problem import Battery, Charge, CurvePoint, Problem, Station, StationCurve, Swap, TaskKind
from pannier.core.schedule import Step, route_of, timeline
from tests.engine.days import PLACES, random_day
from tests.engine.random_access import with_access
from tests.engine.random_traffic import with_traffic
from tests.engine.random_walks import with_walks

KIND = {TaskKind.DROPOFF: ActivityKind.DELIVERY, TaskKind.PICKUP: ActivityKind.PICKUP}
UNTIMED = {Rule.PLACE, Rule.HUB, Rule.SKILL, Rule.PAIR}
"""What the scheduler does not look at."""


def electric_day(seed) -> Problem:
    """Return a random day with stations, and batteries that most of them fit."""
    rng = random.Random(seed)
    day = random_day(seed)
    stations = tuple(
        Station(f"s{n}", rng.randrange(PLACES), rng.choice(("slow", "fast", "odd"))) for n in range(4)
    )
    vehicles = tuple(replace(vehicle, battery=_battery(rng)) for vehicle in day.vehicles)
    return replace(day, stations=stations, vehicles=vehicles)


def _battery(rng):
    capacity_j = rng.randint(100_000, 500_000)
    at_stations = tuple(StationCurve(kind, _charge(rng, capacity_j)) for kind in ("slow", "fast"))
    at_hub = rng.choice((None, Swap(200, rng.randint(0, 2)), _charge(rng, capacity_j)))
    start_j = rng.randint(capacity_j // 2, capacity_j)
    return rng.choice((None, *[Battery(capacity_j, start_j, capacity_j // 10, at_hub, at_stations)] * 5))


def _charge(rng, capacity_j):
    knee = CurvePoint(rng.randint(1, 900), rng.randint(1, capacity_j - 1))
    end = CurvePoint(knee.time_s + rng.randint(1, 2000), capacity_j)
    return Charge((CurvePoint(0, 0), knee, end), only_full=rng.random() < 0.2)


def _steps(problem, vehicle, rng):
    """Return a route that begins and ends well; in between nearly everything may happen."""
    steps = [Step(ActivityKind.START, vehicle.start_place)]
    tasks = rng.sample(range(len(problem.tasks)), min(len(problem.tasks), rng.randint(0, 7)))
    rests = list(range(len(vehicle.breaks)))
    while tasks or rng.random() < 0.4:
        kind = rng.choice(
            ("task", "task", "task", "charge", "charge", "rest", "reload", "swap", "hub charge")
        )
        here = steps[-1].place
        if kind == "task" and tasks:
            index = tasks.pop()
            task = problem.tasks[index]
            steps.append(Step(KIND[task.kind], task.place, index))
        elif kind == "charge":
            station = rng.randrange(len(problem.stations))
            place = problem.stations[station].place
            steps.append(Step(ActivityKind.CHARGE, place, charge_s=_plugged_s(rng), station=station))
        elif kind == "rest" and rests and rng.random() < 0.7:
            steps.append(Step(ActivityKind.BREAK, here, rest=rests.pop()))
        elif kind == "reload" and rng.random() < 0.5:
            steps.append(Step(ActivityKind.RELOAD, rng.choice(vehicle.trips.reload_places)))
        elif kind == "swap" and rng.random() < 0.3:
            steps.append(Step(ActivityKind.SWAP, here))
        elif kind == "hub charge" and rng.random() < 0.3:
            steps.append(Step(ActivityKind.CHARGE, here, charge_s=_plugged_s(rng)))
    return [*steps, Step(ActivityKind.END, vehicle.end_place)]


def _plugged_s(rng):
    return rng.choice((0, rng.randint(0, 3000), 3000))


TIMED = (Rule.CAPACITY, Rule.REACHABLE, Rule.WINDOW, Rule.SHIFT, Rule.BREAK, Rule.BATTERY, Rule.TRIPS)
TIMED += (Rule.DISTANCE, Rule.DURATION, Rule.STOPS)


def _found_by_both(problem, vehicle, steps):
    """Return the rules that a route breaks; scheduler and checker must agree on them."""
    timed = timeline(problem, vehicle, steps)
    found = check_route(problem, route_of(problem, vehicle, timed))
    broken = {violation.rule for violation in found} - UNTIMED
    faults = {fault.rule for fault in timed.faults}
    # A break that comes too late is a fault even where none was due.
    assert broken in (faults, faults - {Rule.BREAK})
    return broken


def test_scheduler_and_checker_find_the_same():
    seen = Counter()
    for seed in range(600):
        problem, rng = electric_day(seed), random.Random(seed)
        for vehicle in problem.vehicles:
            broken = _found_by_both(problem, vehicle, _steps(problem, vehicle, rng))
            seen.update(broken or {"nothing"})
    assert {"nothing", *TIMED} <= seen.keys()


def test_scheduler_and_checker_find_the_same_where_hours_of_places_count():
    seen = Counter()
    for seed in range(300):
        rng = random.Random(seed)
        problem = with_access(rng, electric_day(seed))
        for vehicle in problem.vehicles:
            seen.update(_found_by_both(problem, vehicle, _steps(problem, vehicle, rng)))
    assert seen[Rule.ACCESS] > 100


def test_scheduler_and_checker_find_the_same_where_doors_are_walked_to_in_traffic():
    walked = 0
    for seed in range(700):
        rng = random.Random(seed)
        problem = with_walks(rng, with_traffic(rng, electric_day(seed)))
        for vehicle in problem.vehicles:
            steps, matrices = _steps(problem, vehicle, rng), problem.matrices_of(vehicle)
            _found_by_both(problem, vehicle, steps)
            walked += sum(
                after.task is not None
                and before.place != after.place
                and matrices.is_same_stop(before.place, after.place)
                for before, after in pairwise(steps)
            )
    assert walked > 40
