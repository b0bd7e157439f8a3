"""What a route costs, from whole metres, seconds and joules to whole thousandths of a cent."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.ids import VehicleId
from pannier.core.plan import Cost
from pannier.core.problem import TariffSlice, Task, Vehicle
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR, divide_half_up

_MG_PER_KG = 1_000_000


@dataclass(frozen=True)
class Served:
    """A task of a route and when its service begins."""

    task: Task
    start_s: int


@dataclass(frozen=True)
class Taken:
    """Energy that came into the battery on the way, in one slice of a tariff."""

    slice: TariffSlice
    energy_j: int


def route_cost(
    vehicle: Vehicle,
    *,
    distance_m: int,
    duration_s: int,
    energy_j: int,
    end_s: int,
    served: Sequence[Served] = (),
    taken: Sequence[Taken] = (),
) -> Cost:
    """Return the cost of a route that ends at `end_s`; each part is rounded half up once per route."""
    rates = vehicle.rates
    overtime_s = max(0, end_s - vehicle.shift.end_s)
    co2e = energy_j * vehicle.co2e_mg_per_kwh * rates.co2e_kg_millicents
    return Cost(
        fixed_millicents=rates.fixed_millicents,
        hours_millicents=divide_half_up(duration_s * rates.hour_millicents, S_PER_HOUR),
        distance_millicents=divide_half_up(distance_m * rates.km_millicents, M_PER_KM),
        energy_millicents=divide_half_up(energy_j * rates.kwh_millicents, J_PER_KWH),
        co2e_millicents=divide_half_up(co2e, J_PER_KWH * _MG_PER_KG),
        overtime_millicents=divide_half_up(overtime_s * rates.overtime_hour_millicents, S_PER_HOUR),
        lateness_millicents=_lateness_millicents(served),
        preferences_millicents=sum(preference_millicents(one.task, vehicle.id) for one in served),
        balance_millicents=divide_half_up(duration_s**2 * rates.squared_hour_millicents, S_PER_HOUR**2)
        + len(served) ** 2 * rates.squared_task_millicents,
        tariff_millicents=_tariff_millicents(vehicle, taken),
        tariff_co2e_millicents=_tariff_co2e_millicents(vehicle, taken),
    )


def _tariff_millicents(vehicle: Vehicle, taken: Sequence[Taken]) -> int:
    """Return what energy taken on the way costs more than at the vehicle's own rate, losses at the plug included."""
    if not taken or vehicle.battery is None:
        return 0
    stored, own = vehicle.battery.stored_permille, vehicle.rates.kwh_millicents
    extra = sum(one.energy_j * (1000 * one.slice.kwh_millicents - stored * own) for one in taken)
    return divide_half_up(extra, stored * J_PER_KWH)


def _tariff_co2e_millicents(vehicle: Vehicle, taken: Sequence[Taken]) -> int:
    """Return what it costs that energy taken on the way emits more than the vehicle's own rate says."""
    if not taken or vehicle.battery is None:
        return 0
    stored, own = vehicle.battery.stored_permille, vehicle.co2e_mg_per_kwh
    extra_mg = sum(one.energy_j * (1000 * one.slice.co2e_mg_per_kwh - stored * own) for one in taken)
    return divide_half_up(extra_mg * vehicle.rates.co2e_kg_millicents, stored * J_PER_KWH * _MG_PER_KG)


def _lateness_millicents(served: Sequence[Served]) -> int:
    """Return what it costs that services begin after they were due, or too early."""
    late = [(one.task.due, one.task.due.off_s(one.start_s)) for one in served if one.task.due]
    by_the_hour = sum(due.hour_millicents * late_s for due, late_s in late if late_s > 0)
    once = sum(due.once_millicents for due, late_s in late if late_s > 0)
    return once + divide_half_up(by_the_hour, S_PER_HOUR)


def preference_millicents(task: Task, vehicle_id: VehicleId) -> int:
    """Return what it costs that a vehicle does a task that others should do."""
    return sum(one.millicents for one in task.preferences if vehicle_id not in one.vehicles)
