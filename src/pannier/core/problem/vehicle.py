"""A vehicle with its rider for one shift: what it can, may and costs."""

import math
from dataclasses import dataclass, field, fields

from pannier.core.ids import PlaceIndex, VehicleId
from pannier.core.problem.battery import Battery
from pannier.core.problem.bounds import MOST_BREAKS, MOST_PERCENT, MOST_RATE, MOST_S, MOST_SUM
from pannier.core.problem.errors import require, require_whole, require_window
from pannier.core.problem.work_rule import Counted, WorkRule
from pannier.core.timewindow import TimeWindow
from pannier.core.units import round_half_up


@dataclass(frozen=True)
class Break:
    """A rest of `duration_s` that lies wholly in the window, at the place where the rider then is.

    It is due unless the route ends so early, or starts so late, that the rest fits into the window
    after or before the route. With `after_s` it is due only where the route has more than that of what is
    counted: work, which is all but the breaks taken, or driving.
    """

    window: TimeWindow
    duration_s: int
    after_s: int | None = None
    counts: Counted = Counted.WORK

    def __post_init__(self) -> None:
        require_whole(self.after_s, "breaks.after_s", most=MOST_S)
        require_window(self.window, "breaks.window")
        require_whole(self.duration_s, "breaks.duration_s", least=1, most=MOST_S)
        require(self.duration_s <= self.window.length_s, "breaks.window", "is shorter than the break.")

    @property
    def latest_start_s(self) -> int:
        """Return when the break must begin at the latest."""
        return self.window.end_s - self.duration_s

    def is_due(
        self, *, route_start_s: int, route_end_s: int, rested_s: int = 0, driven_s: int | None = None
    ) -> bool:
        """Tell whether a route over this time, with so much break and driving in it, must contain the break."""
        worked_s = route_end_s - route_start_s - rested_s
        counted_s = worked_s if self.counts is Counted.WORK or driven_s is None else driven_s
        if self.after_s is not None and counted_s <= self.after_s:
            return False
        rests_after = route_end_s <= self.latest_start_s
        rests_before = route_start_s >= self.window.start_s + self.duration_s
        return not (rests_after or rests_before)


@dataclass(frozen=True)
class Limits:
    """How far, how long and how many stops at most; None is no limit.

    Tasks one after the other at the same place, or at doors of the same stop group, are one stop.
    """

    distance_m: int | None = None
    duration_s: int | None = None
    stops: int | None = None

    def __post_init__(self) -> None:
        for limit in fields(self):
            require_whole(getattr(self, limit.name), f"limits.{limit.name}", most=MOST_SUM)


@dataclass(frozen=True)
class Trips:
    """How a vehicle comes back for more: where it reloads, how long each loading takes, how often.

    `loading_s` is spent at the start of every trip, the first included unless `first_loading_s` says how long
    that takes: nothing for who is on the way already. `limits` hold for each trip, from the beginning of its
    loading to the arrival at its end; `first_limits`, if given, for the first one instead, such as what is left
    of them to a trip under way.
    """

    reload_places: tuple[PlaceIndex, ...] = ()
    loading_s: int = 0
    max_trips: int = 1
    limits: Limits = Limits()
    first_loading_s: int | None = None
    first_limits: Limits | None = None

    def __post_init__(self) -> None:
        require_whole(self.first_loading_s, "trips.first_loading_s", most=MOST_S)
        for position, place in enumerate(self.reload_places):
            require_whole(place, f"trips.reload_places[{position}]")
        require_whole(self.loading_s, "trips.loading_s", most=MOST_S)
        require_whole(self.max_trips, "trips.max_trips", least=1)
        reachable = self.max_trips == 1 or bool(self.reload_places)
        require(reachable, "trips.reload_places", "is empty, but more than one trip is allowed.")

    @property
    def start_loading_s(self) -> int:
        """Return how long loading takes before the first trip."""
        return self.loading_s if self.first_loading_s is None else self.first_loading_s

    @property
    def start_limits(self) -> Limits:
        """Return the limits of the first trip."""
        return self.limits if self.first_limits is None else self.first_limits

    @property
    def has_limits(self) -> bool:
        """Tell whether some trip is limited."""
        return self.limits != Limits() or self.start_limits != Limits()


