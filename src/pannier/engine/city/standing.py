"""A city's plan as the search holds it: orders of stops, with the city's positions, and what is in none of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pannier.core.plan import Activity, Cost, Plan, Route, Trip
from pannier.core.problem import Problem
from pannier.core.schedule import Step
from pannier.engine.city.city import City, Piece
from pannier.engine.searching import Found


@dataclass(frozen=True)
class Standing:
    """Steps by vehicle, the tasks in none of them, and what the search says that it costs, prizes included.

    Required tasks that are left out weigh nothing in the cost. Vehicles, tasks, places and stations are positions
    in the city.
    """

    routes: Mapping[int, tuple[Step, ...]]
    left: frozenset[int]
    cost_millicents: float

    def missing(self, city: City) -> int:
        """Return how many required tasks are left out."""
        return sum(city.tasks[index].prize_cents is None for index in self.left)

    def is_better_than(self, other: "Standing", city: City) -> bool:
        """Tell whether fewer required tasks are left out, or else whether it costs less."""
        own = self.missing(city), self.cost_millicents
        return own < (other.missing(city), other.cost_millicents)


def joined(parts: Iterable[Standing]) -> Standing:
    """Return parts of a plan that share nothing as one."""
    routes: dict[int, tuple[Step, ...]] = {}
    left: set[int] = set()
    cost_millicents = 0.0
    for part in parts:
        routes.update(part.routes)
        left |= part.left
        cost_millicents += part.cost_millicents
    return Standing(routes, frozenset(left), cost_millicents)


def standing_of(piece: Piece, found: Found) -> Standing:
    """Return what a search of a piece found, with the city's positions."""
    routes = {
        piece.vehicles[vehicle]: tuple(_in_city(piece, step) for step in steps)
        for vehicle, steps in found.steps.items()
    }
    left = frozenset(piece.tasks[task] for job in found.left for task in job)
    return Standing(routes, left, found.cost_millicents)


def _in_city(piece: Piece, step: Step) -> Step:
    return replace(
        step,
        place=piece.places[step.place],
        task=None if step.task is None else piece.tasks[step.task],
        station=None if step.station is None else piece.stations[step.station],
    )


def sketch_of(city: City, piece: Piece, routes: Mapping[int, tuple[Step, ...]]) -> Plan:
    """Return the routes of a piece's vehicles as a plan to begin with: its order counts, its times are none."""
    at = {place: position for position, place in enumerate(piece.places)}
    own = {vehicle: routes[vehicle] for vehicle in piece.vehicles if vehicle in routes}
    return _sketched(city, {one: [replace(step, place=at[step.place]) for step in own[one]] for one in own})


def sketch_of_found(problem: Problem, found: Found) -> Plan:
    """Return what a search of a problem found as a plan to begin another one with."""
    return _sketched(problem, found.steps)


def _sketched(whole: City | Problem, routes: Mapping[int, Iterable[Step]]) -> Plan:
    sketched = tuple(
        _route(whole.vehicles[vehicle].id, tuple(_activity(whole, step) for step in steps))
        for vehicle, steps in routes.items()
    )
    return Plan(routes=sketched, left_out=(), cost=Cost(), seed=0, engine="", iterations=0)


def _route(vehicle_id: str, activities: tuple[Activity, ...]) -> Route:
    return Route(
        vehicle_id=vehicle_id,
        trips=(Trip(activities),),
        distance_m=0,
        duration_s=0,
        energy_j=0,
        cost=Cost(),
    )


def _activity(whole: City | Problem, step: Step) -> Activity:
    return Activity(
        kind=step.kind,
        place=step.place,
        arrival_s=0,
        start_s=0,
        departure_s=0,
        load=(),
        task_id=None if step.task is None else whole.tasks[step.task].id,
        station_id=None if step.station is None else whole.stations[step.station].id,
    )
