"""What an order may be: bounds of weight, volume, time and number, and the defaults of what is not told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAX_WEIGHT_G = 1_500_000
MAX_VOLUME_ML = 20_000_000
MAX_PARCELS = 200
MAX_SERVICE_S = 4 * 3600
MAX_DAYS_AHEAD = 366
MAX_OTHER_LOADS = 5
MAX_AMOUNT = 1_000_000_000
MAX_PRIZE_CENTS = 10_000_000
# What a parcel is taken for when its merchant does not say: our estimate of an ordinary e-commerce parcel.
DEFAULT_WEIGHT_G = 2_000
DEFAULT_VOLUME_ML = 8_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the field (JSON pointer), a stable code, a sentence that says what to do."""

    pointer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Day:
    """A service day of a hub: local date, opening hours and zone."""

    on: date
    opens: time
    closes: time
    zone: ZoneInfo

    @property
    def opens_at(self) -> datetime:
        """Return the moment the hub opens."""
        return datetime.combine(self.on, self.opens, self.zone)

    @property
    def closes_at(self) -> datetime:
        """Return the moment the hub closes; closing hours up to the opening hour belong to the next date."""
        extra = timedelta(days=1) if self.closes <= self.opens else timedelta()
        return datetime.combine(self.on + extra, self.closes, self.zone)


def check_load(weight_g: int, volume_ml: int, parcels: int) -> tuple[Fault, ...]:
    """Return what is wrong with an order's load, nothing when it is fine."""
    faults = []
    if weight_g <= 0:
        faults.append(Fault("/weight_kg", "weight_not_positive", "A weight is more than 0 kg; correct it."))
    if weight_g > MAX_WEIGHT_G:
        faults.append(_too_much("weight_kg", weight_g / 1000, MAX_WEIGHT_G / 1000, "kg"))
    if volume_ml <= 0:
        faults.append(Fault("/volume_l", "volume_not_positive", "A volume is more than 0 l; correct it."))
    if volume_ml > MAX_VOLUME_ML:
        faults.append(_too_much("volume_l", volume_ml / 1000, MAX_VOLUME_ML / 1000, "l"))
    if not 1 <= parcels <= MAX_PARCELS:
        text = f"An order has 1 to {MAX_PARCELS} parcels, not {parcels}; split it."
        faults.append(Fault("/parcels", "parcels_out_of_range", text))
    return tuple(faults)


def check_other_loads(loads: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return what is wrong with an order's loads beyond weight and volume."""
    faults = [
        Fault(f"/other_loads/{name}", "load_out_of_range", f"A load is 0 to {MAX_AMOUNT:,}, not {amount:,}.")
        for name, amount in loads.items()
        if not 0 <= amount <= MAX_AMOUNT
    ]
    if len(loads) > MAX_OTHER_LOADS:
        text = f"An order has at most {MAX_OTHER_LOADS} other loads, not {len(loads)}; set the rest to 0."
        faults.append(Fault("/other_loads", "too_many_loads", text))
    return tuple(faults)


def check_fleet(weight_g: int, volume_ml: int, payload_g: int, room_ml: int) -> tuple[Fault, ...]:
    """Return in what an order is beyond the largest vehicle of the fleet; it is taken all the same."""
    faults = []
    if weight_g > payload_g:
        faults.append(_beyond("weight_kg", "heavier", weight_g, payload_g, "kg"))
    if volume_ml > room_ml:
        faults.append(_beyond("volume_l", "larger", volume_ml, room_ml, "l"))
    return tuple(faults)


def check_fleet_loads(loads: Mapping[str, int], most: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return which other loads no vehicle of the fleet takes, `most` of each by its name; it is taken all the same."""
    return tuple(
        _unknown_load(name, most) if name not in most else _beyond_load(name, amount, most[name])
        for name, amount in loads.items()
        if amount > most.get(name, 0)
    )


def _unknown_load(name: str, most: Mapping[str, int]) -> Fault:
    known = f"they take {', '.join(sorted(most))}" if most else "they take weight and volume only"
    text = (
        f"No vehicle of the fleet takes {name!r}, {known}; correct the name, or leave the order to a partner."
    )
    return Fault(f"/other_loads/{name}", "load_unknown_to_fleet", text)


def _beyond_load(name: str, amount: int, most: int) -> Fault:
    text = (
        f"No vehicle of the fleet takes {amount:,} of {name!r} (at most {most:,}); correct the amount, split the"
        " order, or leave it to a partner."
    )
    return Fault(f"/other_loads/{name}", "load_larger_than_fleet", text)


def _beyond(field: str, word: str, value: int, most: int, unit: str) -> Fault:
    text = (
        f"The order is {word} than any vehicle of the fleet takes ({most / 1000:g} {unit}, the order has"
        f" {value / 1000:g} {unit}); check the unit, split the order, or leave it to a partner."
    )
    return Fault(f"/{field}", f"{word}_than_fleet", text)


def _too_much(field: str, value: float, most: float, unit: str) -> Fault:
    text = f"{value:g} {unit} is more than any vehicle takes (at most {most:g} {unit}); check the unit."
    return Fault(f"/{field}", f"{field.split('_')[0]}_too_large", text)


def default_date(now: datetime, day_of: Day, *, on_demand: bool = False) -> date:
    """Return the day of an order that names none: today until the hub opens, the next day afterwards.

    One on demand is for today until the hub closes. `day_of` is the hub's service day of the present local date.
    """
    last = day_of.closes_at if on_demand else day_of.opens_at
    return day_of.on if now < last else day_of.on + timedelta(days=1)


def check_day(day: date, today: date) -> tuple[Fault, ...]:
    """Return what is wrong with a service date seen from today (both local to the hub)."""
    if day < today:
        text = f"The date {day} is over (today is {today}); give today or a later day."
        return (Fault("/date", "date_past", text),)
    if day > today + timedelta(days=MAX_DAYS_AHEAD):
        text = f"The date {day} is more than {MAX_DAYS_AHEAD} days ahead; check the year."
        return (Fault("/date", "date_too_far", text),)
    return ()


def check_window(start: datetime, end: datetime, *, day: Day, now: datetime) -> tuple[Fault, ...]:
    """Return what is wrong with a delivery window: it ends after it starts, begins on the service day, meets the
    hub's opening hours, and is not over yet.
    """
    local = start.astimezone(day.zone)
    if end <= start:
        text = (
            f"The window ends at {_clock(end, day)}, not after its start at {_clock(start, day)}; swap them."
        )
        return (Fault("/window/end", "window_reversed", text),)
    if local.date() != day.on or end > day.closes_at + timedelta(hours=12):
        text = (
            f"The window is on {local.date()}, the service day is {day.on}; correct the date or the window."
        )
        return (Fault("/window/start", "window_other_day", text),)
    if end <= day.opens_at or start >= day.closes_at:
        text = (
            f"The window {_clock(start, day)}-{_clock(end, day)} lies outside the hub's hours"
            f" {day.opens:%H:%M}-{day.closes:%H:%M}; choose one within them."
        )
        return (Fault("/window", "window_outside_hours", text),)
    if end <= now:
        text = f"The window was over at {_clock(end, day)} on {day.on}; give a later one."
        return (Fault("/window/end", "window_past", text),)
    return ()


def _clock(at: datetime, day: Day) -> str:
    return f"{at.astimezone(day.zone):%H:%M}"
