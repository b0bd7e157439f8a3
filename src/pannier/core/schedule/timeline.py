"""A route with its times, loads and charge, feasible or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.costs import Served, Taken, route_cost
from pannier.core.plan import Activity, Cost, Route, Trip
from pannier.core.problem import Problem, Vehicle
from pannier.core.schedule.aboard import Leg, Load, legs_along, loads_along
from pannier.core.schedule.charges import charges_along
from pannier.core.schedule.clock import Clock, clock_along
from pannier.core.schedule.goods import note_goods
from pannier.core.schedule.limits import note_breaks, note_limits
from pannier.core.schedule.power import note_plugs, taken_along
from pannier.core.schedule.steps import OPENING, Fault, Step


@dataclass(frozen=True, slots=True)
class Timeline:
    """The computed side of a route: one entry per step, and the rules it breaks."""

    steps: Sequence[Step]
    loads: Sequence[Load]
    legs: Sequence[Leg]
    charges: Sequence[int | None]
    clock: Clock
    faults: Sequence[Fault]
    cost: Cost

    @property
    def is_feasible(self) -> bool:
        """Tell whether no rule is broken."""
        return not self.faults


def timeline(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], *, keep_slack_s: int = 0) -> Timeline:
    """Compute times, loads and charge of the steps, from `start` to `end`, and what rules they break.

    Skills, hubs and pairs are not looked at: they do not depend on times.
    """
    faults: list[Fault] = []
    loads = loads_along(problem, vehicle, steps, faults)
    legs = legs_along(problem, vehicle, steps, loads, faults)
    charges = charges_along(problem, vehicle, steps, legs, faults)
    clock = clock_along(problem, vehicle, steps, legs, faults, keep_slack_s=keep_slack_s)
    note_limits(problem, vehicle, steps, legs, clock, faults)
    note_breaks(vehicle, steps, clock, faults)
    note_goods(problem, vehicle, steps, faults)
    note_plugs(problem, steps, clock, faults)
    taken = taken_along(problem, vehicle, steps, legs, charges, clock)
    cost = _cost(problem, vehicle, steps, legs, clock, taken)
    return Timeline(steps, loads, legs, charges, clock, faults, cost)


def _cost(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    clock: Clock,
    taken: Sequence[Taken],
) -> Cost:
    """Return what the timed route costs."""
    tasks = ((step.task, start_s) for step, start_s in zip(steps, clock.starts, strict=True))
    return route_cost(
        vehicle,
        distance_m=sum(leg.distance_m for leg in legs),
        duration_s=clock.departures[-1] - clock.starts[0],
        energy_j=sum(leg.energy_j for leg in legs),
        end_s=clock.departures[-1],
        served=[Served(problem.tasks[task], start_s) for task, start_s in tasks if task is not None],
        taken=taken,
    )


def route_of(problem: Problem, vehicle: Vehicle, timed: Timeline) -> Route:
    """Return the timed steps as a route of a plan."""
    trips: list[list[Activity]] = []
    for position, step in enumerate(timed.steps):
        if step.kind in OPENING:
            trips.append([])
        trips[-1].append(_activity(problem, timed, position))
    return Route(
        vehicle_id=vehicle.id,
        trips=tuple(Trip(tuple(activities)) for activities in trips),
        distance_m=sum(leg.distance_m for leg in timed.legs),
        duration_s=timed.clock.departures[-1] - timed.clock.starts[0],
        energy_j=sum(leg.energy_j for leg in timed.legs),
        cost=timed.cost,
    )


def _activity(problem: Problem, timed: Timeline, position: int) -> Activity:
    """Return one step with everything computed for it."""
    step = timed.steps[position]
    return Activity(
        kind=step.kind,
        place=step.place,
        arrival_s=timed.clock.arrivals[position],
        start_s=timed.clock.starts[position],
        departure_s=timed.clock.departures[position],
        load=timed.loads[position],
        charge_j=timed.charges[position],
        leg_distance_m=timed.legs[position].distance_m,
        leg_energy_j=timed.legs[position].energy_j,
        task_id=None if step.task is None else problem.tasks[step.task].id,
        station_id=None if step.station is None else problem.stations[step.station].id,
    )
