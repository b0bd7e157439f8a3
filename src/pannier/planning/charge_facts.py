"""What a charge or swap on a route draws at the plug, costs and emits, as the plan counts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pannier.core.plan import Activity, Route
from pannier.core.problem import HubCharger, Problem, Station, Vehicle
from pannier.core.schedule import FILLING, Filling, Step, taken_in
from pannier.core.units import J_PER_KWH, J_PER_WH, divide_half_up

_PERMILLE = 1000
_MG_PER_G = 1000
_MILLICENTS = 1000


@dataclass(frozen=True, kw_only=True)
class Charged:
    """What is drawn at the plug, in watt hours, hundredths of the currency and grams CO2e."""

    energy_wh: int
    cost_cents: int
    co2e_g: int


def charged_along(problem: Problem, route: Route) -> dict[Activity, Charged]:
    """Return the figures of each charge and swap of a route that takes anything in."""
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    activities = [activity for trip in route.trips for activity in trip.activities]
    return {
        activity: charged
        for before, activity in pairwise(activities)
        if activity.kind in FILLING and (charged := _charged(problem, vehicle, before, activity))
    }


def extra_co2e_mg(problem: Problem, route: Route) -> int:
    """Return the milligrams that energy taken on a route emits beyond what its vehicle's own rate says."""
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    if vehicle.battery is None:
        return 0
    activities = [activity for trip in route.trips for activity in trip.activities]
    extra = 0
    for before, activity in pairwise(activities):
        if activity.kind in FILLING:
            arrived_j = max(0, (before.charge_j or 0) - activity.leg_energy_j)
            for stored_j, _, at_plug in _parts(problem, vehicle, arrived_j, activity):
                own = vehicle.co2e_mg_per_kwh * vehicle.battery.stored_permille
                extra += divide_half_up(
                    stored_j * (at_plug - own), vehicle.battery.stored_permille * J_PER_KWH
                )
    return extra


def _charged(problem: Problem, vehicle: Vehicle, before: Activity, activity: Activity) -> Charged | None:
    battery = vehicle.battery
    arrived_j = max(0, (before.charge_j or 0) - activity.leg_energy_j)
    stored_j = (activity.charge_j or 0) - arrived_j
    if battery is None or stored_j <= 0:
        return None
    stored = battery.stored_permille
    parts = list(_parts(problem, vehicle, arrived_j, activity)) or [
        (stored_j, vehicle.rates.kwh_millicents * stored, vehicle.co2e_mg_per_kwh * stored)
    ]
    money, co2e_mg = (sum(part[0] * part[of] for part in parts) for of in (1, 2))
    return Charged(
        energy_wh=divide_half_up(stored_j * _PERMILLE, stored * J_PER_WH),
        cost_cents=divide_half_up(money, stored * J_PER_KWH * _MILLICENTS),
        co2e_g=divide_half_up(co2e_mg, stored * J_PER_KWH * _MG_PER_G),
    )


def _parts(
    problem: Problem, vehicle: Vehicle, arrived_j: int, activity: Activity
) -> Iterator[tuple[int, int, int]]:
    """Yield joules stored with what a thousand plug-side kilowatt hours cost and emit while each slice holds."""
    number = problem.station_index.get(activity.station_id or "")
    charger: Station | HubCharger | None = problem.charger_at(activity.place, number)
    if charger is None or not charger.tariff or vehicle.battery is None:
        return
    step = Step(
        activity.kind,
        activity.place,
        charge_s=activity.departure_s - activity.start_s,
        station=number,
    )
    filling = Filling(step, arrived_j, activity.charge_j or 0, activity.start_s, activity.departure_s)
    for one in taken_in(problem, vehicle.battery, charger.tariff, filling):
        yield (
            one.energy_j,
            one.slice.kwh_millicents * _PERMILLE,
            one.slice.co2e_mg_per_kwh * _PERMILLE,
        )
