"""The whole routing problem of a hub and a day, as plain values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pannier.core.geo import LonLat
from pannier.core.ids import PairId, PlaceIndex, StationId, TaskId, VehicleId
from pannier.core.problem.access import Access
from pannier.core.problem.bounds import MOST_GOODS, MOST_ITEMS
from pannier.core.problem.bundle import Bundle, bundles_of, check_bundles
from pannier.core.problem.charger import HubCharger, Tariff
from pannier.core.problem.company import check_company
from pannier.core.problem.errors import require, require_whole
from pannier.core.problem.matrices import Matrices
from pannier.core.problem.station import Station
from pannier.core.problem.stop_groups import ALONE
from pannier.core.problem.sums import check_sums, check_tariff_sums
from pannier.core.problem.task import Task
from pannier.core.problem.vehicle import Vehicle

MAX_DIMENSIONS = 8
NOWHERE = LonLat(0, 0)
"""Where a place lies that says nothing about it."""


@dataclass(frozen=True)
class Place:
    """A point of the matrices: its position in `Problem.places` is its row and column.

    `at` is for maps only.
    """

    id: str
    at: LonLat = NOWHERE


@dataclass(frozen=True)
class Dimension:
    """One way of being full, with its unit: mass in g, volume in ml, parcels."""

    name: str
    unit: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Who can drive, what is to be done, and what driving takes.

    Times are whole seconds since the service day began at the hub. `payload_dimension` is the dimension
    that holds grams and makes legs cost energy; None when payload does not matter. `currency` is the one
    that rates and prizes are in, for sentences only. `incompatible` goods never share a trip. Of each set of
    `together` all tasks that are served go by one vehicle, on whichever of its trips; no two tasks of a set of
    `apart` go by the same vehicle, those of one pair excepted. `access` says where vehicles of some kinds may be
    at some hours only. `hub_chargers` say
    what power costs at some hubs by time of day and how many plugs there are; at others it costs the vehicle's
    rates, and there is always one free.
    Raises InvalidProblem, naming the field, when something cannot be meant.
    """

    places: tuple[Place, ...]
    dimensions: tuple[Dimension, ...]
    matrices: tuple[Matrices, ...]
    vehicles: tuple[Vehicle, ...]
    tasks: tuple[Task, ...]
    stations: tuple[Station, ...] = ()
    payload_dimension: int | None = None
    currency: str = ""
    incompatible: tuple[tuple[str, str], ...] = ()
    together: tuple[frozenset[TaskId], ...] = ()
    apart: tuple[frozenset[TaskId], ...] = ()
    access: tuple[Access, ...] = ()
    hub_chargers: tuple[HubCharger, ...] = ()

    def __post_init__(self) -> None:
        self._check_lists()
        for vehicle in self.vehicles:
            self._check_vehicle(vehicle)
        for task in self.tasks:
            self._check_task(task)
        for station in self.stations:
            self._check_place(station.place, f"stations[{station.id}].place")
            for matrices in self.matrices:
                self._check_no_door(matrices.profile, station.place, f"stations[{station.id}].place")
        for area in self.access:
            for place in area.places:
                self._check_place(place, f"access[{area.name}].places")
        for position, charger in enumerate(self.hub_chargers):
            self._check_place(charger.place, f"hub_chargers[{position}].place")
        check_bundles(self.tasks, self.pairs)
        check_company(self.tasks, self.together, self.apart)
        check_sums(self.tasks, self.vehicles, self.matrices, self.payload_dimension)
        check_tariff_sums(self.tariffs, self.vehicles, self.matrices, len(self.tasks))

    @cached_property
    def task_index(self) -> Mapping[TaskId, int]:
        """Return the position of each task by its id."""
        return {task.id: index for index, task in enumerate(self.tasks)}

    @cached_property
    def vehicle_index(self) -> Mapping[VehicleId, int]:
        """Return the position of each vehicle by its id."""
        return {vehicle.id: index for index, vehicle in enumerate(self.vehicles)}

    @cached_property
    def station_index(self) -> Mapping[StationId, int]:
        """Return the position of each charging station by its id."""
        return {station.id: index for index, station in enumerate(self.stations)}

    @cached_property
    def hub_charger_index(self) -> Mapping[PlaceIndex, int]:
        """Return the position of each hub's chargers by their place."""
        return {charger.place: index for index, charger in enumerate(self.hub_chargers)}

    @cached_property
    def chargers(self) -> tuple[Station | HubCharger, ...]:
        """Return the stations, then what is said of hubs."""
        return (*self.stations, *self.hub_chargers)

    @cached_property
    def tariffs(self) -> tuple[Tariff, ...]:
        """Return every tariff there is."""
        return tuple(one.tariff for one in self.chargers if one.tariff)

    @cached_property
    def has_few_plugs(self) -> bool:
        """Tell whether somewhere not everybody can charge at any time."""
        return any(one.plugs is not None for one in self.chargers)

    def charger_at(self, place: PlaceIndex, station: int | None) -> Station | HubCharger | None:
        """Return the charger used at a station, or at a hub where it is None; None where nothing is said of one."""
        if station is not None:
            return self.stations[station]
        index = self.hub_charger_index.get(place)
        return None if index is None else self.hub_chargers[index]

    @cached_property
    def pairs(self) -> Mapping[PairId, Bundle]:
        """Return what each pair id joins."""
        return bundles_of(self.tasks)

    @cached_property
    def loaded_at_hub(self) -> tuple[bool, ...]:
        """Tell for each task whether its goods are aboard from the start of its trip."""
        return tuple(task.is_loaded_at_hub for task in self.tasks)

    @cached_property
    def conflicts(self) -> Mapping[str, frozenset[str]]:
        """Return for goods with which others they never share a trip."""
        found: dict[str, set[str]] = {}
        for one, other in self.incompatible:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {goods: frozenset(others) for goods, others in found.items()}

    @cached_property
    def has_late_goods(self) -> bool:
        """Tell whether some trip may have to wait at the hub for goods."""
        return any(task.release_s for task in self.tasks if task.is_loaded_at_hub)

    @cached_property
    def _matrices_by_profile(self) -> Mapping[str, Matrices]:
        return {matrices.profile: matrices for matrices in self.matrices}

    def matrices_of(self, vehicle: Vehicle) -> Matrices:
        """Return what driving takes this vehicle."""
        return self._matrices_by_profile[vehicle.profile]

    @cached_property
    def _areas(self) -> Mapping[tuple[str, PlaceIndex], tuple[Access, ...]]:
        """Return the areas with hours by the kind of vehicle and the place."""
        found: dict[tuple[str, PlaceIndex], tuple[Access, ...]] = {}
        for area in self.access:
            for at in product(dict.fromkeys(area.kinds), dict.fromkeys(area.places)):
                found[at] = (*found.get(at, ()), area)
        return found

    def access_of(self, vehicle: Vehicle, place: PlaceIndex) -> tuple[Access, ...]:
        """Return the areas around a place where the vehicle may be at some hours only."""
        return self._areas.get((vehicle.kind, place), ()) if self.access else ()

    def payload_g(self, load: Sequence[int]) -> int:
        """Return the mass of a load in grams, 0 when no dimension holds mass."""
        return 0 if self.payload_dimension is None else load[self.payload_dimension]

    def _check_lists(self) -> None:
        """Raise InvalidProblem for doubles and for lists that do not fit each other."""
        for name in ("places", "vehicles", "tasks", "stations"):
            require(len(getattr(self, name)) <= MOST_ITEMS, name, f"are more than {MOST_ITEMS}.")
        _require_distinct("places", [place.id for place in self.places])
        _require_distinct("vehicles", [vehicle.id for vehicle in self.vehicles])
        _require_distinct("tasks", [task.id for task in self.tasks])
        _require_distinct("stations", [station.id for station in self.stations])
        _require_distinct("hub_chargers", [str(charger.place) for charger in self.hub_chargers])
        _require_distinct("matrices", [matrices.profile for matrices in self.matrices])
        _require_distinct("dimensions", [dimension.name for dimension in self.dimensions])
        require(len(self.dimensions) <= MAX_DIMENSIONS, "dimensions", f"are more than {MAX_DIMENSIONS}.")
        require_whole(self.payload_dimension, "payload_dimension")
        if self.payload_dimension is not None:
            known = 0 <= self.payload_dimension < len(self.dimensions)
            require(known, "payload_dimension", "names no dimension.")
            unit = self.dimensions[self.payload_dimension].unit
            require(unit == "g", "payload_dimension", f"is in {unit}, but energy needs grams.")
        for position, goods in enumerate(self.incompatible):
            require(len(goods) == 2 and all(goods), f"incompatible[{position}]", "must name two goods.")
        require(len(self.conflicts) <= MOST_GOODS, "incompatible", f"names more than {MOST_GOODS} goods.")
        for matrices in self.matrices:
            size = f"join {matrices.size} places, but there are {len(self.places)}."
            require(matrices.size == len(self.places), f"matrices[{matrices.profile}]", size)

    def _check_vehicle(self, vehicle: Vehicle) -> None:
        """Raise InvalidProblem when a vehicle names an unknown profile or place, or lacks a dimension."""
        at = f"vehicles[{vehicle.id}]"
        require(
            vehicle.profile in self._matrices_by_profile, f"{at}.profile", f"{vehicle.profile} is unknown."
        )
        require(
            len(vehicle.capacity) == len(self.dimensions), f"{at}.capacity", "needs one number a dimension."
        )
        fits = len(vehicle.start_load) in (0, len(self.dimensions))
        require(fits, f"{at}.start_load", "needs one number a dimension, or none.")
        for position, (amount, most) in enumerate(zip(vehicle.start_load, vehicle.capacity, strict=False)):
            require(amount <= most, f"{at}.start_load[{position}]", "is more than the capacity.")
        for place in vehicle.hub_places:
            self._check_place(place, f"{at}.start_place, end_place or reload_places")
        for place in (vehicle.end_place, *vehicle.trips.reload_places):
            self._check_no_door(vehicle.profile, place, f"{at}.end_place or reload_places")

    def _check_task(self, task: Task) -> None:
        """Raise InvalidProblem when a task names an unknown place or lacks a dimension."""
        at = f"tasks[{task.id}]"
        require(len(task.demand) == len(self.dimensions), f"{at}.demand", "needs one number a dimension.")
        self._check_place(task.place, f"{at}.place")
        if task.hub is not None:
            self._check_place(task.hub, f"{at}.hub")
        named = {f"{at}.preferences[{n}].vehicles": one.vehicles for n, one in enumerate(task.preferences)}
        for field, vehicles in {f"{at}.only": task.only, **named}.items():
            for vehicle_id in sorted(vehicles - self.vehicle_index.keys()):
                require(False, field, f"vehicle {vehicle_id} is not there.")

    def _check_place(self, place: PlaceIndex, field: str) -> None:
        """Raise InvalidProblem when the place is no row of the matrices."""
        require(0 <= place < len(self.places), field, f"place {place} does not exist.")

    def _check_no_door(self, profile: str, place: PlaceIndex, field: str) -> None:
        """Raise InvalidProblem when vehicles would be walked to at a place where they have to stand themselves."""
        groups = self._matrices_by_profile[profile].stop_groups
        is_alone = not groups or groups[place] == ALONE
        require(is_alone, field, f"place {place} is in a stop group of {profile}; only tasks are walked to.")


def _require_distinct(field: str, names: Sequence[str]) -> None:
    """Raise InvalidProblem when a name stands twice."""
    doubles = [name for name, count in Counter(names).items() if count > 1]
    require(not doubles, field, f"{doubles[:1]} stands more than once.")
