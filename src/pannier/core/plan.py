"""A plan: who drives what, in which order, when, how full and how charged; and what stays behind and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum

from pannier.core.ids import PlaceIndex, StationId, TaskId, VehicleId


class ActivityKind(StrEnum):
    """What happens at one point of a route."""

    START = "start"
    DELIVERY = "delivery"
    PICKUP = "pickup"
    RELOAD = "reload"
    SWAP = "swap"
    CHARGE = "charge"
    BREAK = "break"
    END = "end"


class LeftOutCode(StrEnum):
    """Why a task stays behind: the constraint that binds."""

    NO_VEHICLE = "no_vehicle"
    SKILL = "skill"
    HUB = "hub"
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"
    WINDOW = "window"
    RELEASE = "release"
    BATTERY = "battery"
    SHIFT = "shift"
    BREAK = "break"
    CAPACITY = "capacity"
    TRIPS = "trips"
    LIMIT = "limit"
    ONLY = "only"
    ABOARD = "aboard"
    GOODS = "goods"
    STACK = "stack"
    TOGETHER = "together"
    APART = "apart"
    ACCESS = "access"
    PLUG = "plug"
    PRIZE = "prize"


@dataclass(frozen=True)
class Cost:
    """A cost by its parts, in thousandths of a cent.

    `lateness` is for tasks begun after they were due, `preferences` for tasks that go with another vehicle than
    they should, `balance` for uneven work. `tariff` and `tariff_co2e` are what energy taken on the way costs and
    emits above the vehicle's own rates, less than nothing where it is cheaper or cleaner; `prizes` is what the tasks
    left out would have earned.

    What is paid (`money_millicents`) and what only weighs in a choice (`weights_millicents`: `co2e`, `lateness`,
    `preferences`, `balance`, `tariff_co2e`, `prizes`) are told apart; the search goes by their sum.
    """

    fixed_millicents: int = 0
    hours_millicents: int = 0
    distance_millicents: int = 0
    energy_millicents: int = 0
    co2e_millicents: int = 0
    overtime_millicents: int = 0
    lateness_millicents: int = 0
    preferences_millicents: int = 0
    balance_millicents: int = 0
    tariff_millicents: int = 0
    tariff_co2e_millicents: int = 0
    prizes_millicents: int = 0

    @property
    def total_millicents(self) -> int:
        """Return the sum of all parts."""
        return sum(getattr(self, part.name) for part in fields(self))

    @property
    def money_millicents(self) -> int:
        """Return what is paid for: vehicles, hours, overtime, distance and energy."""
        return (
            self.fixed_millicents
            + self.hours_millicents
            + self.overtime_millicents
            + self.distance_millicents
            + self.energy_millicents
            + self.tariff_millicents
        )

    @property
    def weights_millicents(self) -> int:
        """Return what counts besides and nobody pays."""
        return self.total_millicents - self.money_millicents

    @property
    def total_cents(self) -> float:
        """Return the sum of all parts in cents."""
        return self.total_millicents / 1000

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One point of a route: the vehicle arrives, begins after parking and waiting, and leaves.

    `load` (one number per dimension) and `charge_j` are what is aboard when it leaves; `leg_distance_m` and
    `leg_energy_j` are the way here from the activity before. A break happens where the vehicle then is.
    A charge on the way names its station; one at the hub has none.
    """

    kind: ActivityKind
    place: PlaceIndex
    arrival_s: int
    start_s: int
    departure_s: int
    load: tuple[int, ...]
    charge_j: int | None = None
    leg_distance_m: int = 0
    leg_energy_j: int = 0
    task_id: TaskId | None = None
    station_id: StationId | None = None


@dataclass(frozen=True)
class Trip:
    """From one loading to the next: begins with `start` or `reload`; only the last one has the `end`."""

    activities: tuple[Activity, ...]

    @property
    def start_place(self) -> PlaceIndex:
        """Return where the trip was loaded."""
        return self.activities[0].place

    @property
    def task_ids(self) -> tuple[TaskId, ...]:
        """Return the tasks of the trip in order."""
        return tuple(activity.task_id for activity in self.activities if activity.task_id is not None)


