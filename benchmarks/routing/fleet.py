"""Vehicles, batteries and charging curves of a benchmark in the engine's whole numbers."""

from benchmarks.routing.convention import Convention
from benchmarks.routing.instance import BadFile, Curve, Instance, Node, Van
from pannier.core.problem import (
    Battery,
    Charge,
    CostRates,
    CurvePoint,
    Limits,
    StationCurve,
    Trips,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow

ENERGY_SCALE = 10_000
"""Whole numbers of energy in one unit of the file; the engine calls them joules."""
OPEN_END = 1_000_000_000
"""When a shift ends that nothing limits; it fits 32 bits with room for a leg more."""
PROFILE = "road"
_ONE_PER_METRE = 1000
_ONE_PER_SECOND = 3600


def shift_of(convention: Convention, node: Node) -> TimeWindow:
    """Return the window of a depot, which is the shift of its vehicles."""
    end = OPEN_END if node.due == float("inf") else convention.one(node.due)
    return TimeWindow(convention.one(node.ready), end)


def station_kinds(instance: Instance) -> dict[Curve, str]:
    """Return a name for each different curve."""
    curves = sorted({curve_at(instance, at) for at in instance.stations})
    return {curve: f"curve {number}" for number, curve in enumerate(curves, start=1)}


def curve_at(instance: Instance, station: int) -> Curve:
    """Return the curve of a station."""
    if instance.electric is None:
        raise BadFile(f"{instance.name}: stations without a battery.")
    return instance.electric.curves[station]


class VehicleMaker:
    """Makes the equal vehicles of one row of the fleet."""

    def __init__(
        self, instance: Instance, convention: Convention, van: Van, load_scale: int, fixed: int
    ) -> None:
        self._instance = instance
        self._convention = convention
        self._van = van
        self._capacity = self._whole_capacity(load_scale)
        self._battery = _battery_of(instance, convention)
        self._rates = self._whole_rates(fixed)

    def vehicle(self, index: int) -> Vehicle:
        """Return one vehicle of this row."""
        van = self._van
        return Vehicle(
            id=str(index),
            kind="van",
            name=str(index + 1),
            profile=PROFILE,
            capacity=(self._capacity,),
            shift=shift_of(self._convention, self._instance.nodes[van.depot]),
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


def _battery_of(instance: Instance, convention: Convention) -> Battery | None:
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
