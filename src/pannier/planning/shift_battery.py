"""From a shift to its battery in the routing problem: how it begins, what the hub and stations on the way give."""

from collections.abc import Iterable
from dataclasses import dataclass

from pannier.core.energy import NoEnergy
from pannier.core.problem import Battery, Charge, CurvePoint, StationCurve, Swap
from pannier.core.units import divide_up, joules_of_wh
from pannier.factors.kinds import Battery as KindBattery
from pannier.factors.kinds import VehicleKind
from pannier.planning.day import ShiftOfDay, StationOfDay

TAPER = ((80, 1), (90, 2), (100, 4))
"""Up to which percentage a quick charge goes on, and by what its power is divided there."""
SLOW_H = 3
"""A charge that takes so many hours or more does not taper: no battery need be spared from it."""


@dataclass(frozen=True)
class Fresh:
    """How a vehicle begins its shift: its charge, the spare batteries left, and the time a swap takes first."""

    start_j: int
    spares: int
    delay_s: int = 0


def battery_of(shift: ShiftOfDay, fresh: Fresh, stations: Iterable[StationOfDay] = ()) -> Battery | None:
    """Return the battery of a shift, None where the kind has none; `stations` are those that it can reach."""
    battery, capacity_wh = shift.vehicle.kind.battery, shift.vehicle.battery_wh
    if battery is None or capacity_wh is None:
        return None
    return Battery(
        capacity_j=joules_of_wh(capacity_wh),
        start_j=fresh.start_j,
        reserve_j=_reserve_j(battery, capacity_wh),
        at_hub=Swap(battery.swap_s, fresh.spares) if battery.swap_s else _charge(battery, capacity_wh),
        at_stations=_at_stations(shift, battery, capacity_wh, stations),
        stored_permille=_stored_permille(shift.vehicle.kind),
    )


def _stored_permille(kind: VehicleKind) -> int:
    """Return how much of what is drawn at the plug arrives in the battery."""
    return 1000 if isinstance(kind.energy, NoEnergy) else round(1000 * kind.energy.charging_efficiency)


def _at_stations(
    shift: ShiftOfDay, battery: KindBattery, capacity_wh: int, stations: Iterable[StationOfDay]
) -> tuple[StationCurve, ...]:
    """Return how the battery charges at each sort of station that serves its kind."""
    sorts = {station.sort: station.power_w for station in stations if station.serves(shift.vehicle.kind)}
    return tuple(
        StationCurve(sort, station_charge(capacity_wh, min(power_w, battery.station_w or power_w)))
        for sort, power_w in sorted(sorts.items())
    )


def station_charge(capacity_wh: int, power_w: int) -> Charge:
    """Return the curve of a charge on the way: full power to 80 %, half of it to 90 %, a quarter to the end.

    Three pieces as in Montoya et al. 2017; slow charges are straight.
    """
    capacity_j = joules_of_wh(capacity_wh)
    if power_w * SLOW_H <= capacity_wh:
        return Charge((CurvePoint(0, 0), CurvePoint(divide_up(capacity_j, power_w), capacity_j)))
    points = [CurvePoint(0, 0)]
    for percent, slower in TAPER:
        charge_j = capacity_j * percent // 100
        step_s = divide_up((charge_j - points[-1].charge_j) * slower, power_w)
        points.append(CurvePoint(points[-1].time_s + step_s, charge_j))
    return Charge(tuple(points))


def _reserve_j(battery: KindBattery, capacity_wh: int) -> int:
    return joules_of_wh(capacity_wh * battery.reserve_share)


def _charge(battery: KindBattery, capacity_wh: int) -> Charge:
    """Return the charging curve of a plug at the hub: straight, since such plugs are slow for the battery."""
    capacity_j = joules_of_wh(capacity_wh)
    full_s = divide_up(capacity_j, battery.charge_w or 1)
    return Charge((CurvePoint(0, 0), CurvePoint(full_s, capacity_j)))


def begin(shift: ShiftOfDay, spares: int) -> Fresh:
    """Return how the shift begins: full in the morning, or as charged or swapped after the shift before."""
    battery, capacity_wh = shift.vehicle.kind.battery, shift.vehicle.battery_wh
    if battery is None or capacity_wh is None:
        return Fresh(0, 0)
    capacity_j, reserve_j = joules_of_wh(capacity_wh), _reserve_j(battery, capacity_wh)
    start_j = capacity_j
    if shift.charge_wh is not None:
        start_j = min(capacity_j, joules_of_wh(shift.charge_wh))
    elif shift.rested_s is not None:
        # Nobody told what the earlier shift left, so the least that a plan leaves is assumed.
        start_j = reserve_j
        if not battery.swap_s:
            start_j = _charge(battery, capacity_wh).charge_after_j(reserve_j, duration_s=shift.rested_s)
    if battery.swap_s and start_j <= reserve_j and spares:
        return Fresh(capacity_j, spares - 1, delay_s=battery.swap_s)
    return Fresh(start_j, spares)
