"""The search: PyVRP 0.14.1 (Wouda, Lan and Kool 2024; MIT) behind tours of tasks. Only this module imports it.

PyVRP knows windows, loads, reloads, releases, pairs and prizes. It does not know batteries, breaks and limits
per trip: it gets estimates of them (less shift, less distance), and `repair` makes its tours keep the rest.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams, PerturbationParams

from pannier.core.problem import Problem, TaskKind, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.engine.arcs import Arcs, Group
from pannier.engine.budget import Allowance
from pannier.engine.decode import Trips
from pannier.engine.estimates import estimates_of, required_prize_millicents
from pannier.engine.fit import Fit
from pannier.engine.jobs import Job, Jobs

NAME = "pyvrp 0.14.1"
_NEVER = 1 << 40
# Smaller steps than PyVRP's defaults: on routes of 50-100 stops they gave 8 times the iterations, and plans of
# equal or lower cost, in 12 s (2 vCPUs; 300 stops, 7 vehicles; benchmarks/plan_300.py).
_NEIGHBOURS = 25
_MOST_PERTURBATIONS = 8
_HISTORY = 100
_ANY_TIME = TimeWindow(0, _NEVER)


@dataclass(frozen=True)
class Searched:
    """What the search found: the trips of each used vehicle, and how many iterations it took."""

    tours: Mapping[int, Trips]
    iterations: int


def search(
    problem: Problem,
    jobs: Jobs,
    fit: Fit,
    *,
    allowance: Allowance,
    seed: int,
    start: Mapping[int, Trips] | None = None,
) -> Searched:
    """Return the best tours found within the allowance; `start` gives tours to begin with."""
    model = _Model(problem, jobs, fit)
    following = _Following(allowance, jobs=len(jobs.all))
    params = pyvrp.SolveParams(
        ils=pyvrp.IteratedLocalSearchParams(
            history_length=_HISTORY, exhaustive_on_best=False, callbacks=following
        ),
        neighbourhood=NeighbourhoodParams(num_neighbours=_NEIGHBOURS),
        perturbation=PerturbationParams(max_perturbations=_MOST_PERTURBATIONS),
    )
    with warnings.catch_warnings():
        # An overfull day is no news here: what does not fit is left out with its reason.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = pyvrp.solve(
            model.data,
            following,
            seed=seed,
            collect_stats=False,
            params=params,
            initial_solution=model.solution(start) if start else None,
        )
    return Searched(model.tours(result.best), result.num_iterations)


class _Following(pyvrp.IteratedLocalSearchCallbacks):
    """Stops the search when the allowance is spent, and reports its progress."""

    def __init__(self, allowance: Allowance, *, jobs: int) -> None:
        self._allowance = allowance
        self._jobs = jobs
        self._left_out = jobs

    def on_best(self, best: pyvrp.Solution) -> None:
        """Remember how many jobs the new best leaves out."""
        self._left_out = self._jobs - best.num_clients() - best.num_shipments()

    def __call__(self, best_cost: int) -> bool:
        """Tell PyVRP whether to stop."""
        watch = self._allowance.watch
        if watch.is_due():
            watch.report(cost_cents=best_cost / 1000, left_out=self._left_out, is_rough=True)
        return not self._allowance.goes_on()


@dataclass
class _Model:
    """The problem in PyVRP's terms, and the way back."""

    problem: Problem
    jobs: Jobs
    fit: Fit
    clients: list[pyvrp.Client] = field(default_factory=list)
    client_tasks: list[int] = field(default_factory=list)
    groups: list[pyvrp.ClientGroup] = field(default_factory=list)
    shipments: list[pyvrp.Shipment] = field(default_factory=list)
    pairs: list[Job] = field(default_factory=list)
    depots: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.arcs = Arcs(self.problem, self.fit)
        self.prize = required_prize_millicents(self.problem)
        self.data = self._build()

    def _build(self) -> pyvrp.ProblemData:
        """Translate vehicles, jobs and matrices."""
        profiles: dict[Group, int] = {}
        # PyVRP's stubs give its arrays a shape that no array has.
        matrices: list[tuple[Any, Any]] = []
        types = []
        for vehicle, group in zip(self.problem.vehicles, self.arcs.groups, strict=True):
            if group not in profiles:
                profiles[group] = len(matrices)
                matrices.append(self.arcs.matrices(vehicle, group))
            types.append(self._vehicle_type(vehicle, profiles[group]))
        for job in self.jobs.all:
            if self.fit.vehicles_of(job):
                self._add_job(job)
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in self.arcs.places],
            self.clients,
            [pyvrp.Depot(location, service_duration=loading) for location, loading in self.depots],
            types,
            [distance for distance, _ in matrices],
            [duration for _, duration in matrices],
            self.groups,
            self.shipments,
        )

    def _depot(self, place: int, loading_s: int) -> int:
        """Return the depot of a place where each loading takes so long."""
        key = (self.arcs.location_of_hub[place], loading_s)
        return self.depots.setdefault(key, len(self.depots))

    def _vehicle_type(self, vehicle: Vehicle, profile: int) -> pyvrp.VehicleType:
        """Return one vehicle as a type of its own."""
        told = estimates_of(self.problem, vehicle)
        loading_s = vehicle.trips.loading_s
        reloads = [self._depot(place, loading_s) for place in vehicle.trips.reload_places]
        return pyvrp.VehicleType(
            num_available=1,
            capacity=[*vehicle.capacity, _stops_per_trip(vehicle)],
            start_depot=self._depot(vehicle.start_place, loading_s),
            end_depot=self._depot(vehicle.end_place, 0),
            fixed_cost=vehicle.rates.fixed_millicents,
            tw_early=vehicle.shift.start_s,
            tw_late=max(told.end_s, vehicle.shift.start_s),
            shift_duration=told.shift_s,
            max_distance=_NEVER if told.max_distance_m is None else told.max_distance_m,
            unit_distance_cost=told.metre_millicents,
            unit_duration_cost=told.second_millicents,
            profile=profile,
            reload_depots=reloads if vehicle.trips.max_trips > 1 else [],
            max_reloads=vehicle.trips.max_trips - 1,
            max_overtime=told.overtime_s,
            unit_overtime_cost=told.overtime_second_millicents,
        )

    def _add_job(self, job: Job) -> None:
        """Add a client for each window of a single task, or a shipment for a pair."""
        cents = self.problem.tasks[job[0]].prize_cents
        prize = self.prize if cents is None else 1000 * cents
        if len(job) > 2:
            return  # PyVRP's shipments are one to one; the repair puts larger bundles in.
        if len(job) == 2:
            self._add_shipment(job, prize)
            return
        task = self.problem.tasks[job[0]]
        windows = tuple(one for one in task.windows or (_ANY_TIME,) if one.end_s >= task.release_s)
        group = pyvrp.ClientGroup(required=False) if len(windows) > 1 else None
        for window in windows:
            if group is not None:
                group.add_client(len(self.clients))
            self._add_client(job[0], window, prize, len(self.groups) if group is not None else None)
        if group is not None:
            self.groups.append(group)

    def _add_client(self, index: int, window: TimeWindow, prize: int, group: int | None) -> None:
        """Add one task in one of its windows; service times are in the matrices."""
        task = self.problem.tasks[index]
        is_pickup = task.kind is TaskKind.PICKUP
        early_s = max(window.start_s, task.release_s) if is_pickup else window.start_s
        goods = [*task.demand, 1]
        client = pyvrp.Client(
            self.arcs.location_of_task(index),
            delivery=[] if is_pickup else goods,
            pickup=goods if is_pickup else [],
            tw_early=early_s,
            tw_late=max(window.end_s, early_s),
            release_time=0 if is_pickup else task.release_s,
            prize=prize,
            required=False,
            group=group,
        )
        self.clients.append(client)
        self.client_tasks.append(index)

    def _add_shipment(self, job: Job, prize: int) -> None:
        """Add a pair; several windows are widened to the span from the first to the last."""
        pickup, dropoff = (self.problem.tasks[index] for index in job)
        taken, given = _hull(pickup.windows), _hull(dropoff.windows)
        early_s = max(taken.start_s, pickup.release_s)
        shipment = pyvrp.Shipment(
            self.arcs.location_of_task(job[0]),
            self.arcs.location_of_task(job[1]),
            pickup_tw_early=early_s,
            pickup_tw_late=max(taken.end_s, early_s),
            delivery_tw_early=given.start_s,
            delivery_tw_late=given.end_s,
            amount=[*pickup.demand, 1],
            prize=prize,
            required=False,
        )
        self.shipments.append(shipment)
        self.pairs.append(job)

    def solution(self, tours: Mapping[int, Trips]) -> pyvrp.Solution:
        """Return tours as a solution to begin with, possibly incomplete or infeasible."""
        routes = []
        for vehicle, trips in sorted(tours.items()):
            activities = self._activities(self.problem.vehicles[vehicle], trips)
            if activities:
                routes.append(pyvrp.Route(self.data, activities, vehicle))
        return pyvrp.Solution(self.data, routes)

    def _activities(self, vehicle: Vehicle, trips: Trips) -> list[pyvrp.Activity]:
        """Return the activities of one vehicle's trips; tasks that cannot be planned any more are skipped."""
        kinds = pyvrp.ActivityType
        at: dict[int, pyvrp.Activity] = {}
        for index, task in reversed(list(enumerate(self.client_tasks))):
            at[task] = pyvrp.Activity(kinds.CLIENT, index)
        for index, (pickup, dropoff) in enumerate(self.pairs):
            at[pickup] = pyvrp.Activity(kinds.PICKUP, index)
            at[dropoff] = pyvrp.Activity(kinds.DELIVERY, index)
        known = [[at[task] for task in trip if task in at] for trip in trips]
        activities: list[pyvrp.Activity] = []
        for trip in filter(None, known):
            if activities:
                place = vehicle.trips.reload_places[0]
                activities.append(pyvrp.Activity(kinds.DEPOT, self._depot(place, vehicle.trips.loading_s)))
            activities.extend(trip)
        return activities

    def tours(self, solution: pyvrp.Solution) -> dict[int, Trips]:
        """Return the trips of each used vehicle; empty trips disappear."""
        return {route.vehicle_type(): self._trips(list(route)) for route in solution.routes()}

    def _trips(self, activities: Sequence[pyvrp.Activity]) -> Trips:
        """Return the tasks of one route by trip."""
        trips: list[list[int]] = [[]]
        for activity in activities:
            if activity.is_depot():
                trips.append([])
            elif activity.is_client():
                trips[-1].append(self.client_tasks[activity.idx])
            else:
                trips[-1].append(self.pairs[activity.idx][1 if activity.is_delivery() else 0])
        return tuple(tuple(trip) for trip in trips if trip)


def _stops_per_trip(vehicle: Vehicle) -> int:
    """Return how many tasks one trip may have when stops are limited, else a number never reached."""
    limits = [vehicle.trips.limits.stops, vehicle.limits.stops if vehicle.trips.max_trips == 1 else None]
    return min((limit for limit in limits if limit is not None), default=_NEVER)


def _hull(windows: Sequence[TimeWindow]) -> TimeWindow:
    """Return the span from the first window's start to the last one's end."""
    return TimeWindow(windows[0].start_s, windows[-1].end_s) if windows else _ANY_TIME
