"""What a whole route adds up to: it must fit into whole numbers of 64 bits, feasible or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pannier.core.problem.battery import Battery, Charge, Swap
from pannier.core.problem.bounds import MOST_S, MOST_SUM
from pannier.core.problem.charger import Tariff
from pannier.core.problem.errors import require
from pannier.core.problem.matrices import IntMatrix, Matrices
from pannier.core.problem.task import Task
from pannier.core.problem.traffic import PERMILLE
from pannier.core.problem.vehicle import Vehicle
from pannier.core.units import J_PER_KWH, M_PER_KM, S_PER_HOUR

_LEGS_A_TASK = 4
"""The way to a task, to a station or two, and to a hub."""
_MG_PER_KG = 1_000_000


@dataclass(frozen=True)
class _Longest:
    """A route with the longest leg before everything it does, and with all goods aboard."""

    legs: int
    distance_m: int
    duration_s: int
    energy_j: int


def check_sums(
    tasks: Sequence[Task],
    vehicles: Sequence[Vehicle],
    matrices: Sequence[Matrices],
    payload_dimension: int | None,
) -> None:
    """Raise InvalidProblem when metres, joules, prizes or costs of a route could outgrow MOST_SUM."""
    prizes = 1000 * sum(task.prize_cents or 0 for task in tasks)
    require(prizes <= MOST_SUM, "tasks.prize_cents", "are too large in sum.")
    _check_wishes(tasks)
    payload_g = 0
    if payload_dimension is not None:
        payload_g = sum(task.demand[payload_dimension] for task in tasks)
        payload_g += max((one.start_load[payload_dimension] for one in vehicles if one.start_load), default=0)
    longest = {one.profile: _longest(one, payload_g, _LEGS_A_TASK * (len(tasks) + 1)) for one in matrices}
    service_s = max((task.service_s for task in tasks), default=0)
    for vehicle in vehicles:
        at = f"vehicles[{vehicle.id}]"
        served_s = vehicle.service_time_s(service_s)
        require(served_s <= MOST_S, f"{at}.service_percent", f"makes a service last {served_s} s.")
        balance = (("squared_task_millicents", len(tasks) ** 2 * vehicle.rates.squared_task_millicents),)
        for rate, millicents in (*_costs(vehicle, longest[vehicle.profile], served_s), *balance):
            require(
                millicents <= MOST_SUM, f"{at}.rates.{rate}", "makes a route cost too much to be counted."
            )


def check_tariff_sums(
    tariffs: Sequence[Tariff], vehicles: Sequence[Vehicle], matrices: Sequence[Matrices], tasks: int
) -> None:
    """Raise InvalidProblem when energy taken on the way could cost more than MOST_SUM."""
    slices = [one for tariff in tariffs for one in tariff]
    if not slices:
        return
    legs = _LEGS_A_TASK * (tasks + 1)
    most_j = {one.profile: legs * _largest(one.energy_base_j) for one in matrices}
    for vehicle in vehicles:
        if vehicle.battery is None:
            continue
        # Every charge and swap fills the battery once at most.
        kwh = (most_j[vehicle.profile] + legs * vehicle.battery.capacity_j) // J_PER_KWH + 1
        for one in slices:
            _check_slice_sum(kwh, vehicle, vehicle.battery, one.kwh_millicents, one.co2e_mg_per_kwh)


def _check_slice_sum(kwh: int, vehicle: Vehicle, battery: Battery, price: int, co2e_mg: int) -> None:
    """Raise InvalidProblem when so many kilowatt hours at this tariff cost too much."""
    at_plug = kwh * 1000 // battery.stored_permille + 1
    words = "makes a route cost too much to be counted."
    require(at_plug * price <= MOST_SUM, "tariff.kwh_millicents", words)
    co2e = (at_plug * co2e_mg // _MG_PER_KG + 1) * vehicle.rates.co2e_kg_millicents
    require(co2e <= MOST_SUM, "tariff.co2e_mg_per_kwh", words)


def _check_wishes(tasks: Sequence[Task]) -> None:
    """Raise InvalidProblem when lateness or preferences of all tasks together are too much."""
    hours = MOST_S // S_PER_HOUR + 1
    late = sum(task.due.once_millicents + hours * task.due.hour_millicents for task in tasks if task.due)
    require(late <= MOST_SUM, "tasks.due", "could cost too much to be counted.")
    preferred = sum(one.millicents for task in tasks for one in task.preferences)
    require(preferred <= MOST_SUM, "tasks.preferences", "are too large in sum.")


def _longest(matrices: Matrices, payload_g: int, legs: int) -> _Longest:
    """Return the longest route of a profile; raises InvalidProblem when its energy is too much."""
    product = _largest(matrices.energy_j_per_kg) * payload_g
    energy_j = legs * (_largest(matrices.energy_base_j) + product // 1000 + 1)
    field = f"matrices[{matrices.profile}].energy_j_per_kg"
    require(max(product, energy_j) <= MOST_SUM, field, "is too large for all goods together.")
    duration_s = legs * _largest(matrices.duration_s) * _most_permille(matrices) // PERMILLE
    return _Longest(legs, legs * _largest(matrices.distance_m), duration_s, energy_j)


def _most_permille(matrices: Matrices) -> int:
    """Return how many thousandths of its entry a way takes at its slowest hour."""
    slices = () if matrices.traffic is None else matrices.traffic.slices
    return max((number for one in slices for row in one.permille for number in row), default=PERMILLE)


def _largest(matrix: IntMatrix) -> int:
    """Return the largest entry, 0 without any."""
    return int(matrix.max()) if matrix.size else 0


def _costs(vehicle: Vehicle, longest: _Longest, served_s: int) -> Iterator[tuple[str, int]]:
    """Yield for each rate what it makes of the longest route, waiting included."""
    rates = vehicle.rates
    loading_s = max(vehicle.trips.loading_s, vehicle.trips.start_loading_s)
    standing_s = served_s + vehicle.parking_s + loading_s + _energy_s(vehicle)
    hours = (2 * MOST_S + longest.duration_s + longest.legs * standing_s) // S_PER_HOUR + 1
    kwh = longest.energy_j // J_PER_KWH + 1
    yield "km_millicents", (longest.distance_m // M_PER_KM + 1) * rates.km_millicents
    yield "hour_millicents", hours * rates.hour_millicents
    yield "overtime_hour_millicents", hours * rates.overtime_hour_millicents
    longest_shift = (vehicle.latest_end_s - vehicle.shift.start_s) // S_PER_HOUR + 1
    yield "squared_hour_millicents", longest_shift**2 * rates.squared_hour_millicents
    yield "kwh_millicents", kwh * rates.kwh_millicents
    yield "co2e_kg_millicents", (kwh * vehicle.co2e_mg_per_kwh // _MG_PER_KG + 1) * rates.co2e_kg_millicents


def _energy_s(vehicle: Vehicle) -> int:
    """Return how long a swap or a charge from empty to full takes at most."""
    if vehicle.battery is None:
        return 0
    at_hub = vehicle.battery.at_hub
    charges = [at.charge for at in vehicle.battery.at_stations]
    charges += [at_hub] if isinstance(at_hub, Charge) else []
    swap_s = at_hub.duration_s if isinstance(at_hub, Swap) else 0
    return max(swap_s, *(charge.curve[-1].time_s for charge in charges), 0)
