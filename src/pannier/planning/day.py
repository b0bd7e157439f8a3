"""A hub's day as frozen values: what planning reads from the tables before it computes anything."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pannier.core.geo import LonLat
from pannier.core.units import divide_up
from pannier.factors.kinds import VehicleKind
from pannier.fleet.specification import VehicleSpec

DEFAULT_TEMPERATURE_C = 10.0
"""What energy is planned for when nobody says how warm the day is: cool, so that batteries hold the plan."""


@dataclass(frozen=True, kw_only=True)
class HubOfDay:
    """Where the day starts and ends; `opens` and `closes` are local times."""

    id: uuid.UUID
    name: str
    point: LonLat
    timezone: str
    opens: time
    closes: time
    loading_s: int


@dataclass(frozen=True, kw_only=True)
class CollectionOfDay:
    """Where an order is collected; orders with the same `bundle` go by one vehicle."""

    point: LonLat
    window_start: datetime | None = None
    window_end: datetime | None = None
    service_s: int = 0
    bundle: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderOfDay:
    """An order as a plan sees it; `prize_cents` is what leaving it out costs, None when it must be served.

    Without `collection` its parcels leave from the hub, or come back to it.
    """

    id: uuid.UUID
    reference: str
    kind: str
    point: LonLat
    window_start: datetime | None = None
    window_end: datetime | None = None
    weight_g: int = 0
    volume_ml: int = 0
    parcels: int = 1
    service_s: int = 0
    needs: tuple[str, ...] = ()
    release_at: datetime | None = None
    prize_cents: int | None = None
    loads: Mapping[str, int] = field(default_factory=dict)
    """What it takes up beyond grams, millilitres and parcels, by name."""
    collection: CollectionOfDay | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftOfDay:
    """A rider with a vehicle; without `start_at` and `end_at` the vehicle stands at the hub before and after.

    `charge_wh` is what the battery is known to hold, None for full; `rested_s` the time since an earlier
    shift of the same vehicle on this day ended, None for its first.
    """

    id: uuid.UUID
    rider_id: uuid.UUID
    vehicle: VehicleSpec
    skills: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    break_start: datetime | None = None
    break_end: datetime | None = None
    break_s: int = 0
    overtime_s: int = 0
    overtime_per_hour_cents: int = 0
    start_at: LonLat | None = None
    end_at: LonLat | None = None
    charge_wh: float | None = None
    rested_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class StationOfDay:
    """A charging station in use; without `kinds` every vehicle that can charge on the way may."""

    id: uuid.UUID
    name: str
    point: LonLat
    power_w: int
    kinds: tuple[str, ...] = ()

    def serves(self, kind: VehicleKind) -> bool:
        """Tell whether vehicles of a kind charge here."""
        able = kind.battery is not None and kind.battery.station_w is not None
        return able and (not self.kinds or kind.code in self.kinds)

    @property
    def sort(self) -> str:
        """Return what the stations share at which a battery charges alike, as a name."""
        return f"{self.power_w} W for {', '.join(self.kinds) or 'all'}"


@dataclass(frozen=True, kw_only=True)
class Carbon:
    """What a kilogram CO2e counts in the plan, and the milligrams that a kilowatt hour at the plug emits."""

    cents_per_kg: int = 0
    grid_mg_per_kwh: int = 0


NO_CARBON = Carbon()


@dataclass(frozen=True, kw_only=True)
class Day:
    """All that a plan is made from. `now` is no part of what makes two days equal."""

    hub: HubOfDay
    service_date: date
    orders: tuple[OrderOfDay, ...]
    shifts: tuple[ShiftOfDay, ...]
    stations: tuple[StationOfDay, ...] = ()
    temperature_c: float = DEFAULT_TEMPERATURE_C
    exclude: tuple[tuple[LonLat, ...], ...] = ()
    """Low-emission zones, closed to vehicles that burn fuel."""
    carbon: Carbon = NO_CARBON
    now: datetime = field(compare=False)

    @property
    def zone(self) -> ZoneInfo:
        """Return the hub's time zone."""
        return ZoneInfo(self.hub.timezone)

    @property
    def midnight(self) -> datetime:
        """Return when the service day begins at the hub."""
        return datetime.combine(self.service_date, time(), self.zone)

    def seconds(self, at: datetime) -> int:
        """Return a moment as whole seconds since the day began, rounded up; negative before it."""
        # Subtraction of two times of one zone would ignore a change to or from summer time; UTC does not.
        elapsed = at.timestamp() - self.midnight.timestamp()
        return divide_up(round(elapsed * 1000), 1000)

    def moment(self, seconds: int) -> datetime:
        """Return the moment that lies so many seconds after the day began, in the hub's zone."""
        utc = self.midnight.astimezone(ZoneInfo("UTC")) + timedelta(seconds=seconds)
        return utc.astimezone(self.zone)

    def local(self, at: time) -> datetime:
        """Return a local time of this day; 24:00 is written 00:00 and means the day's end."""
        return datetime.combine(self.service_date, at, self.zone)
