"""From orders of stops to a plan: times, reasons for what is left out, and the checker's word on every hub."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from pannier.core.ids import PlaceIndex, TaskId
from pannier.core.plan import Cost, Plan, Route, Timing, Trip
from pannier.engine.city.city import City, Piece, piece_of
from pannier.engine.city.standing import Standing
from pannier.engine.jobs import Jobs
from pannier.engine.searching import NAME, Found
from pannier.engine.solving import (
    Stopwatch,
    counted_millicents,
    finished,
    require_same_cost,
    timed_routes,
)

NOBODYS: PlaceIndex = -1
"""The hub of tasks in a city without vehicles."""


@dataclass(frozen=True)
class Effort:
    """What a plan's search was: for the plan to tell."""

    seed: int
    iterations: int
    workers: int


def plan_of(city: City, standing: Standing, hubs: Mapping[TaskId, PlaceIndex], effort: Effort) -> Plan:
    """Return the plan, its places being the city's; raises EngineFault when the checker refuses a hub's routes.

    `hubs` says where each task belongs, also one that is left out.
    """
    watch = Stopwatch()
    ties = [frozenset(city.hubs[hub] for hub in tie) for tie in city.ties] or [frozenset((NOBODYS,))]
    pieces = [_finish(city, standing, hubs, tie, effort, watch) for tie in ties]
    counted = sum(piece.counted_millicents for piece in pieces)
    require_same_cost(standing.cost_millicents, counted, len(standing.routes))
    cost = sum((one.plan.cost for one in pieces), Cost())
    return Plan(
        routes=tuple(_in_city(one.piece, route) for one in pieces for route in one.plan.routes),
        left_out=tuple(left for one in pieces for left in one.plan.left_out),
        cost=cost,
        seed=effort.seed,
        engine=NAME,
        iterations=effort.iterations,
        threads=effort.workers,
        timings=tuple(_summed(watch.timings)),
    )


@dataclass(frozen=True)
class _Finished:
    """The plan of a hub, or of hubs that are tied, and what its routes cost before the last tries."""

    piece: Piece
    plan: Plan
    counted_millicents: int


def _finish(
    city: City,
    standing: Standing,
    hubs: Mapping[TaskId, PlaceIndex],
    tie: Set[PlaceIndex],
    effort: Effort,
    watch: Stopwatch,
) -> _Finished:
    own = [index for index, home in enumerate(city.homes) if home in tie]
    tasks = [index for index, task in enumerate(city.tasks) if hubs[task.id] in tie]
    with watch.step("ways"):
        piece = piece_of(city, own, tasks)
    found = _found(piece, standing)
    with watch.step("timing"):
        timed = timed_routes(piece.problem, found)
    counted = counted_millicents(piece.problem, found, timed)
    plan = finished(piece.problem, Jobs(piece.problem), found, timed, seed=effort.seed, steps=watch)
    return _Finished(piece, plan, counted)


def _found(piece: Piece, standing: Standing) -> Found:
    """Return a hub's share of the city's plan, with the piece's positions."""
    places = {place: position for position, place in enumerate(piece.places)}
    tasks = {task: position for position, task in enumerate(piece.tasks)}
    stations = {station: position for position, station in enumerate(piece.stations)}
    steps = {
        position: tuple(
            replace(
                step,
                place=places[step.place],
                task=None if step.task is None else tasks[step.task],
                station=None if step.station is None else stations[step.station],
            )
            for step in standing.routes[vehicle]
        )
        for position, vehicle in enumerate(piece.vehicles)
        if vehicle in standing.routes
    }
    left = frozenset(
        job for job in Jobs(piece.problem).all if any(piece.tasks[task] in standing.left for task in job)
    )
    return Found(steps, left, 0.0, 0)


def _summed(timings: Iterable[Timing]) -> Iterator[Timing]:
    """Yield how long each step took for all hubs together."""
    seconds: dict[str, float] = {}
    for one in timings:
        seconds[one.step] = seconds.get(one.step, 0.0) + one.seconds
    for step, total_s in seconds.items():
        yield Timing(step, round(total_s, 3))


def _in_city(piece: Piece, route: Route) -> Route:
    """Return a route with the city's places."""
    trips = tuple(
        Trip(tuple(replace(one, place=piece.places[one.place]) for one in trip.activities))
        for trip in route.trips
    )
    return replace(route, trips=trips)
