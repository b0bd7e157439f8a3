"""A city with many hubs: everything that a routing problem holds but its matrices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pannier.core.ids import PlaceIndex, TaskId
from pannier.core.problem import (
    Access,
    Dimension,
    HubCharger,
    InvalidProblem,
    Limits,
    Place,
    Problem,
    Station,
    Task,
    Trips,
    Vehicle,
)
from pannier.core.work_time import lawful_problem
from pannier.engine.city.ties import Tie, ties_of
from pannier.engine.city.travel import Travel

MOST_TIED = 5000
"""Tasks of a city in which hubs may share chargers with few plugs: such hubs are one part, however large."""

type Job = tuple[int, ...]
"""Positions of the tasks that go together: one, all of a pair id, or all of a set that one vehicle must do."""


@dataclass(frozen=True, eq=False, kw_only=True)
class City:
    """A day of several hubs. A task without hub is loaded at whichever hub serves it best.

    Fields are as in Problem. The places of its vehicles' hubs are the hubs. Raises InvalidProblem for a vehicle
    or task that stands twice, and where hubs of a large city share chargers with few plugs; what else cannot be
    meant is told when a part of it is made into a problem.
    """

    places: tuple[Place, ...]
    dimensions: tuple[Dimension, ...]
    vehicles: tuple[Vehicle, ...]
    tasks: tuple[Task, ...]
    travel: Travel
    stations: tuple[Station, ...] = ()
    payload_dimension: int | None = None
    currency: str = ""
    incompatible: tuple[tuple[str, str], ...] = ()
    together: tuple[frozenset[TaskId], ...] = ()
    apart: tuple[frozenset[TaskId], ...] = ()
    access: tuple[Access, ...] = ()
    hub_chargers: tuple[HubCharger, ...] = ()

    def __post_init__(self) -> None:
        for field, ids in (("vehicles", self.vehicle_index), ("tasks", self.task_index)):
            if len(ids) != len(getattr(self, field)):
                raise InvalidProblem(field, "one of them stands more than once.")
        if len(self.tasks) > MOST_TIED and any(len(tie) > 1 for tie in self.ties):
            words = (
                f"hubs share a charger with few plugs and would have to be planned as one, for which more than "
                f"{MOST_TIED} tasks are too many; give each hub chargers of its own, or drop the number of plugs."
            )
            raise InvalidProblem("plugs", words)

    @cached_property
    def vehicle_index(self) -> Mapping[str, int]:
        """Return the position of each vehicle by its id."""
        return {vehicle.id: index for index, vehicle in enumerate(self.vehicles)}

    @cached_property
    def task_index(self) -> Mapping[str, int]:
        """Return the position of each task by its id."""
        return {task.id: index for index, task in enumerate(self.tasks)}

    @cached_property
    def homes(self) -> tuple[PlaceIndex, ...]:
        """Return the hub each vehicle belongs to: where it loads again, or else where it starts."""
        return tuple(home_of(vehicle) for vehicle in self.vehicles)

    @cached_property
    def hubs(self) -> tuple[PlaceIndex, ...]:
        """Return the hubs in the order of their first vehicles."""
        return tuple(dict.fromkeys(self.homes))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Return the hubs by position, those together that share chargers with few plugs."""
        return ties_of(self.hubs, self.homes, self.vehicles, (*self.stations, *self.hub_chargers))

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Return all tasks by what goes together, in the order of their first tasks."""
        sets = {task_id: number for number, members in enumerate(self.together) for task_id in members}
        of_pair = {task.pair: sets[task.id] for task in self.tasks if task.pair and task.id in sets}
        found: dict[tuple[str, object], list[int]] = {}
        for index, task in enumerate(self.tasks):
            number = sets.get(task.id, of_pair.get(task.pair) if task.pair else None)
            alone: tuple[str, object] = ("task", index) if task.pair is None else ("pair", task.pair)
            found.setdefault(alone if number is None else ("set", number), []).append(index)
        return tuple(tuple(tasks) for tasks in found.values())

    def prizes_cents(self, tasks: Iterable[int]) -> int:
        """Return what leaving these tasks out costs; a pair's prize counts once."""
        units = {self.tasks[index].pair or index: self.tasks[index].prize_cents or 0 for index in tasks}
        return sum(units.values())

    @cached_property
    def required_tasks(self) -> frozenset[str]:
        """Return the ids of the tasks that must be served."""
        return frozenset(task.id for task in self.tasks if task.prize_cents is None)


