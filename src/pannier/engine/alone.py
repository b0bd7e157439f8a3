"""What keeps a vehicle that can charge on the way from doing one job, even with nothing else to do.

Where stations help, trying orders of tasks tells nothing: the search itself says whether there is a way. It is asked
for the one job, in a problem of a few places, first as things are and then with one rule dropped after the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pannier.core.problem import (
    CostRates,
    HubCharger,
    Problem,
    Rule,
    Task,
    Vehicle,
)
from pannier.core.problem.bounds import MOST_S
from pannier.core.schedule import Fault, Timeline, timeline
from pannier.core.timewindow import TimeWindow
from pannier.engine.budget import Budget
from pannier.engine.jobs import Job, Jobs
from pannier.engine.searching import Team, search

_ITERATIONS = 20
_BY_THE_HOUR, _BY_THE_KM = CostRates(hour_millicents=3_600_000), CostRates(km_millicents=1_000_000)


def can_charge_on_the_way(problem: Problem, vehicle: Vehicle) -> bool:
    """Tell whether a vehicle may get energy between its start and its end."""
    battery = vehicle.battery
    if battery is None:
        return False
    at_hub = battery.at_hub is not None and vehicle.trips.max_trips > 1
    return at_hub or any(battery.charge_at_station(station.kind) is not None for station in problem.stations)


def faults_with_charging(problem: Problem, vehicle: Vehicle, job: Job) -> list[Fault]:
    """Return what forbids a job alone to a vehicle that may charge: nothing, one rule but for it, or the battery.

    A rule's amount is the least by which it is broken, as far as the search finds it.
    """
    small = _of_job(problem, vehicle, job)
    if _drive(small) is not None:
        return []
    for rule, freed in _freed(small):
        timed = _drive(freed)
        if timed is None:
            continue
        kept = timeline(small, small.vehicles[0], timed.steps)
        return [fault for fault in kept.faults if fault.rule is rule]
    return [Fault(Rule.BATTERY, 0, 0)]


def _drive(problem: Problem) -> Timeline | None:
    """Return the route of the one vehicle that does everything, None when the search finds none."""
    budget = Budget(iterations=_ITERATIONS)
    found = search(
        problem, Jobs(problem), budget=budget, seed=1, team=Team(), start=None, tell=lambda *_: False
    )
    if found.left:
        return None
    (steps,) = found.steps.values()
    return timeline(problem, problem.vehicles[0], steps)


def _freed(problem: Problem) -> Iterator[tuple[Rule, Problem]]:
    """Yield the problem without one of its rules; what then costs least breaks that rule least."""
    (vehicle,), tasks = problem.vehicles, problem.tasks
    trips, later = vehicle.trips, TimeWindow(vehicle.shift.start_s, MOST_S)

    def limited(**none: None) -> Vehicle:
        first = None if trips.first_limits is None else replace(trips.first_limits, **none)
        freed = replace(trips, limits=replace(trips.limits, **none), first_limits=first)
        return replace(vehicle, limits=replace(vehicle.limits, **none), trips=freed)

    freed: dict[Rule, tuple[Vehicle, tuple[Task, ...]]] = {
        Rule.DURATION: (limited(duration_s=None), tasks),
        Rule.DISTANCE: (limited(distance_m=None), tasks),
        Rule.BREAK: (replace(vehicle, breaks=()), tasks),
        Rule.SHIFT: (replace(vehicle, shift=later), tasks),
        Rule.WINDOW: (vehicle, tuple(replace(task, windows=()) for task in tasks)),
        Rule.ABOARD: (vehicle, tuple(replace(task, max_aboard_s=None) for task in tasks)),
        Rule.STACK: (replace(vehicle, last_in_first_out=False), tasks),
        Rule.GOODS: (vehicle, tuple(replace(task, goods=None) for task in tasks)),
    }
    for rule, (driver, rest) in freed.items():
        rates = _BY_THE_KM if rule is Rule.DISTANCE else _BY_THE_HOUR
        if (driver, rest) != (vehicle, tasks):
            yield rule, replace(problem, vehicles=(replace(driver, rates=rates),), tasks=rest)
    if problem.access:
        driver = replace(vehicle, rates=_BY_THE_HOUR)
        yield Rule.ACCESS, replace(problem, vehicles=(driver,), access=())
    yield from _with_plugs(problem)


def _with_plugs(problem: Problem) -> Iterator[tuple[Rule, Problem]]:
    """Yield the problem with a plug for everybody at any time."""
    if not problem.has_few_plugs:
        return
    stations = tuple(replace(one, plugs=None) for one in problem.stations)
    hubs = tuple(replace(one, plugs=None) for one in problem.hub_chargers)
    vehicles = (replace(problem.vehicles[0], rates=_BY_THE_HOUR),)
    yield Rule.PLUG, replace(problem, vehicles=vehicles, stations=stations, hub_chargers=hubs)


def _of_job(problem: Problem, vehicle: Vehicle, job: Job) -> Problem:
    """Return the problem of one vehicle and one job, with no places but theirs and those of stations."""
    tasks = [problem.tasks[index] for index in job]
    used = {vehicle.start_place, vehicle.end_place, *vehicle.trips.reload_places}
    used |= {task.place for task in tasks} | {task.hub for task in tasks if task.hub is not None}
    used |= {station.place for station in problem.stations}
    places = sorted(used)
    at = {place: position for position, place in enumerate(places)}
    trips = replace(vehicle.trips, reload_places=tuple(at[one] for one in vehicle.trips.reload_places))
    return replace(
        problem,
        places=tuple(problem.places[place] for place in places),
        matrices=(problem.matrices_of(vehicle).among(places),),
        vehicles=(
            replace(
                vehicle, start_place=at[vehicle.start_place], end_place=at[vehicle.end_place], trips=trips
            ),
        ),
        tasks=tuple(
            replace(
                task,
                place=at[task.place],
                hub=None if task.hub is None else at[task.hub],
                prize_cents=None,
                # Other vehicles are not there.
                only=frozenset(),
                preferences=(),
            )
            for task in tasks
        ),
        stations=tuple(replace(station, place=at[station.place]) for station in problem.stations),
        together=(),
        apart=(),
        access=tuple(
            replace(area, places=tuple(at[place] for place in area.places if place in at))
            for area in problem.access
        ),
        hub_chargers=_hubs_among(problem.hub_chargers, at),
    )


def _hubs_among(chargers: Iterable[HubCharger], at: Mapping[int, int]) -> tuple[HubCharger, ...]:
    """Return the chargers of some hubs only."""
    return tuple(replace(one, place=at[one.place]) for one in chargers if one.place in at)
