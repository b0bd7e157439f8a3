"""A vehicle's battery, what the hub can do about it between two trips, and stations on the way."""

from dataclasses import dataclass
from fractions import Fraction

from pannier.core.problem.bounds import MOST_J, MOST_S
from pannier.core.problem.errors import require, require_whole


@dataclass(frozen=True)
class Swap:
    """The hub exchanges the battery for a full one in `duration_s`, at most `spares` times in a shift."""

    duration_s: int
    spares: int

    def __post_init__(self) -> None:
        require_whole(self.duration_s, "battery.at_hub.duration_s", most=MOST_S)
        require_whole(self.spares, "battery.at_hub.spares")


@dataclass(frozen=True)
class CurvePoint:
    """After charging an empty battery for `time_s` it holds `charge_j`."""

    time_s: int
    charge_j: int


@dataclass(frozen=True)
class Charge:
    """Charging along a piecewise-linear curve from empty (Montoya et al. 2017).

    With `only_full` every charge goes on at least until the battery is full.
    """

    curve: tuple[CurvePoint, ...]
    only_full: bool = False

    def __post_init__(self) -> None:
        field = "curve"
        for position, point in enumerate(self.curve):
            require_whole(point.time_s, f"{field}[{position}].time_s", most=MOST_S)
            require_whole(point.charge_j, f"{field}[{position}].charge_j", most=MOST_J)
        require(len(self.curve) >= 2, field, "needs at least two points.")
        require(self.curve[0] == CurvePoint(0, 0), field, "starts with an empty battery at time 0.")
        for before, after in zip(self.curve, self.curve[1:], strict=False):
            rises = after.time_s > before.time_s and after.charge_j > before.charge_j
            require(rises, field, "time and charge must rise from point to point.")

    @property
    def full_j(self) -> int:
        """Return the charge at the end of the curve."""
        return self.curve[-1].charge_j

    def charge_after_j(self, charge_j: int, *, duration_s: int) -> int:
        """Return the charge after plugging in for a while, rounded down, never above the curve's end."""
        if charge_j >= self.full_j:
            return charge_j
        return int(self._charge_at(self._time_at(charge_j) + duration_s))

    def duration_to_s(self, charge_j: int, *, target_j: int) -> int:
        """Return how long to plug in from one charge to another, rounded up."""
        if target_j <= charge_j:
            return 0
        missing = self._time_at(min(target_j, self.full_j)) - self._time_at(charge_j)
        return -int(-missing // 1)

    def _time_at(self, charge_j: int) -> Fraction:
        """Return when, from empty, the curve reaches a charge."""
        for before, after in zip(self.curve, self.curve[1:], strict=False):
            if charge_j <= after.charge_j:
                slope = Fraction(after.time_s - before.time_s, after.charge_j - before.charge_j)
                return before.time_s + (charge_j - before.charge_j) * slope
        return Fraction(self.curve[-1].time_s)

    def _charge_at(self, time_s: Fraction) -> Fraction:
        """Return what the curve holds some time after empty."""
        for before, after in zip(self.curve, self.curve[1:], strict=False):
            if time_s <= after.time_s:
                slope = Fraction(after.charge_j - before.charge_j, after.time_s - before.time_s)
                return before.charge_j + (time_s - before.time_s) * slope
        return Fraction(self.full_j)


@dataclass(frozen=True)
class StationCurve:
    """How a battery charges at the stations of one kind."""

    kind: str
    charge: Charge


@dataclass(frozen=True)
class Battery:
    """Energy aboard: what fits, what is there at the start, and what must be left after every leg.

    `at_hub` is what a hub does between two trips; `at_stations` says which kinds of stations on the way fit. Of a
    thousand kilowatt hours from a plug `stored_permille` arrive in it: tariffs are paid at the plug.
    """

    capacity_j: int
    start_j: int
    reserve_j: int = 0
    at_hub: Swap | Charge | None = None
    at_stations: tuple[StationCurve, ...] = ()
    stored_permille: int = 1000

    def __post_init__(self) -> None:
        require_whole(self.capacity_j, "battery.capacity_j", least=1, most=MOST_J)
        require_whole(self.start_j, "battery.start_j", most=MOST_J)
        require_whole(self.reserve_j, "battery.reserve_j", most=MOST_J)
        require_whole(self.stored_permille, "battery.stored_permille", least=1, most=1000)
        require(self.start_j <= self.capacity_j, "battery.start_j", "is more than the battery holds.")
        require(self.reserve_j < self.capacity_j, "battery.reserve_j", "leaves nothing to drive with.")
        if isinstance(self.at_hub, Charge):
            self._check_curve(self.at_hub, "battery.at_hub.curve")
        for position, at_station in enumerate(self.at_stations):
            self._check_curve(at_station.charge, f"battery.at_stations[{position}].curve")
        kinds = {at_station.kind for at_station in self.at_stations}
        require(
            len(kinds) == len(self.at_stations),
            "battery.at_stations",
            "has two curves for a kind of station.",
        )

    def _check_curve(self, charge: Charge, field: str) -> None:
        """Raise InvalidProblem unless a full charge is a full battery."""
        require(charge.full_j == self.capacity_j, field, "must end at the battery's capacity.")

    def charge_at_station(self, kind: str) -> Charge | None:
        """Return how the battery charges at a kind of station, None when it does not fit there."""
        return next((at.charge for at in self.at_stations if at.kind == kind), None)
