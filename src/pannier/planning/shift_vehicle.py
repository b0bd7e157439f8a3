"""From a shift to a vehicle of the routing problem: pure mapping."""

from collections.abc import Sequence

from pannier.core.energy import NoEnergy
from pannier.core.problem import Break, CostRates, Trips, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.factors.kinds import VehicleKind
from pannier.planning.day import Day, ShiftOfDay, StationOfDay
from pannier.planning.shift_battery import battery_of, begin
from pannier.planning.streets import HUB

MAX_TRIPS = 12
"""More trips than any shift holds, so that time decides and not this number."""


def vehicle_of_shift(
    day: Day, shift: ShiftOfDay, *, spares: int, stations: Sequence[StationOfDay] = ()
) -> Vehicle | None:
    """Return the vehicle, or None when nothing of the shift is left: it is over, or the hub is closed."""
    kind, spec = shift.vehicle.kind, shift.vehicle
    fresh = begin(shift, spares)
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
        battery=battery_of(shift, fresh, stations),
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
