"""From a benchmark instance to the engine's problem: whole numbers, one profile, costs that mirror the set's."""

import numpy as np
import numpy.typing as npt

from benchmarks.routing.convention import Convention, whole_distances
from benchmarks.routing.instance import BadFile, Curve, Instance, Node, Van
from pannier.core.geo import LonLat
from pannier.core.problem import (
    Battery,
    Charge,
    CostRates,
    CurvePoint,
    Dimension,
    Limits,
    Matrices,
    Place,
    Problem,
    Station,
    StationCurve,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow

ENERGY_SCALE = 10_000
"""Whole numbers of energy in one unit of the file; the engine calls them joules."""
OPEN_END = 1_000_000_000
"""When a shift ends that nothing limits; it fits 32 bits with room for a leg more."""
_PROFILE = "road"
_ONE_PER_METRE = 1000
_ONE_PER_SECOND = 3600


def problem_of(instance: Instance, convention: Convention) -> Problem:
    """Return the problem; raises BadFile when the instance has what whole numbers cannot tell."""
    matrices = _matrices(instance, convention)
    load_scale = _load_scale(instance)
    fixed = _vehicle_outweighs(instance, matrices.distance_m) if convention.vehicles_first else 0
    makers = {van: _VehicleOf(instance, convention, van, load_scale, fixed) for van in set(instance.vans)}
    return Problem(
        places=tuple(_place(index, node) for index, node in enumerate(instance.nodes)),
        dimensions=(Dimension("load", "units"),),
        matrices=(matrices,),
        vehicles=tuple(makers[van].vehicle(index) for index, van in enumerate(instance.vans)),
        tasks=_tasks(instance, convention, load_scale),
        stations=_stations(instance),
    )


def _place(index: int, node: Node) -> Place:
    """Return a node as a place; where on earth it lies means nothing here."""
    return Place(f"{index}:{node.id}", LonLat(0.0, 0.0))


def _matrices(instance: Instance, convention: Convention) -> Matrices:
    """Return the matrices; distance and time are one array, so that large instances stay small."""
    distances = whole_distances(instance, convention, speed=instance.speed)
    nothing = np.broadcast_to(np.int32(0), distances.shape)
    energy: npt.NDArray[np.int32] = nothing
    if instance.electric is not None:
        exact = Convention("energy", ENERGY_SCALE, is_exact=True)
        energy = whole_distances(instance, exact, speed=1 / instance.electric.per_distance)
    return Matrices(_PROFILE, distances, distances, energy, nothing)


def _load_scale(instance: Instance) -> int:
    """Return 1 when all loads are whole, else a scale for four decimals."""
    amounts = [node.demand for node in instance.nodes]
    return 1 if all(float(amount).is_integer() for amount in amounts) else 10_000


def _vehicle_outweighs(instance: Instance, distances: npt.NDArray[np.int32]) -> int:
    """Return a cost of one vehicle that no saved distance makes up for.

    By the triangle inequality no sensible plan is longer than driving to every node and straight back;
    ways to stations may add to each leg.
    """
    star = 2 * int(distances[instance.depots[0]].astype(np.int64).sum())
    return (3 if instance.electric else 1) * star + 1


def _tasks(instance: Instance, convention: Convention, load_scale: int) -> tuple[Task, ...]:
    """Return a task for every customer: half of a pair, or goods from the hub."""
    pickups = {pickup: number for number, (pickup, _) in enumerate(instance.pairs)}
    pair_of = {node: number for number, pair in enumerate(instance.pairs) for node in pair}
    # With one depot the goods lie there; with several they lie at whichever the trip begins.
    hub = instance.depots[0] if len(instance.depots) == 1 and not instance.pairs else None
    return tuple(
        Task(
            id=f"{index}:{instance.nodes[index].id}",
            kind=TaskKind.PICKUP if index in pickups else TaskKind.DROPOFF,
            place=index,
            hub=hub,
            pair=None if not instance.pairs else str(pair_of[index]),
            demand=(round(abs(instance.nodes[index].demand) * load_scale),),
            service_s=convention.one(instance.nodes[index].service),
            windows=_windows(convention, instance.nodes[index]),
            release_s=convention.one(instance.nodes[index].release),
        )
        for index in instance.customers
    )


def _windows(convention: Convention, node: Node) -> tuple[TimeWindow, ...]:
    """Return the window of a node, none when it is always open."""
    if node.ready == 0 and node.due == float("inf"):
        return ()
    return (_shift(convention, node),)


def _shift(convention: Convention, node: Node) -> TimeWindow:
    """Return the window of a depot, which is the shift of its vehicles."""
    end = OPEN_END if node.due == float("inf") else convention.one(node.due)
    return TimeWindow(convention.one(node.ready), end)


def _stations(instance: Instance) -> tuple[Station, ...]:
    """Return the charging stations; stations with the same curve are of one kind."""
    kinds = station_kinds(instance)
    return tuple(
        Station(instance.nodes[at].id, at, kinds[_curve_at(instance, at)]) for at in sorted(instance.stations)
    )


def station_kinds(instance: Instance) -> dict[Curve, str]:
    """Return a name for each different curve."""
    curves = sorted({_curve_at(instance, at) for at in instance.stations})
    return {curve: f"curve {number}" for number, curve in enumerate(curves, start=1)}


def _curve_at(instance: Instance, station: int) -> Curve:
    """Return the curve of a station."""
    if instance.electric is None:
        raise BadFile(f"{instance.name}: stations without a battery.")
    return instance.electric.curves[station]


class _VehicleOf:
    """Makes the equal vehicles of one row of the fleet."""

    def __init__(
        self, instance: Instance, convention: Convention, van: Van, load_scale: int, fixed: int
    ) -> None:
        self._instance = instance
        self._convention = convention
        self._van = van
        self._capacity = self._whole_capacity(load_scale)
        self._battery = _battery(instance, convention)
        self._rates = self._whole_rates(fixed)

    def vehicle(self, index: int) -> Vehicle:
        """Return one vehicle of this row."""
        van = self._van
        return Vehicle(
            id=str(index),
            kind="van",
            name=str(index + 1),
            profile=_PROFILE,
            capacity=(self._capacity,),
            shift=_shift(self._convention, self._instance.nodes[van.depot]),
            start_place=van.depot,
            end_place=van.depot,
            trips=self._trips(),
            battery=self._battery,
            rates=self._rates,
            limits=self._limits(),
        )

    def _whole_capacity(self, load_scale: int) -> int:
        """Return the capacity, or the sum of all loads where nothing limits it."""
        total = sum(abs(node.demand) for node in self._instance.nodes)
        return int(min(self._van.capacity, total) * load_scale + 1e-6)

    def _whole_rates(self, fixed: int) -> CostRates:
        """Return rates by which a whole number of distance (or time) costs a whole number."""
        if not float(self._van.unit_cost).is_integer():
            raise BadFile(f"{self._instance.name}: the unit cost {self._van.unit_cost:g} is not whole.")
        fixed += self._convention.one(self._van.fixed_cost)
        if self._instance.minimise == "time":
            return CostRates(fixed_millicents=fixed, hour_millicents=_ONE_PER_SECOND)
        return CostRates(fixed_millicents=fixed, km_millicents=_ONE_PER_METRE * int(self._van.unit_cost))

    def _trips(self) -> Trips:
        """Return one trip, or as many as there are customers."""
        if not self._van.reloads:
            return Trips()
        return Trips((self._van.depot,), max_trips=len(self._instance.customers))

    def _limits(self) -> Limits:
        """Return the longest duration, if any."""
        longest = self._van.max_duration
        return Limits() if longest == float("inf") else Limits(duration_s=self._convention.one(longest))


def _battery(instance: Instance, convention: Convention) -> Battery | None:
    """Return the battery, full at the start, with the curves of all stations."""
    electric = instance.electric
    if electric is None:
        return None
    full = int(electric.capacity * ENERGY_SCALE + 1e-6)
    curves = station_kinds(instance).items()
    at_stations = tuple(
        StationCurve(kind, Charge(_points(curve, convention, full), only_full=electric.only_full))
        for curve, kind in curves
    )
    return Battery(full, full, at_stations=at_stations)


def _points(curve: Curve, convention: Convention, full: int) -> tuple[CurvePoint, ...]:
    """Return a curve in whole numbers; its last point is the full battery."""
    points = [CurvePoint(convention.one(time), round(energy * ENERGY_SCALE)) for time, energy in curve[:-1]]
    return (*points, CurvePoint(convention.one(curve[-1][0]), full))
