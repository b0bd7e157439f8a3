"""Make the search's tours keep what it does not know: batteries, breaks, limits of trips.

First trips are split at the hub, then the jobs that are worth least are taken out until nothing is broken;
then jobs left out are put wherever they fit.
"""

from collections.abc import Mapping

from pannier.core.plan import ActivityKind
from pannier.core.problem import Rule, Swap, Vehicle
from pannier.core.schedule import Step, Timeline, split_trips, timeline
from pannier.engine.decode import Trips
from pannier.engine.fleet import Fleet, severity, without
from pannier.engine.insertion import Insertion, best_insertion
from pannier.engine.jobs import Job

_PER_TRIP = frozenset((Rule.BATTERY, Rule.CAPACITY, Rule.DISTANCE, Rule.DURATION, Rule.STOPS))


def take_over(fleet: Fleet, tours: Mapping[int, Trips]) -> None:
    """Give every vehicle the searched tour, made feasible; what comes out or was never in is left."""
    fleet.left = set(fleet.jobs.all)
    for vehicle, trips in sorted(tours.items()):
        fitting = tuple(tuple(task for task in trip if _fits(fleet, vehicle, task)) for trip in trips)
        make_feasible(fleet, vehicle, tuple(trip for trip in fitting if trip))
        served = {task for trip in fleet.trips.get(vehicle, ()) for task in trip}
        fleet.left -= {fleet.jobs.by_task[task] for task in served}


def _fits(fleet: Fleet, vehicle: int, task: int) -> bool:
    """Tell whether a vehicle can carry a task's job and no other vehicle was given it before."""
    job = fleet.jobs.by_task[task]
    return job in fleet.fit.allowed[vehicle] and job in fleet.left


def make_feasible(fleet: Fleet, vehicle: int, trips: Trips) -> None:
    """Give a vehicle these trips, split and shortened until they keep every rule."""
    timed = fleet.try_trips(vehicle, trips)
    while trips and not timed.is_feasible:
        split = _best_split(fleet, vehicle, trips, timed) if _may_help(timed) else None
        if split is not None and severity(split[1].faults) < severity(timed.faults):
            trips, timed = split
        else:
            trips, timed = _best_removal(fleet, vehicle, trips, timed)
    fleet.put(vehicle, trips, timed)


def _may_help(timed: Timeline) -> bool:
    """Tell whether another visit to the hub can mend what is broken."""
    return any(fault.rule in _PER_TRIP for fault in timed.faults)


def _best_split(fleet: Fleet, vehicle: int, trips: Trips, timed: Timeline) -> tuple[Trips, Timeline] | None:
    """Return the trips with one more visit to the hub, where it helps most; None when none is allowed."""
    own = fleet.problem.vehicles[vehicle]
    if len(trips) >= own.trips.max_trips:
        return None
    best: tuple[float, int, int, int] | None = None
    for number, (opening, closing) in enumerate(split_trips(timed.steps)):
        tasks = [at for at in range(opening + 1, closing) if timed.steps[at].task is not None]
        for head, position in enumerate(tasks[1:], start=1):
            if not _keeps_pairs(fleet, trips[number][:head]):
                continue
            steps = (*timed.steps[:position], *_hub_visit(own), *timed.steps[position:])
            trial = timeline(fleet.problem, own, steps)
            key = (severity(trial.faults), trial.cost.total_millicents, number, head)
            best = key if best is None else min(best, key)
    if best is None:
        return None
    number, head = best[2:]
    split = (*trips[:number], trips[number][:head], trips[number][head:], *trips[number + 1 :])
    return split, fleet.try_trips(vehicle, split)


def _hub_visit(vehicle: Vehicle) -> tuple[Step, ...]:
    """Return the steps of one more visit to the hub, with another battery if there is one."""
    place = vehicle.trips.reload_places[0]
    reload = Step(ActivityKind.RELOAD, place)
    if vehicle.battery is None or not isinstance(vehicle.battery.at_hub, Swap):
        return (reload,)
    return reload, Step(ActivityKind.SWAP, place)


def _keeps_pairs(fleet: Fleet, head: tuple[int, ...]) -> bool:
    """Tell whether no pair would be torn when the trip were split after these tasks."""
    aboard = set(head)
    return all(aboard.issuperset(fleet.jobs.by_task[task]) for task in head)


def _best_removal(fleet: Fleet, vehicle: int, trips: Trips, timed: Timeline) -> tuple[Trips, Timeline]:
    """Return the trips without the job whose removal helps most for what the job is worth.

    While jobs are compared, batteries and breaks stay where they are; only the winner is planned anew.
    """
    before, fleet_vehicle = severity(timed.faults), fleet.problem.vehicles[vehicle]
    best: tuple[float, int, Job] | None = None
    for job in dict.fromkeys(fleet.jobs.by_task[task] for trip in trips for task in trip):
        steps = [step for step in timed.steps if step.task is None or step.task not in job]
        trial = timeline(fleet.problem, fleet_vehicle, steps)
        helped = before - severity(trial.faults)
        key = (-helped / (1 + fleet.jobs.worth_millicents(job)), trial.cost.total_millicents, job)
        best = key if best is None else min(best, key)
    if best is None:
        return (), timed
    shorter = without(trips, best[2])
    return shorter, fleet.try_trips(vehicle, shorter) if shorter else timed


def insert_left(fleet: Fleet, *, order: list[Job] | None = None) -> None:
    """Put jobs left out wherever they fit at a price below their worth, dearest and rarest first."""
    waiting = order if order is not None else rarest_first(fleet)
    for job in waiting:
        found = best_insertion(fleet, job)
        if found is not None and found.extra_millicents < fleet.jobs.worth_millicents(job):
            accept(fleet, job, found)


def accept(fleet: Fleet, job: Job, found: Insertion) -> None:
    """Carry out an insertion."""
    fleet.put(found.vehicle, found.trips, found.timed)
    fleet.left.discard(job)


def rarest_first(fleet: Fleet) -> list[Job]:
    """Return the jobs left that some vehicle can carry: worth most first, then those with fewest vehicles."""
    ways = {job: len(fleet.fit.vehicles_of(job)) for job in fleet.left}
    able = [job for job, count in ways.items() if count]
    return sorted(able, key=lambda job: (-fleet.jobs.worth_millicents(job), ways[job], job))
