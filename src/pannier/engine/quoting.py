"""What one more delivery would cost in a plan as it stands, window by window: answers for a checkout, in milliseconds.

A quoter keeps the plan encoded with a row, a column and a task to spare. A new place only fills those in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from pannier.core.problem import Access, Matrices, Place, Problem, Task, TaskKind, Traffic
from pannier.core.problem.matrices import UNREACHABLE, is_constant
from pannier.core.problem.stop_groups import ALONE
from pannier.core.schedule import timeline
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
        asked = replace(task, id=SPARE, place=self._at)
        problem = with_tasks(self.problem, {self._spare: asked})
        self._scout.change(self._spare, problem)
        way = self._scout.best(self._job, Question())
        if way is None:
            return self._why_not(problem)
        vehicle = problem.vehicles[way.vehicle]
        timed = timeline(problem, vehicle, way.steps(problem, vehicle), keep_slack_s=START_SLACK_S)
        if timed.faults:
            return self._why_not(problem)
        now = self._standing.timed.get(way.vehicle)
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

    def _why_not(self, problem: Problem) -> Elsewhere | None:
        """Return what keeps all vehicles from it: the rule that is broken least where all give way."""
        if not problem.vehicles:
            return None
        way = self._scout.best(self._job, Question(Lever.ALL, most=4 * S_PER_HOUR, step=MINUTE_S))
        if way is None:
            return Elsewhere(vehicle_id="", forbidden=self._nobody(problem))
        vehicle = problem.vehicles[way.vehicle]
        timed = timeline(problem, vehicle, way.steps(problem, vehicle), keep_slack_s=START_SLACK_S)
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


def _roomier(matrix: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return a matrix with a row and a column more, without a way; one without energy stays without."""
    size = len(matrix) + 1
    roomier = np.full((size, size), UNREACHABLE, dtype=np.int32)
    roomier[:-1, :-1] = matrix[:1, :1] if is_constant(matrix) else matrix
    roomier[-1, -1] = 0
    return roomier
