"""From a shift to a vehicle of the routing problem: pure mapping."""

from dataclasses import dataclass

from pannier.core.energy import NoEnergy
from pannier.core.problem import Battery, Break, Charge, CostRates, CurvePoint, Swap, Trips, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.core.units import divide_up, joules_of_wh
from pannier.factors.kinds import Battery as KindBattery
from pannier.factors.kinds import VehicleKind
from pannier.planning.day import Day, ShiftOfDay
from pannier.planning.streets import HUB

MAX_TRIPS = 12
"""More trips than any shift holds, so that time decides and not this number."""


@dataclass(frozen=True)
class _Fresh:
    """How a vehicle begins its shift: its charge, the spare batteries left, and the time a swap takes first."""

    start_j: int
    spares: int
    delay_s: int = 0


def vehicle_of_shift(day: Day, shift: ShiftOfDay, *, spares: int) -> Vehicle | None:
    """Return the vehicle, or None when nothing of the shift is left: it is over, or the hub is closed."""
    kind, spec = shift.vehicle.kind, shift.vehicle
    fresh = _begin(shift, spares)
    window = working_time(day, shift, delay_s=fresh.delay_s)
    if window is None:
        return None
    return Vehicle(
        id=str(shift.id),
        kind=kind.code,
        name=spec.name,
        profile=kind.code,
        capacity=(spec.payload_g, spec.volume_ml, spec.parcels_max),
        shift=window,
        start_place=HUB,
        end_place=HUB,
        trips=Trips(reload_places=(HUB,), loading_s=day.hub.loading_s, max_trips=MAX_TRIPS),
        breaks=_breaks(day, shift),
        battery=_battery(shift, fresh),
        parking_s=kind.times.parking_s,
        door_s=kind.times.door_s,
        skills=frozenset((*shift.skills, kind.code)),
        rates=_rates(kind),
    )


def working_time(day: Day, shift: ShiftOfDay, *, delay_s: int = 0) -> TimeWindow | None:
    """Return when the vehicle can be on the road: in its shift, while the hub is open, and not in the past."""
    opens, closes = day.seconds(day.local(day.hub.opens)), closing_time(day)
    start_s = max(0, opens, day.seconds(shift.starts_at), day.seconds(day.now)) + delay_s
    end_s = min(closes, day.seconds(shift.ends_at))
    return TimeWindow(start_s, end_s) if start_s < end_s else None


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


def _rates(kind: VehicleKind) -> CostRates:
    """Return the kind's costs; the plan counts joules at the battery, the tariff kWh at the plug."""
    plug = 1.0 if isinstance(kind.energy, NoEnergy) else kind.energy.charging_efficiency
    cost = kind.cost
    return CostRates.of_cents(
        fixed=cost.fixed_cents,
        per_hour=cost.per_hour_cents,
        per_km=cost.per_km_cents,
        per_kwh=cost.per_kwh_cents / plug,
    )


def _battery(shift: ShiftOfDay, fresh: _Fresh) -> Battery | None:
    battery, capacity_wh = shift.vehicle.kind.battery, shift.vehicle.battery_wh
    if battery is None or capacity_wh is None:
        return None
    return Battery(
        capacity_j=joules_of_wh(capacity_wh),
        start_j=fresh.start_j,
        reserve_j=_reserve_j(battery, capacity_wh),
        at_hub=Swap(battery.swap_s, fresh.spares) if battery.swap_s else _charge(battery, capacity_wh),
    )


def _reserve_j(battery: KindBattery, capacity_wh: int) -> int:
    return joules_of_wh(capacity_wh * battery.reserve_share)


def _charge(battery: KindBattery, capacity_wh: int) -> Charge:
    """Return the charging curve of a plug at the hub: straight, since such plugs are slow for the battery."""
    capacity_j = joules_of_wh(capacity_wh)
    full_s = divide_up(capacity_j, battery.charge_w or 1)
    return Charge((CurvePoint(0, 0), CurvePoint(full_s, capacity_j)))


def _begin(shift: ShiftOfDay, spares: int) -> _Fresh:
    """Return how the shift begins: full in the morning, or as charged or swapped after the shift before."""
    battery, capacity_wh = shift.vehicle.kind.battery, shift.vehicle.battery_wh
    if battery is None or capacity_wh is None:
        return _Fresh(0, 0)
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
        return _Fresh(capacity_j, spares - 1, delay_s=battery.swap_s)
    return _Fresh(start_j, spares)
