"""From a shift to a vehicle of the routing problem: pure mapping."""

from collections.abc import Sequence
from dataclasses import replace

from pannier.core.energy import NoEnergy
from pannier.core.problem import Break, CostRates, InvalidProblem, Trips, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import lawful
from pannier.factors.kinds import VehicleKind
from pannier.fleet.specification import VehicleSpec
from pannier.planning.day import Day, ShiftOfDay, StationOfDay
from pannier.planning.shift_battery import battery_of, begin
from pannier.planning.streets import HUB, NOWHERE, Places

MAX_TRIPS = 12
"""More trips than any shift holds, so that time decides and not this number."""


def vehicle_of_shift(
    day: Day,
    shift: ShiftOfDay,
    *,
    spares: int,
    stations: Sequence[StationOfDay] = (),
    places: Places = NOWHERE,
    loads: Sequence[str] = (),
) -> Vehicle | None:
    """Return the vehicle, or None when nothing of the shift is left: it is over, or the hub is closed."""
    kind, spec = shift.vehicle.kind, shift.vehicle
    fresh = begin(shift, spares)
    window = working_time(day, shift, delay_s=fresh.delay_s)
    if window is None or shift.work.left_s == 0:
        return None
    vehicle = Vehicle(
        id=str(shift.id),
        kind=kind.code,
        name=spec.name,
        called=called(spec),
        profile=kind.code,
        capacity=_capacity(spec, loads),
        shift=window,
        start_place=places.at(shift.start_at),
        end_place=places.at(shift.end_at),
        trips=_trips(day, spec),
        breaks=_breaks(day, shift),
        battery=battery_of(shift, fresh, stations),
        parking_s=kind.times.parking_s,
        door_s=kind.times.door_s,
        service_percent=spec.service_percent,
        skills=frozenset((*shift.skills, *spec.equipment, kind.code)),
        rates=_rates(day, shift),
        co2e_mg_per_kwh=_co2e_mg_per_kwh(day, kind),
        max_overtime_s=_overtime_s(day, shift, window),
        limits=spec.shift_limits,
        last_in_first_out=spec.last_in_first_out,
        work_rules=shift.work.rules,
    )
    return _lawful(vehicle)


def called(spec: VehicleSpec) -> str:
    """Return how sentences name a vehicle: by the name people gave it; a bare number gets its kind before it."""
    is_name = any(letter.isalpha() for letter in spec.name)
    return spec.name if is_name else f"{spec.kind.label} {spec.name}".strip()


def _lawful(vehicle: Vehicle) -> Vehicle:
    """Return the vehicle with its lawful breaks; hours that would need more breaks than a plan has are cut off."""
    try:
        return lawful(vehicle)
    except InvalidProblem:
        if vehicle.max_overtime_s:
            return _lawful(replace(vehicle, max_overtime_s=0))
        shift = TimeWindow(vehicle.shift.start_s, max(vehicle.shift.start_s, vehicle.shift.end_s - 3600))
        return _lawful(replace(vehicle, shift=shift))


def _capacity(spec: VehicleSpec, loads: Sequence[str]) -> tuple[int, ...]:
    return (
        spec.payload_g, spec.volume_ml, spec.parcels_max, *(spec.capacities.get(name, 0) for name in loads),
    )  # fmt: skip


def _trips(day: Day, spec: VehicleSpec) -> Trips:
    return Trips((HUB,), loading_s=day.hub.loading_s, max_trips=MAX_TRIPS, limits=spec.trip_limits)


def working_time(day: Day, shift: ShiftOfDay, *, delay_s: int = 0) -> TimeWindow | None:
    """Return when the vehicle can be on the road: in its shift, while the hub is open, and not in the past."""
    opens, closes = day.seconds(day.local(day.hub.opens)), latest_work(day, shift)
    allowed = [day.seconds(at) for at in (shift.work.opens, shift.work.since) if at]
    start_s = max(0, opens, day.seconds(shift.starts_at), day.seconds(day.now), *allowed) + delay_s
    end_s = min(closes, day.seconds(shift.ends_at))
    return TimeWindow(start_s, end_s) if start_s < end_s else None


def latest_work(day: Day, shift: ShiftOfDay) -> int:
    """Return until when a shift may work: the hub closes, or the law allows no later hour."""
    closes = closing_time(day)
    return min(closes, day.seconds(shift.work.closes)) if shift.work.closes else closes


def closing_time(day: Day) -> int:
    """Return when the hub closes, in seconds of the day; a time not after its opening lies on the next day."""
    opens, closes = day.hub.opens, day.hub.closes
    closes_s = day.seconds(day.local(closes))
    return closes_s if closes > opens else closes_s + 86_400


def _breaks(day: Day, shift: ShiftOfDay) -> tuple[Break, ...]:
    if shift.break_start is None or shift.break_end is None or not shift.break_s:
        return ()
    window = TimeWindow(day.seconds(shift.break_start), day.seconds(shift.break_end))
    return (Break(window, shift.break_s),)


def _overtime_s(day: Day, shift: ShiftOfDay, window: TimeWindow) -> int:
    """Return how long the shift may last beyond its end while the hub is open; one cut off by the hub has none."""
    if window.end_s < day.seconds(shift.ends_at):
        return 0
    return min(shift.overtime_s, max(0, latest_work(day, shift) - window.end_s))


def _rates(day: Day, shift: ShiftOfDay) -> CostRates:
    """Return the kind's costs; the plan counts joules at the battery, the tariff kWh at the plug."""
    cost = shift.vehicle.kind.cost
    return CostRates.of_cents(
        fixed=cost.fixed_cents,
        per_hour=cost.per_hour_cents,
        per_km=cost.per_km_cents,
        per_kwh=cost.per_kwh_cents / _plug(shift.vehicle.kind),
        per_kg_co2e=day.carbon.cents_per_kg,
        overtime_per_hour=shift.overtime_per_hour_cents,
        per_squared_hour=day.people.squared_hour_cents,
        per_squared_task=day.people.squared_task_cents,
    )


def _co2e_mg_per_kwh(day: Day, kind: VehicleKind) -> int:
    """Return what a kilowatt hour from the battery emits, losses of charging included."""
    return 0 if isinstance(kind.energy, NoEnergy) else round(day.carbon.grid_mg_per_kwh / _plug(kind))


def _plug(kind: VehicleKind) -> float:
    return 1.0 if isinstance(kind.energy, NoEnergy) else kind.energy.charging_efficiency
