"""Power on the way: what it costs above the vehicle's own rates, and plugs that are free when it is taken.

Like all of the checker it shares no code with the scheduler.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pannier.core.check.replay import Seen, curve_used, plug_in
from pannier.core.check.violation import Violation
from pannier.core.plan import Activity, ActivityKind, Plan
from pannier.core.problem import HubCharger, Plugs, Problem, Rule, Station, Tariff, Vehicle
from pannier.core.units import clock_text, count_text

_POWER = (ActivityKind.SWAP, ActivityKind.CHARGE)


def tariff_extras(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> tuple[Fraction, Fraction]:
    """Return thousandths of a cent, and kilograms CO2e, that power on the way takes above the vehicle's rates."""
    money, co2e_kg = Fraction(), Fraction()
    battery = vehicle.battery
    for before, now in itertools.pairwise(seen):
        charger = charger_of(problem, now.activity)
        if battery is None or charger is None or not charger.tariff:
            continue
        arrived_j = max(0, (before.charge_j or 0) - now.leg_energy_j)
        for number, energy_j in _by_slice(problem, vehicle, charger.tariff, now, arrived_j).items():
            kwh, slice_ = Fraction(energy_j, 3_600_000), charger.tariff[number]
            drawn = kwh * Fraction(1000, battery.stored_permille)
            money += drawn * slice_.kwh_millicents - kwh * vehicle.rates.kwh_millicents
            emitted_mg = drawn * slice_.co2e_mg_per_kwh - kwh * vehicle.co2e_mg_per_kwh
            co2e_kg += emitted_mg / 1_000_000
    return money, co2e_kg


def charger_of(problem: Problem, activity: Activity) -> Station | HubCharger | None:
    """Return what is said of the charger that an activity uses."""
    if activity.kind not in _POWER:
        return None
    if activity.station_id is not None:
        return next((one for one in problem.stations if one.id == activity.station_id), None)
    return next((one for one in problem.hub_chargers if one.place == activity.place), None)


def _by_slice(
    problem: Problem, vehicle: Vehicle, tariff: Tariff, now: Seen, arrived_j: int
) -> dict[int, int]:
    """Return the joules that come in while each slice holds: of a swap all at its beginning."""
    curve = None if vehicle.battery is None else curve_used(problem, vehicle.battery, now.activity)
    first = max(number for number, slice_ in enumerate(tariff) if slice_.from_s <= now.start_s)
    if curve is None:
        return {first: (now.charge_j or 0) - arrived_j}
    found, held_j = {}, arrived_j
    for number in range(first, len(tariff)):
        ends_s = tariff[number + 1].from_s if number + 1 < len(tariff) else now.departure_s
        plugged_s = max(0, min(ends_s, now.departure_s) - now.start_s)
        then_j = max(held_j, plug_in(curve.curve, arrived_j, plugged_s))
        found[number], held_j = then_j - held_j, then_j
    return found


@dataclass(frozen=True)
class _Use:
    """One vehicle plugged in, from beginning to end."""

    vehicle: Vehicle
    activity: Activity


def check_plugs(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Yield every charge and swap that begins when no plug is free any more, or lies outside opening hours."""
    if all(one.plugs is None for one in problem.chargers):
        return
    uses: dict[Station | HubCharger, list[_Use]] = defaultdict(list)
    for route, activity in plan.activities():
        charger = charger_of(problem, activity)
        if charger is not None and route.vehicle_id in problem.vehicle_index:
            vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
            uses[charger].append(_Use(vehicle, activity))
    for charger, at_charger in uses.items():
        if charger.plugs is not None:
            where = f"station {charger.id}" if isinstance(charger, Station) else f"place {charger.place}"
            yield from _check_charger(charger.plugs, where, at_charger)


def _check_charger(plugs: Plugs, where: str, uses: Sequence[_Use]) -> Iterator[Violation]:
    """Yield what is wrong with the uses of one charger; who is plugged in for no time takes no plug."""
    for use in uses:
        begin_s, end_s = use.activity.start_s, use.activity.departure_s
        if begin_s >= end_s:
            continue
        if plugs.open and not any(one.start_s <= begin_s and end_s <= one.end_s for one in plugs.open):
            yield _violation(use, f"is plugged in at {where} outside its opening hours", 1)
        others = [(other.activity.start_s, other.activity.departure_s) for other in uses if other is not use]
        taken = [*others, *((one.start_s, one.end_s) for one in plugs.taken)]
        # The number plugged in grows only where somebody begins.
        moments = {begin_s, *(start_s for start_s, _ in taken if begin_s < start_s < end_s)}
        most = max(1 + sum(start_s <= at < until_s for start_s, until_s in taken) for at in moments)
        if most > plugs.count:
            words = (
                f"is plugged in at {where} as one of {most}, where there is {count_text(plugs.count, 'plug')}"
            )
            yield _violation(use, words, most - plugs.count)


def _violation(use: _Use, words: str, amount: int) -> Violation:
    """Return one violation, with the time of day in its sentence."""
    at = clock_text(use.activity.start_s)
    return Violation(
        Rule.PLUG, f"{use.vehicle.heading} {words}, at {at}.", use.vehicle.id, None, None, amount
    )
