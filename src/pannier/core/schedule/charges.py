"""What is in the battery along a route."""

from collections.abc import Sequence

from pannier.core.plan import ActivityKind
from pannier.core.problem import Battery, Charge, Problem, Rule, Swap, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.steps import Fault, Step

_ENERGY = frozenset((ActivityKind.SWAP, ActivityKind.CHARGE))


def charges_along(
    problem: Problem, vehicle: Vehicle, steps: Sequence[Step], legs: Sequence[Leg], faults: list[Fault]
) -> list[int | None]:
    """Return the charge after each step; a leg that ends below the reserve is a fault."""
    battery = vehicle.battery
    if battery is None:
        _note_needless(steps, faults)
        return [None] * len(steps)
    charge_j, swaps = battery.start_j, 0
    charges: list[int | None] = []
    for position, step in enumerate(steps):
        charge_j -= legs[position].energy_j
        moved = position > 0 and step.place != steps[position - 1].place
        if moved and charge_j < battery.reserve_j:
            faults.append(Fault(Rule.BATTERY, position, battery.reserve_j - charge_j))
        if step.kind is ActivityKind.SWAP:
            swaps += 1
            if isinstance(battery.at_hub, Swap):
                charge_j = battery.capacity_j
            if not isinstance(battery.at_hub, Swap) or swaps > battery.at_hub.spares:
                faults.append(Fault(Rule.BATTERY, position, 1))
        elif step.kind is ActivityKind.CHARGE:
            charger = charger_of(problem, battery, step)
            charge_j = _charged(battery, charger, charge_j, position, step, faults)
        charges.append(charge_j)
    return charges


def _note_needless(steps: Sequence[Step], faults: list[Fault]) -> None:
    """Add a fault for each swap or charge of a vehicle that has no battery."""
    faults.extend(
        Fault(Rule.BATTERY, position, 1) for position, step in enumerate(steps) if step.kind in _ENERGY
    )


def charger_of(problem: Problem, battery: Battery, step: Step) -> Charge | None:
    """Return how the battery charges in this step, None when it cannot."""
    if step.station is None:
        return battery.at_hub if isinstance(battery.at_hub, Charge) else None
    station = problem.stations[step.station]
    return battery.charge_at_station(station.kind) if station.place == step.place else None


def _charged(
    battery: Battery,
    charger: Charge | None,
    charge_j: int,
    position: int,
    step: Step,
    faults: list[Fault],
) -> int:
    """Return the charge after plugging in; no charger, or an end before full where that is asked, is a fault."""
    if charger is None:
        faults.append(Fault(Rule.BATTERY, position, 1))
        return charge_j
    reached_j = charger.charge_after_j(max(charge_j, 0), duration_s=step.charge_s)
    if charger.only_full and reached_j < battery.capacity_j:
        faults.append(Fault(Rule.BATTERY, position, battery.capacity_j - reached_j))
    return reached_j
