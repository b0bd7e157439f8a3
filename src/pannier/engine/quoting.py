"""What one more delivery would cost in a plan as it stands, window by window: answers for a checkout, in milliseconds.

A quoter keeps the plan encoded with a row, a column and a task to spare. A new place only fills those in.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pannier.core.problem import Access, Matrices, Place, Problem, Task, TaskKind, Traffic, Vehicle
from pannier.core.problem.matrices import UNREACHABLE, is_constant
from pannier.core.problem.stop_groups import ALONE
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.schedule.hours import hours_of
from pannier.core.timewindow import TimeWindow
from pannier.core.units import J_PER_KWH, S_PER_HOUR, divide_half_up
from pannier.engine.decode import START_SLACK_S
from pannier.engine.elsewhere import Elsewhere, StandingPlan
from pannier.engine.encoding import FAR
from pannier.engine.jobs import Jobs
from pannier.engine.levers import with_tasks
from pannier.engine.reason_words import effect_words
from pannier.engine.relaxing import MINUTE_S
from pannier.engine.scout import Lever, Question, Scout
from pannier.engine.severity import severity
from pannier.engine.who_may import may_serve

SPARE = "quote"
"""The id of the task to spare."""
MOST_UNKNOWN = 3
"""The unknown ways of so many vehicles at most are told at once, for knowing them often rules the others out."""
_TIMED = (0, 1)
"""Metres and seconds: where no way leads the search has FAR for them, and no energy."""
_PARTS = ("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg")

type Row = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Ways:
    """From all places of a problem to a new one, and back, for one profile; UNREACHABLE where no way leads.

    Each holds metres, seconds, joules and joules a kilogram, in this order.
    """

    there: tuple[Row, Row, Row, Row]
    back: tuple[Row, Row, Row, Row]


type Known = Callable[[str, frozenset[int]], bool]
"""Whether the ways of a profile between the new place and some others are what they are, and not only bounded."""


@dataclass(frozen=True)
class Unknown:
    """No answer yet: by profile the places to or from which ways may lead to a better one than those known."""

    places: Mapping[str, Set[int]]


@dataclass(frozen=True)
class Setting:
    """What holds at the new place, which comes behind all others: hours of traffic by profile, and of access.

    Where a profile is not named traffic there is as at the hub. `incompatible` are goods that never share a trip, those
    of the new order too; without any they are those of the plan.
    """

    traffic: Mapping[str, Traffic] = field(default_factory=dict)
    access: tuple[Access, ...] = ()
    incompatible: tuple[tuple[str, str], ...] = ()


class Quoter:
    """Answers for one plan and new places of one setting; not for several threads at once."""

    def __init__(self, standing: StandingPlan, hub: int, setting: Setting | None = None) -> None:
        self._standing, self._at = standing, len(standing.problem.places)
        self._own: dict[str, tuple[npt.NDArray[np.int32], ...]] = {}
        self.problem = self._with_room(standing.problem, hub, setting or Setting())
        jobs = Jobs(self.problem)
        self._spare = len(self.problem.tasks) - 1
        self._job = jobs.by_task[self._spare]
        steps = {vehicle: timed.steps for vehicle, timed in standing.timed.items()}
        self._scout = Scout(self.problem, jobs, steps)

    @property
    def places(self) -> int:
        """Return how many places the plan knows; the new one comes behind them."""
        return self._at

    def move_to(self, ways: Mapping[str, Ways]) -> None:
        """Let the new place lie where these ways lead, by profile; it stays there until it is moved again."""
        for profile, found in ways.items():
            for part, (there, back) in enumerate(zip(found.there, found.back, strict=True)):
                self._write(self._own[profile][part], there, back, UNREACHABLE)
                for read in self._scout.matrices(profile):
                    self._write(read[part], there, back, FAR if part in _TIMED else 0)

    def ask(self, task: Task) -> Elsewhere | None:
        """Return with whom a delivery (or return) at the new place costs least; `forbidden` says why with nobody.

        None where the plan has no vehicle at all.
        """
        found = self.look(task, _all_known)
        return None if isinstance(found, Unknown) else found

    def look(self, task: Task, known: Known) -> Elsewhere | Unknown | None:
        """Return the same as `ask` where the answer hangs on known ways alone, else which others it hangs on.

        The others may be shorter than they are, and need less: whatever goes another way costs more still.
        """
        problem = self._posed(task)
        self._scout.change(self._spare, problem)
        found = self._surest(problem, Question(), known)
        if found is None:
            return self._why_not(problem, known)
        if isinstance(found, Unknown):
            return found
        number, steps = found
        vehicle = problem.vehicles[number]
        timed = timeline(problem, vehicle, steps, keep_slack_s=START_SLACK_S)
        return self._why_not(problem, known) if timed.faults else self._told(number, vehicle, timed)

    def _surest(
        self, problem: Problem, question: Question, known: Known
    ) -> tuple[int, Sequence[Step]] | Unknown | None:
        """Return who best takes the task and how, where no unknown way could be better; else which of them could.

        None where nobody may take it.
        """
        found = self._scout.each(self._job, question)
        open_: dict[str, set[int]] = {}
        for way in sorted(found, key=lambda one: (one.amount, one.extra_millicents))[:MOST_UNKNOWN]:
            vehicle = problem.vehicles[way.vehicle]
            steps = way.steps(problem, vehicle)
            beside = self._beside(steps)
            if known(vehicle.profile, beside):
                return Unknown(open_) if open_ else (way.vehicle, steps)
            open_.setdefault(vehicle.profile, set()).update(beside)
        return Unknown(open_) if open_ else None

    def _posed(self, task: Task) -> Problem:
        """Return the problem with the task asked about; what follows from all the others is not counted again."""
        asked = replace(task, id=SPARE, place=self._at)
        problem = with_tasks(self.problem, {self._spare: asked})
        is_late = bool(asked.is_loaded_at_hub and asked.release_s)
        vars(problem)["loaded_at_hub"] = (*self.problem.loaded_at_hub[:-1], asked.is_loaded_at_hub)
        vars(problem)["has_late_goods"] = self.problem.has_late_goods or is_late
        return problem

    def _beside(self, steps: Sequence[Step]) -> frozenset[int]:
        """Return the places from which a route goes to the new one, or to which from there."""
        pairs = pairwise(step.place for step in steps)
        return frozenset(one for pair in pairs if self._at in pair for one in pair if one != self._at)

    def _told(self, number: int, vehicle: Vehicle, timed: Timeline) -> Elsewhere:
        """Return what a vehicle's route costs more with the task than it does now."""
        now = self._standing.timed.get(number)
        energy_j = sum(leg.energy_j for leg in timed.legs) - (
            sum(one.energy_j for one in now.legs) if now else 0
        )
        took_s = timed.clock.departures[-1] - timed.clock.starts[0]
        return Elsewhere(
            vehicle_id=vehicle.id,
            extra_millicents=timed.cost.total_millicents - (now.cost.total_millicents if now else 0),
            extra_weights_millicents=timed.cost.weights_millicents
            - (now.cost.weights_millicents if now else 0),
            extra_s=took_s - (now.clock.departures[-1] - now.clock.starts[0] if now else 0),
            extra_co2e_mg=divide_half_up(energy_j * vehicle.co2e_mg_per_kwh, J_PER_KWH),
            start_s=next(
                start
                for start, step in zip(timed.clock.starts, timed.steps, strict=True)
                if step.task == self._spare
            ),
        )

    def _why_not(self, problem: Problem, known: Known) -> Elsewhere | Unknown | None:
        """Return what keeps all vehicles from it: the rule that is broken least where all give way."""
        if not problem.vehicles:
            return None
        question = Question(Lever.ALL, most=4 * S_PER_HOUR, step=MINUTE_S)
        found = self._surest(problem, question, known)
        if found is None:
            return Elsewhere(vehicle_id="", forbidden=self._nobody(problem))
        if isinstance(found, Unknown):
            return found
        number, steps = found
        vehicle = problem.vehicles[number]
        timed = timeline(problem, vehicle, steps, keep_slack_s=START_SLACK_S)
        if not timed.faults:
            return Elsewhere(vehicle_id="", forbidden="No trip has a place for it.")
        worst = max(timed.faults, key=lambda fault: severity([fault]))
        is_own = worst.position < len(timed.steps) and timed.steps[worst.position].task == self._spare
        words = f"It {effect_words(vehicle, worst, own=is_own)}."
        return Elsewhere(vehicle_id=vehicle.id, forbidden=words)

    def _nobody(self, problem: Problem) -> str:
        """Return why no vehicle of the day may have it whatever gives way, in words."""
        able = [one for one in problem.vehicles if may_serve(one, problem.tasks[self._spare])]
        closed = [one for one in able if hours_of(problem, one, self._spare) == ()]
        if able and len(closed) == len(able):
            names = sorted({area.name for one in closed for area in problem.access_of(one, self._at)})
            return f"No vehicle of the day may be in {' and '.join(names)} then."
        return "No vehicle of the day may have it: it is too large, needs a skill, or no way leads there."

    def _with_room(self, problem: Problem, hub: int, setting: Setting) -> Problem:
        """Return the problem with a place and a task to spare; the place is reached from nowhere as yet."""
        spare = Task(
            id=SPARE,
            kind=TaskKind.DROPOFF,
            place=self._at,
            hub=hub,
            demand=(0,) * len(problem.dimensions),
            windows=(TimeWindow(0, FAR),),
            prize_cents=0,
        )
        return replace(
            problem,
            places=(*problem.places, Place(SPARE)),
            matrices=tuple(self._roomier(one, hub, setting) for one in problem.matrices),
            tasks=(*problem.tasks, spare),
            access=setting.access or problem.access,
            incompatible=setting.incompatible or problem.incompatible,
        )

    def _roomier(self, matrices: Matrices, hub: int, setting: Setting) -> Matrices:
        """Return matrices with a row and a column more, still to be written."""
        parts = [_roomier(getattr(matrices, name)) for name in _PARTS]
        self._own[matrices.profile] = tuple(parts)
        seen = []
        for part in parts:
            view = part.view()
            view.flags.writeable = False
            seen.append(view)
        metres, seconds, base_j, j_per_kg = seen
        traffic = setting.traffic.get(matrices.profile, matrices.traffic)
        if traffic is not None and len(traffic.areas) == self._at:
            traffic = replace(traffic, areas=(*traffic.areas, traffic.areas[hub]))
        groups = (*matrices.stop_groups, ALONE) if matrices.stop_groups else ()
        return Matrices(matrices.profile, metres, seconds, base_j, j_per_kg, traffic, groups)

    def _write(self, matrix: npt.NDArray[np.int32], there: Row, back: Row, none: int) -> None:
        """Write the ways to and from the new place, with a number of its own where there is none."""
        matrix[: self._at, self._at] = np.where(there == UNREACHABLE, none, there)
        matrix[self._at, : self._at] = np.where(back == UNREACHABLE, none, back)


def _all_known(profile: str, places: frozenset[int]) -> bool:
    del profile, places
    return True


def _roomier(matrix: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return a matrix with a row and a column more, without a way; one without energy stays without."""
    size = len(matrix) + 1
    roomier = np.full((size, size), UNREACHABLE, dtype=np.int32)
    roomier[:-1, :-1] = matrix[:1, :1] if is_constant(matrix) else matrix
    roomier[-1, -1] = 0
    return roomier