@dataclass(frozen=True, kw_only=True)
class Route:
    """All trips of one vehicle in its shift, with what they take and cost."""

    vehicle_id: VehicleId
    trips: tuple[Trip, ...]
    distance_m: int
    duration_s: int
    energy_j: int
    cost: Cost

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Return the activities of all trips in order."""
        return tuple(activity for trip in self.trips for activity in trip.activities)

    @property
    def task_ids(self) -> tuple[TaskId, ...]:
        """Return the tasks of all trips in order."""
        return tuple(task_id for trip in self.trips for task_id in trip.task_ids)

    @property
    def start_s(self) -> int:
        """Return when the route begins."""
        return self.trips[0].activities[0].start_s

    @property
    def end_s(self) -> int:
        """Return when the route is over."""
        return self.trips[-1].activities[-1].departure_s


class RelaxationKind(StrEnum):
    """Which rule gives way so that a task left out fits."""

    WINDOW_LATER = "window_later"
    WINDOW_EARLIER = "window_earlier"
    SHIFT_LATER = "shift_later"
    SHIFT_EARLIER = "shift_earlier"
    RELEASE = "release"
    ROOM = "room"
    CHARGE = "charge"
    SWAP = "swap"
    TRIP = "trip"
    LIMIT = "limit"
    BREAK = "break"
    ABOARD = "aboard"
    GOODS = "goods"
    STACK = "stack"
    TOGETHER = "together"
    APART = "apart"
    SKILL = "skill"
    ONLY = "only"
    INSTEAD = "instead"
    PRIZE = "prize"


@dataclass(frozen=True)
class Amount:
    """By how much a rule gives way: `name` says of what (such as a dimension), `unit` is s, m, J, g, parcels ..."""

    name: str
    amount: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """One rule that gives way, alone, so that a task left out goes with this vehicle in the plan as it stands.

    `names` are the skills missing, the task that would stay behind instead, those it must not share a trip or a
    vehicle with, or those it must share one with. `place` and `at_s` tell where and when a battery is swapped. The
    extras are of the whole plan: money, seconds on the road and milligrams CO2e more, or less where they are
    negative. `extra_weights_millicents` is the part of that money that only weighs and is not paid.
    """

    kind: RelaxationKind
    vehicle_id: VehicleId
    words: str
    amounts: tuple[Amount, ...] = ()
    names: tuple[str, ...] = ()
    place: PlaceIndex | None = None
    at_s: int | None = None
    extra_millicents: int = 0
    extra_weights_millicents: int = 0
    extra_s: int = 0
    extra_co2e_mg: int = 0


@dataclass(frozen=True)
class LeftOut:
    """A task that stays behind, with the constraint that binds as a code and in a sentence.

    `relaxations` are what would let it in, the cheapest first; None where so many are left that nobody looked.
    """

    task_id: TaskId
    code: LeftOutCode
    reason: str
    relaxations: tuple[Relaxation, ...] | None = ()


@dataclass(frozen=True)
class Timing:
    """How long a step of the computation took."""

    step: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The routes of a day and the tasks left out; together they hold every task once.

    `threads` is how many searched, fewer than were asked for where the problem is too small for them.
    """

    routes: tuple[Route, ...]
    left_out: tuple[LeftOut, ...]
    cost: Cost
    seed: int
    engine: str
    iterations: int
    threads: int = 1
    timings: tuple[Timing, ...] = field(default=(), compare=False)

    def activities(self) -> Iterator[tuple[Route, Activity]]:
        """Yield every activity with its route."""
        for route in self.routes:
            for activity in route.activities:
                yield route, activity

    @property
    def planned_task_ids(self) -> frozenset[TaskId]:
        """Return the tasks that some route serves."""
        return frozenset(task_id for route in self.routes for task_id in route.task_ids)
