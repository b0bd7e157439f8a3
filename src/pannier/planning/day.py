"""A hub's day as frozen values: what planning reads from the tables before it computes anything."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pannier.core.geo import LonLat
from pannier.core.units import divide_up
from pannier.factors.kinds import VehicleKind
from pannier.fleet.charger_values import NOTHING_SAID, Charger
from pannier.fleet.specification import VehicleSpec
from pannier.fleet.walk_rules import WalkRule
from pannier.fleet.work_of_shift import NO_LAW, WorkOfShift
from pannier.places.traffic import SlowHours
from pannier.places.zone_rules import ZoneRule

DEFAULT_TEMPERATURE_C = 10.0
"""What energy is planned for when nobody says how warm the day is: cool, so that batteries hold the plan."""


type Span = tuple[datetime | None, datetime | None]
"""A window, open where an end is None."""


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
    more_windows: tuple[Span, ...] = ()
    """Further windows behind the first."""
    due_at: datetime | None = None
    max_aboard_s: int | None = None
    goods: str | None = None
    together: str | None = None
    """Orders with the same words here go by one vehicle, those with the same in `apart` by different ones."""
    apart: str | None = None
    known_by: frozenset[uuid.UUID] = frozenset()
    """Riders who know the area that it goes to; nobody unless the operator wants that to count."""

    @property
    def windows(self) -> tuple[Span, ...]:
        """Return all windows in order, none without any."""
        first = (self.window_start, self.window_end)
        return () if first == (None, None) else (first, *self.more_windows)

    def window_at(self, begin: datetime) -> Span:
        """Return the window in which a service begins, the first without one."""
        behind = (one for one in self.windows if one[1] is None or begin <= one[1])
        return next(behind, (self.window_start, self.window_end))


@dataclass(frozen=True, kw_only=True)
class RulesOfDay:
    """What the organisation decides: what lateness costs, which goods never share a trip, how traffic runs."""

    late_once_cents: int = 0
    late_hour_cents: int = 0
    incompatible: tuple[tuple[str, str], ...] = ()
    traffic: tuple[SlowHours, ...] = ()
    """Hours at which ways take longer."""
    walks: Mapping[str, WalkRule] = field(default_factory=dict)
    """How far riders walk from where they park, by kind of vehicle; others park at every door."""


NO_RULES = RulesOfDay()


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
    work: WorkOfShift = field(default=NO_LAW, compare=False)
    """What working-time law makes of it; grows with the clock while somebody works, and so is no part of equality."""


@dataclass(frozen=True, kw_only=True)
class ChargerOfDay:
    """What is said of a charger, and when routes of riders that this plan does not make are plugged in there."""

    said: Charger = NOTHING_SAID
    busy: tuple[tuple[datetime, datetime], ...] = ()


ANY_CHARGER = ChargerOfDay()


@dataclass(frozen=True, kw_only=True)
class StationOfDay:
    """A charging station in use; without `kinds` every vehicle that can charge on the way may."""

    id: uuid.UUID
    name: str
    point: LonLat
    power_w: int
    kinds: tuple[str, ...] = ()
    charger: ChargerOfDay = ANY_CHARGER

    def serves(self, kind: VehicleKind) -> bool:
        """Tell whether vehicles of a kind charge here."""
        able = kind.battery is not None and kind.battery.station_w is not None
        return able and (not self.kinds or kind.code in self.kinds)

    @property
    def sort(self) -> str:
        """Return what the stations share at which a battery charges alike, as a name."""
        return f"{self.power_w} W for {', '.join(self.kinds) or 'all'}"


@dataclass(frozen=True, kw_only=True)
class Closed:
    """Between two moments no vehicle of some kinds (none: of any) may be inside."""

    kinds: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class AreaOfDay:
    """An area and who may be inside when: by the rules of a zone, or as a blocked street; `polygon` is GeoJSON."""

    name: str
    polygon: Mapping[str, Any]
    rules: tuple[ZoneRule, ...] = ()
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Carbon:
    """What a kilogram CO2e counts in the plan, and the milligrams that a kilowatt hour at the plug emits.

    `grid_mg_by_hour` are those of each local hour of the day; none means that all hours are alike.
    """

    cents_per_kg: int = 0
    grid_mg_per_kwh: int = 0
    grid_mg_by_hour: tuple[int, ...] = ()


NO_CARBON = Carbon()


@dataclass(frozen=True, kw_only=True)
class People:
    """What counts for riders in a plan, in minor units: hours and stops by their square, stops in strange areas."""

    squared_hour_cents: int = 0
    squared_task_cents: int = 0
    strange_stop_cents: int = 0


NO_MATTER = People()


@dataclass(frozen=True, kw_only=True)
class LockOfDay:
    """What a dispatcher has fixed of an order: who brings it, and between which moments its service begins.

    `in_order` is whether it and all stops before it stay first on a route that is driven.
    """

    order_id: uuid.UUID
    shift_id: uuid.UUID | None = None
    begins: tuple[datetime, datetime] | None = None
    in_order: bool = False


@dataclass(frozen=True, kw_only=True)
class Day:
    """All that a plan is made from. `now` is no part of what makes two days equal."""

    hub: HubOfDay
    service_date: date
    orders: tuple[OrderOfDay, ...]
    shifts: tuple[ShiftOfDay, ...]
    stations: tuple[StationOfDay, ...] = ()
    temperature_c: float = DEFAULT_TEMPERATURE_C
    areas: tuple[AreaOfDay, ...] = ()
    """Zones where some vehicles may be at some hours only, or never."""
    carbon: Carbon = NO_CARBON
    rules: RulesOfDay = NO_RULES
    people: People = NO_MATTER
    company_out: Mapping[str, str] = field(default_factory=dict)
    """The words of orders that go together of which some are out on a route already: a reference for each."""
    charger: ChargerOfDay = ANY_CHARGER
    """Of the hub's own chargers, or its cabinet of batteries."""
    locks: tuple[LockOfDay, ...] = ()
    parked: Mapping[str, Mapping[LonLat, LonLat]] | None = None
    """By kind where was parked for each door, on routes as they were planned; None: a plan chooses."""
    now: datetime = field(compare=False)

    @property
    def zone(self) -> ZoneInfo:
        """Return the hub's time zone."""
        return ZoneInfo(self.hub.timezone)

    @cached_property
    def midnight(self) -> datetime:
        """Return when the service day begins at the hub."""
        return datetime.combine(self.service_date, time(), self.zone)

    def seconds(self, at: datetime) -> int:
        """Return a moment as whole seconds since the day began, rounded up; negative before it."""
        # Subtraction of two times of one zone would ignore a change to or from summer time; UTC does not.
        elapsed = at.timestamp() - self._began
        return divide_up(round(elapsed * 1000), 1000)

    def moment(self, seconds: int) -> datetime:
        """Return the moment that lies so many seconds after the day began, in the hub's zone."""
        return datetime.fromtimestamp(self._began + seconds, UTC).astimezone(self.zone)

    @cached_property
    def _began(self) -> float:
        """Return when the service day begins, in seconds since 1970."""
        return self.midnight.timestamp()

    def local(self, at: time) -> datetime:
        """Return a local time of this day; 24:00 is written 00:00 and means the day's end."""
        return datetime.combine(self.service_date, at, self.zone)
