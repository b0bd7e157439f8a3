"""What is known of a running plan: where vehicles are, what is in them, what lies ahead, and what must not change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pannier.core.ids import PlaceIndex, TaskId, VehicleId
from pannier.core.problem import Break
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import Doing, Spent

AS_IT_IS = 1_000_000
"""More locked steps than any route has: nothing comes to a route that is locked so far."""


@dataclass(frozen=True)
class SoFar:
    """What was driven, since when (None: since now), and at how many stops."""

    distance_m: int = 0
    since_s: int | None = None
    stops: int = 0


@dataclass(frozen=True, kw_only=True)
class Underway:
    """One vehicle that has left with its first load.

    It is free at `place` from `at_s` on, its battery then holds `charge_j`. `ahead` is what its route still has to
    do, without the start and with the end; the first `locked` of it stay as they are. `aboard` are the drop-offs
    whose goods are in it, each with the moment since when; `load` is what else is in it until it comes to a hub.
    `goods` are the kinds of what else is in it, `bring_to` the hub that it goes to (None: any).
    `breaks` are those still to be taken (None: all of the vehicle's), which the rests of `ahead` count in; `trips`
    counts those begun, `swaps` the batteries used up. `so_far` is what the limits of the shift have seen,
    `trip_so_far` those of the present trip. `spent` is how the shift went by until `at_s`, which working time counts
    on from (none: it was driven since `so_far` began).
    With `breaks_anew` the breaks that its rules need from now on come to those left.
    """

    vehicle: VehicleId
    place: PlaceIndex
    at_s: int
    ahead: tuple[Step, ...] = ()
    locked: int = 0
    aboard: Mapping[TaskId, int] = field(default_factory=dict)
    load: tuple[int, ...] = ()
    goods: frozenset[str] = frozenset()
    bring_to: PlaceIndex | None = None
    charge_j: int | None = None
    breaks: tuple[Break, ...] | None = None
    trips: int = 1
    is_last_trip: bool = False
    swaps: int = 0
    so_far: SoFar = SoFar()
    trip_so_far: SoFar = SoFar()
    spent: tuple[Spent, ...] = ()
    breaks_anew: bool = False

    @property
    def shift_so_far(self) -> tuple[Spent, ...]:
        """Return how the shift went by, all of it driving where nothing else is known."""
        since_s = self.so_far.since_s
        if self.spent or since_s is None or since_s >= self.at_s:
            return self.spent
        return (Spent(Doing.DRIVING, self.at_s - since_s),)


@dataclass(frozen=True, kw_only=True)
class Locks:
    """What people have fixed, each for itself: who does a task, and when its service begins.

    The order of stops is fixed from the front: `Underway.locked`.
    """

    rider: Mapping[TaskId, VehicleId] = field(default_factory=dict)
    time: Mapping[TaskId, TimeWindow] = field(default_factory=dict)


NO_LOCKS = Locks()


@dataclass(frozen=True)
class Lateness:
    """What it costs to begin after a window that the running plan misses already."""

    once_millicents: int = 300_000
    hour_millicents: int = 2_000_000