@dataclass(frozen=True)
class CostRates:
    """What a route costs, in thousandths of a cent, so that all costs stay whole numbers.

    `fixed` counts once when the vehicle is used; hours run from the route's start to its end; `overtime`
    comes on top of the hours after the shift's end. The squared ones weigh how even the work is: a route's
    hours, and its tasks, count by their square, so that the same sum costs least where all have as much.
    """

    fixed_millicents: int = 0
    hour_millicents: int = 0
    km_millicents: int = 0
    kwh_millicents: int = 0
    co2e_kg_millicents: int = 0
    overtime_hour_millicents: int = 0
    squared_hour_millicents: int = 0
    squared_task_millicents: int = 0

    def __post_init__(self) -> None:
        for rate in fields(self):
            require_whole(getattr(self, rate.name), f"rates.{rate.name}", most=MOST_RATE)

    @classmethod
    def of_cents(
        cls,
        *,
        fixed: float = 0,
        per_hour: float = 0,
        per_km: float = 0,
        per_kwh: float = 0,
        per_kg_co2e: float = 0,
        overtime_per_hour: float = 0,
        per_squared_hour: float = 0,
        per_squared_task: float = 0,
    ) -> "CostRates":
        """Return rates given in cents, each rounded to a thousandth of a cent."""
        usual = (fixed, per_hour, per_km, per_kwh, per_kg_co2e, overtime_per_hour)
        cents = (*usual, per_squared_hour, per_squared_task)
        for rate, named in zip(cents, fields(cls), strict=True):
            require(math.isfinite(rate), f"rates.{named.name}", f"{rate} is no rate.")
        return cls(*(round_half_up(rate * 1000) for rate in cents))


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """One vehicle and rider in one shift.

    `capacity` has one number per dimension of the problem. At a stop the vehicle first parks (`parking_s`,
    once per place or group of doors), then serves: the task's service time times `service_percent`, plus `door_s`
    for the way to the door. `co2e_mg_per_kwh` is what its stored energy emits, from the well to the wheel.

    `start_load` (none: nothing) is aboard when the route begins and stays so until the first trip ends, such as
    returns of a round that is under way. Goods still to be delivered that are aboard already are drop-offs
    whose hub is the place where the vehicle starts. From a box that is `last_in_first_out` nothing is handed
    over while something taken in later is still aboard; what the hub loads lies as it will be needed.
    Sentences name it as it is `called`, by its kind and name where that is empty.
    One that `is_under_way` does not wait where it starts: its route begins with its shift, or with the goods.
    """

    id: VehicleId
    kind: str
    name: str
    profile: str
    capacity: tuple[int, ...]
    shift: TimeWindow
    start_place: PlaceIndex
    end_place: PlaceIndex
    trips: Trips = Trips()
    breaks: tuple[Break, ...] = ()
    battery: Battery | None = None
    parking_s: int = 0
    door_s: int = 0
    service_percent: int = 100
    skills: frozenset[str] = frozenset()
    rates: CostRates = CostRates()
    co2e_mg_per_kwh: int = 0
    max_overtime_s: int = 0
    limits: Limits = field(default=Limits())
    start_load: tuple[int, ...] = ()
    last_in_first_out: bool = False
    work_rules: tuple[WorkRule, ...] = ()
    is_under_way: bool = False
    called: str = ""

    def __post_init__(self) -> None:
        at = f"vehicles[{self.id}]"
        for name in ("parking_s", "door_s", "max_overtime_s"):
            require_whole(getattr(self, name), f"{at}.{name}", most=MOST_S)
        for name in ("start_place", "end_place", "co2e_mg_per_kwh"):
            require_whole(getattr(self, name), f"{at}.{name}")
        require_whole(self.service_percent, f"{at}.service_percent", most=MOST_PERCENT)
        require(len(self.breaks) <= MOST_BREAKS, f"{at}.breaks", f"are more than {MOST_BREAKS}.")
        for position, amount in enumerate(self.capacity):
            require_whole(amount, f"{at}.capacity[{position}]")
        for position, amount in enumerate(self.start_load):
            require_whole(amount, f"{at}.start_load[{position}]")
        require_window(self.shift, f"{at}.shift")

    @property
    def label(self) -> str:
        """Return how a sentence names the vehicle: as people call it, else its kind and its name."""
        return self.called or f"{self.kind.replace('_', ' ')} {self.name}"

    @property
    def heading(self) -> str:
        """Return the label as a sentence begins with it."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def latest_end_s(self) -> int:
        """Return when the route must be over, overtime included."""
        return self.shift.end_s + self.max_overtime_s

    @property
    def hub_places(self) -> frozenset[PlaceIndex]:
        """Return the places where its trips can begin or end."""
        return frozenset((self.start_place, self.end_place, *self.trips.reload_places))

    def service_time_s(self, service_s: int) -> int:
        """Return how long a task of this service time takes with this vehicle, parking not included."""
        return (service_s * self.service_percent + 50) // 100 + self.door_s