def home_of(vehicle: Vehicle) -> PlaceIndex:
    """Return the hub that a vehicle belongs to."""
    places = vehicle.trips.reload_places
    return vehicle.start_place if not places or vehicle.start_place in places else places[0]


@dataclass(frozen=True, eq=False)
class Piece:
    """Some vehicles and tasks of a city as a problem; the tuples tell where each of its things stands in the city."""

    problem: Problem
    places: tuple[PlaceIndex, ...]
    vehicles: tuple[int, ...]
    tasks: tuple[int, ...]
    stations: tuple[int, ...]


def piece_of(city: City, vehicles: Sequence[int], tasks: Sequence[int]) -> Piece:
    """Return these vehicles and tasks, both in the city's order, with the matrices of their places only.

    Vehicles that a task names but that are elsewhere come along and may serve nothing.
    """
    tasks, own = sorted(tasks), sorted(vehicles)
    named = _named(city, tasks) - set(own)
    vehicles = [*own, *sorted(named)]
    stations = _stations_of(city, own)
    places = _places_of(city, vehicles, tasks, stations)
    at = {place: position for position, place in enumerate(places)}
    made = [_vehicle_at(city.vehicles[index], at, may_serve=index not in named) for index in vehicles]
    profiles = list(dict.fromkeys(vehicle.profile for vehicle in made))
    ids = frozenset(city.tasks[index].id for index in tasks)
    problem = Problem(
        places=tuple(city.places[place] for place in places),
        dimensions=city.dimensions,
        matrices=city.travel.matrices(places, profiles),
        vehicles=tuple(made),
        tasks=tuple(_task_at(city.tasks[index], at) for index in tasks),
        stations=tuple(_station_at(city.stations[index], at) for index in stations),
        payload_dimension=city.payload_dimension,
        currency=city.currency,
        incompatible=city.incompatible,
        together=tuple(members for members in city.together if members <= ids),
        apart=tuple(both for members in city.apart if len(both := members & ids) > 1),
        access=tuple(_access_at(city.access, at)),
        hub_chargers=tuple(replace(one, place=at[one.place]) for one in city.hub_chargers if one.place in at),
    )
    return Piece(lawful_problem(problem), tuple(places), tuple(vehicles), tuple(tasks), tuple(stations))


def _named(city: City, tasks: Sequence[int]) -> set[int]:
    """Return the vehicles that tasks must or should go by."""
    ids: set[str] = set()
    for index in tasks:
        task = city.tasks[index]
        ids.update(task.only, *(wish.vehicles for wish in task.preferences))
    return {city.vehicle_index[one] for one in ids if one in city.vehicle_index}


def _stations_of(city: City, vehicles: Sequence[int]) -> list[int]:
    """Return the stations that some of the vehicles can use."""
    batteries = (city.vehicles[index].battery for index in vehicles)
    kinds = {at.kind for battery in batteries if battery is not None for at in battery.at_stations}
    return [index for index, station in enumerate(city.stations) if station.kind in kinds]


def _places_of(
    city: City, vehicles: Sequence[int], tasks: Sequence[int], stations: Sequence[int]
) -> list[PlaceIndex]:
    places: dict[PlaceIndex, None] = {}
    for index in vehicles:
        vehicle = city.vehicles[index]
        for place in (vehicle.start_place, *vehicle.trips.reload_places, vehicle.end_place):
            places[place] = None
    for index in tasks:
        task = city.tasks[index]
        places[task.place] = None
        if task.hub is not None:
            places[task.hub] = None
    places.update((city.stations[index].place, None) for index in stations)
    return list(places)


def _vehicle_at(vehicle: Vehicle, at: Mapping[int, int], *, may_serve: bool) -> Vehicle:
    trips: Trips = replace(
        vehicle.trips, reload_places=tuple(at[place] for place in vehicle.trips.reload_places)
    )
    limits = vehicle.limits if may_serve else Limits(stops=0)
    start, end = at[vehicle.start_place], at[vehicle.end_place]
    return replace(vehicle, start_place=start, end_place=end, trips=trips, limits=limits)


def _task_at(task: Task, at: Mapping[int, int]) -> Task:
    return replace(task, place=at[task.place], hub=None if task.hub is None else at[task.hub])


def _access_at(access: Sequence[Access], at: Mapping[int, int]) -> Iterator[Access]:
    for area in access:
        places = tuple(at[place] for place in area.places if place in at)
        if places:
            yield replace(area, places=places)


def _station_at(station: Station, at: Mapping[int, int]) -> Station:
    return replace(station, place=at[station.place])
