"""Put a job where it costs least and breaks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pannier.core.problem import UNREACHABLE, Problem, TaskKind, Vehicle
from pannier.core.schedule import Step, Timeline, split_trips
from pannier.engine.decode import KIND_OF_TASK, Trips
from pannier.engine.fleet import Fleet
from pannier.engine.jobs import Job

_NO_WAY_S = 1_000_000
_LATE_WEIGHT = 10


@dataclass(frozen=True)
class Insertion:
    """One way to serve a job: the vehicle's new trips, timed, and what they cost more."""

    vehicle: int
    trips: Trips
    timed: Timeline
    extra_millicents: int


@dataclass(frozen=True)
class Placement:
    """One place for a job on a vehicle: the trips then, and how long it seems to take.

    `steps` are the vehicle's present steps with the job put in, batteries and breaks where they are.
    """

    seconds: int
    trips: Trips
    steps: tuple[Step, ...] | None = None


def ranked_placements(fleet: Fleet, vehicle: int, job: Job) -> list[Placement]:
    """Return all places for a job on a vehicle, the most promising first."""
    trips = fleet.trips.get(vehicle, ())
    placements = list(_within_trips(fleet, vehicle, job)) if trips else []
    own_trip_s = _trip_duration_s(fleet.problem, fleet.problem.vehicles[vehicle], job)
    longer = _with_new_trip(fleet.problem.vehicles[vehicle], trips, job)
    placements.extend(Placement(own_trip_s, extended) for extended in longer)
    return sorted(placements, key=lambda placement: placement.seconds)


def _with_new_trip(vehicle: Vehicle, trips: Trips, job: Job) -> list[Trips]:
    """Return the trips with one more for the job; empty ones allow a swap or another hub first."""
    longer: list[Trips] = [(*trips[:at], job, *trips[at:]) for at in range(len(trips) + 1)]
    if not trips:
        longer += [((), job), (job, ()), ((), job, ())]
    return [extended for extended in longer if len(extended) <= vehicle.trips.max_trips]


def _within_trips(fleet: Fleet, vehicle: int, job: Job) -> Iterator[Placement]:
    """Yield the job in each position of each trip that it does not overload."""
    trips = fleet.trips[vehicle]
    for number, trip in enumerate(trips):
        if not _has_room(fleet.problem, fleet.problem.vehicles[vehicle], trip, job):
            continue
        scores = _Scores(fleet, vehicle, number)
        for slots in _slots(fleet.problem, len(trip), job):
            extended = _put(trip, slots=slots, job=job)
            seconds = sum(scores.of(task, slot) for task, slot in zip(job, slots, strict=True))
            steps = scores.steps_with(job, slots)
            yield Placement(seconds, (*trips[:number], extended, *trips[number + 1 :]), steps)


def _slots(problem: Problem, length: int, job: Job) -> Iterator[tuple[int, ...]]:
    """Yield before which task of a trip each task of a job can go; a pair's pickups together, then the rest."""
    pickups = sum(problem.tasks[index].kind is TaskKind.PICKUP for index in job)
    for first in range(length + 1):
        for second in range(first, length + 1) if len(job) > 1 else (first,):
            yield (first,) * pickups + (second,) * (len(job) - pickups)


def _put(trip: tuple[int, ...], *, slots: tuple[int, ...], job: Job) -> tuple[int, ...]:
    """Return one trip with the job in its slots."""
    longer = list(trip)
    # The later ones go in first, so that they do not move the earlier ones' slots.
    for index, slot in reversed(list(zip(job, slots, strict=True))):
        longer.insert(slot, index)
    return tuple(longer)


def _has_room(problem: Problem, vehicle: Vehicle, trip: tuple[int, ...], job: Job) -> bool:
    """Tell whether hub goods of trip and job together fit; what is only sometimes aboard is not looked at."""
    task = problem.tasks[job[0]]
    if task.is_paired:
        return True
    same = [problem.tasks[index] for index in trip]
    for dimension, most in enumerate(vehicle.capacity):
        aboard = sum(t.demand[dimension] for t in same if t.kind is task.kind and not t.is_paired)
        if aboard + task.demand[dimension] > most:
            return False
    return True


class _Scores:
    """Estimates in seconds of putting a task before each position of one trip of a timed route."""

    def __init__(self, fleet: Fleet, vehicle: int, number: int) -> None:
        timed = fleet.timed[vehicle]
        self._problem = fleet.problem
        self._duration_s = fleet.problem.matrices_of(fleet.problem.vehicles[vehicle]).duration_s
        opening, closing = list(split_trips(timed.steps))[number]
        tasks = [at for at in range(opening + 1, closing) if timed.steps[at].task is not None]
        positions = [opening, *tasks, closing]
        self._steps, self._positions = timed.steps, positions
        self._places = [timed.steps[position].place for position in positions]
        self._departures = [timed.clock.departures[position] for position in positions]

    def of(self, index: int, at: int) -> int:
        """Return detour, waiting and weighted lateness of one task before the position in the trip."""
        task = self._problem.tasks[index]
        before, after = self._places[at], self._places[at + 1]
        to_s, from_s = self._travel_s(before, task.place), self._travel_s(task.place, after)
        detour_s = to_s + from_s - self._travel_s(before, after)
        if not task.windows:
            return detour_s
        arrival_s = self._departures[at] + to_s
        wait_s = max(0, min(window.start_s - arrival_s for window in task.windows))
        late_s = max(0, arrival_s - task.windows[-1].end_s)
        return detour_s + wait_s + _LATE_WEIGHT * late_s

    def steps_with(self, job: Job, slots: tuple[int, ...]) -> tuple[Step, ...] | None:
        """Return the route's steps with the job before the trip's tasks in these slots.

        None when the trip does not touch the job's hub as it is now.
        """
        task = self._problem.tasks[job[0]]
        touched = self._places[0] if task.kind is TaskKind.DROPOFF else self._places[-1]
        if task.hub is not None and task.hub != touched:
            return None
        steps = list(self._steps)
        # The later ones go in first, so that they do not move the earlier ones' positions.
        for index, slot in reversed(list(zip(job, slots, strict=True))):
            task = self._problem.tasks[index]
            steps.insert(self._positions[slot + 1], Step(KIND_OF_TASK[task.kind], task.place, index))
        return tuple(steps)

    def _travel_s(self, origin: int, target: int) -> int:
        """Return the travel time, very long where there is no way."""
        duration_s = self._duration_s.item(origin, target)
        return _NO_WAY_S if duration_s == UNREACHABLE else duration_s


def _trip_duration_s(problem: Problem, vehicle: Vehicle, job: Job) -> int:
    """Return the travel time of a trip with this job only."""
    duration_s = problem.matrices_of(vehicle).duration_s
    places = [vehicle.start_place, *(problem.tasks[index].place for index in job), vehicle.end_place]
    legs = (duration_s.item(a, b) for a, b in pairwise(places))
    return vehicle.trips.loading_s + sum(_NO_WAY_S if leg == UNREACHABLE else leg for leg in legs)
