"""Take some neighbouring jobs out and put them back better: slack induction on the full rules.

After Christiaans and Vanden Berghe (2020), "Slack Induction by String Removals": strings of stops near a
seed job are removed from several routes, then jobs are inserted greedily in a random order. Every trial is
timed with batteries, breaks and limits, so that this step also improves what the search could not see.
"""

import random

from pannier.core.problem import UNREACHABLE
from pannier.engine.budget import Allowance
from pannier.engine.fleet import Fleet, without
from pannier.engine.jobs import Job
from pannier.engine.repair import insert_left

_MOST_ROUTES = 3
_LONGEST_STRING = 6


def rebuild(fleet: Fleet, *, allowance: Allowance, rng: random.Random) -> Fleet:
    """Return the best state found within the allowance; it is never worse than the one given."""
    best = fleet
    while allowance.goes_on() and best.trips:
        trial = best.copy()
        _ruin(trial, rng)
        waiting = sorted(trial.left)
        rng.shuffle(waiting)
        if rng.random() < 0.5:
            waiting.sort(key=lambda job: -trial.jobs.worth_millicents(job))
        insert_left(trial, order=waiting)
        if trial.total < best.total:
            best = trial
        if allowance.watch.is_due():
            allowance.watch.report(cost_cents=best.total / 1000, left_out=len(best.left))
    return best


def _ruin(fleet: Fleet, rng: random.Random) -> None:
    """Take strings of jobs near a seed out of up to three routes."""
    seed = _seed(fleet, rng)
    routes_hit: set[int] = set()
    for vehicle, task in _nearest_served(fleet, seed):
        if len(routes_hit) == _MOST_ROUTES:
            break
        if vehicle in routes_hit or not _is_served(fleet, vehicle, task):
            continue
        routes_hit.add(vehicle)
        trips = fleet.trips[vehicle]
        for job in _string_around(fleet, vehicle, task, rng):
            trips = without(trips, job)
            fleet.left.add(job)
        timed = fleet.try_trips(vehicle, trips) if trips else None
        if timed is not None and not timed.is_feasible:
            _empty(fleet, vehicle)
            continue
        fleet.put(vehicle, trips, timed)


def _empty(fleet: Fleet, vehicle: int) -> None:
    """Take a vehicle off the road: without some stops it kept no break or window any more."""
    fleet.left.update(fleet.jobs.by_task[task] for trip in fleet.trips[vehicle] for task in trip)
    fleet.put(vehicle, ())


def _seed(fleet: Fleet, rng: random.Random) -> int:
    """Return a task left out in half of the cases, else any task served."""
    left = sorted(job for job in fleet.left if fleet.fit.vehicles_of(job))
    if left and rng.random() < 0.5:
        return rng.choice(left)[0]
    served = [task for vehicle in sorted(fleet.trips) for trip in fleet.trips[vehicle] for task in trip]
    return rng.choice(served)


def _nearest_served(fleet: Fleet, seed: int) -> list[tuple[int, int]]:
    """Return vehicles and tasks served, nearest to the seed task first."""
    place = fleet.problem.tasks[seed].place
    ranked = []
    for vehicle, trips in fleet.trips.items():
        distance_m = fleet.problem.matrices_of(fleet.problem.vehicles[vehicle]).distance_m
        for trip in trips:
            for task in trip:
                away = distance_m.item(place, fleet.problem.tasks[task].place)
                if away != UNREACHABLE:
                    ranked.append((away, task, vehicle))
    return [(vehicle, task) for _, task, vehicle in sorted(ranked)]


def _is_served(fleet: Fleet, vehicle: int, task: int) -> bool:
    """Tell whether a vehicle still serves a task."""
    return any(task in trip for trip in fleet.trips.get(vehicle, ()))


def _string_around(fleet: Fleet, vehicle: int, task: int, rng: random.Random) -> list[Job]:
    """Return the jobs of a random stretch of the trip that contains the task."""
    trip = next(trip for trip in fleet.trips[vehicle] if task in trip)
    length = rng.randint(1, min(_LONGEST_STRING, len(trip)))
    at = trip.index(task)
    start = rng.randint(max(0, at - length + 1), min(at, len(trip) - length))
    return list(dict.fromkeys(fleet.jobs.by_task[index] for index in trip[start : start + length]))
