"""What the search is told in place of the rules it does not know: less shift, less distance, whole prices."""

from dataclasses import dataclass

from pannier.core.problem import Charge, Problem, Swap, Vehicle
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR, divide_half_up
from pannier.engine.arcs import mean_energy_j_per_m

_FAR_M = 50_000
_PRIZE_FACTOR = 4


@dataclass(frozen=True)
class Estimates:
    """One vehicle in the search's terms; money in thousandths of a cent, None for no limit."""

    end_s: int
    shift_s: int
    overtime_s: int
    max_distance_m: int | None
    metre_millicents: int
    second_millicents: int
    overtime_second_millicents: int


def estimates_of(problem: Problem, vehicle: Vehicle) -> Estimates:
    """Return what the search is told about a vehicle."""
    end_s = _end_with_breaks_s(vehicle)
    longest_s = max(0, end_s - vehicle.shift.start_s)
    limit_s = vehicle.limits.duration_s
    if limit_s is None and vehicle.trips.max_trips == 1:
        limit_s = vehicle.trips.limits.duration_s
    most_s = longest_s if limit_s is None else min(limit_s, longest_s)
    shift_s = min(vehicle.shift.length_s, most_s)
    return Estimates(
        end_s=end_s,
        shift_s=shift_s,
        overtime_s=most_s - shift_s,
        max_distance_m=_max_distance_m(problem, vehicle),
        metre_millicents=_metre_millicents(problem, vehicle),
        second_millicents=divide_half_up(vehicle.rates.hour_millicents, S_PER_HOUR),
        overtime_second_millicents=divide_half_up(vehicle.rates.overtime_hour_millicents, S_PER_HOUR),
    )


def _end_with_breaks_s(vehicle: Vehicle) -> int:
    """Return the latest end that leaves room for the breaks, or an end before they are due."""
    resting_s = sum(rest.duration_s for rest in vehicle.breaks)
    before_s = min((rest.latest_start_s for rest in vehicle.breaks), default=0)
    return max(vehicle.latest_end_s - resting_s, min(before_s, vehicle.latest_end_s))


def _max_distance_m(problem: Problem, vehicle: Vehicle) -> int | None:
    """Return the smallest of the distance limits and of what the batteries carry on average."""
    trips = vehicle.trips
    limits = [vehicle.limits.distance_m, _range_m(problem, vehicle)]
    if trips.limits.distance_m is not None:
        limits.append(trips.max_trips * trips.limits.distance_m)
    return min((limit for limit in limits if limit is not None), default=None)


def _range_m(problem: Problem, vehicle: Vehicle) -> int | None:
    """Return how far the charge of a whole shift reaches on average, None when it can be charged again."""
    battery = vehicle.battery
    energy_j_per_m = mean_energy_j_per_m(problem, vehicle) if battery else 0.0
    if battery is None or not energy_j_per_m:
        return None
    usable_j = max(0, battery.start_j - battery.reserve_j)
    if vehicle.trips.max_trips > 1 and isinstance(battery.at_hub, Charge):
        return None
    if vehicle.trips.max_trips > 1 and isinstance(battery.at_hub, Swap):
        swaps = min(battery.at_hub.spares, vehicle.trips.max_trips - 1)
        usable_j += swaps * (battery.capacity_j - battery.reserve_j)
    return int(usable_j / energy_j_per_m)


def _metre_millicents(problem: Problem, vehicle: Vehicle) -> int:
    """Return the price of a metre with its energy and emissions, at least the smallest there is."""
    rates = vehicle.rates
    joule = (rates.kwh_millicents + vehicle.co2e_mg_per_kwh * rates.co2e_kg_millicents / 1e6) / J_PER_KWH
    metre = rates.km_millicents / M_PER_KM + joule * mean_energy_j_per_m(problem, vehicle)
    return max(1, round(metre))


def required_prize_millicents(problem: Problem) -> int:
    """Return a prize that no route's cost outweighs, for tasks that must be served."""
    dearest = 0
    for vehicle in problem.vehicles:
        told = estimates_of(problem, vehicle)
        hours = told.shift_s * told.second_millicents
        overtime = told.overtime_s * (told.second_millicents + told.overtime_second_millicents)
        dearest = max(
            dearest, vehicle.rates.fixed_millicents + hours + overtime + _FAR_M * told.metre_millicents
        )
    return _PRIZE_FACTOR * dearest
