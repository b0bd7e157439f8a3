"""What a route costs, from whole metres, seconds and joules to whole thousandths of a cent."""

from pannier.core.plan import Cost
from pannier.core.problem import Vehicle
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR, divide_half_up

_MG_PER_KG = 1_000_000


def route_cost(vehicle: Vehicle, *, distance_m: int, duration_s: int, energy_j: int, end_s: int) -> Cost:
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
    )
