"""The decisions of a route, before they have times: what happens in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pannier.core.ids import PlaceIndex
from pannier.core.plan import ActivityKind
from pannier.core.problem import Rule
from pannier.core.timewindow import TimeWindow

OPENING = frozenset((ActivityKind.START, ActivityKind.RELOAD))
"""What a trip begins with."""
CLOSING = frozenset((ActivityKind.RELOAD, ActivityKind.END))
"""What the vehicle arrives at when a trip is over."""
FILLING = frozenset((ActivityKind.SWAP, ActivityKind.CHARGE))
"""What gives the battery power."""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: `task` and `rest` are positions in the problem's tasks and the vehicle's breaks.

    `charge_s` is how long a charge is plugged in, `station` the position of its station in the problem's
    stations, None at the hub. A `window` is a choice to begin within it only: for cheaper power, or a plug that is
    free then.
    """

    kind: ActivityKind
    place: PlaceIndex
    task: int | None = None
    rest: int | None = None
    charge_s: int = 0
    station: int | None = None
    window: TimeWindow | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule the timed route breaks, where, and by how much in the rule's unit."""

    rule: Rule
    position: int
    amount: int


def split_trips(steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    """Yield for each trip the position of its opening and of the step that closes it."""
    opening = 0
    for position, step in enumerate(steps):
        if position and step.kind in CLOSING:
            yield opening, position
            opening = position
