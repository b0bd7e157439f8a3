"""The state of the last tries: what each vehicle carries now, and what is left."""

from dataclasses import dataclass, field

from pannier.core.problem import Problem, Rule
from pannier.core.schedule import Timeline
from pannier.engine.decode import START_SLACK_S, Trips
from pannier.engine.fit import Fit
from pannier.engine.jobs import Job, Jobs
from pannier.engine.plug_uses import crowded
from pannier.engine.scout import Scout

__all__ = ["START_SLACK_S", "Fleet"]


@dataclass
class Fleet:
    """Trips and timed route of every vehicle, and the jobs left; changed in place by the last tries only."""

    problem: Problem
    jobs: Jobs
    fit: Fit
    trips: dict[int, Trips] = field(default_factory=dict)
    timed: dict[int, Timeline] = field(default_factory=dict)
    left: set[Job] = field(default_factory=set)
    _scout: Scout | None = None

    @property
    def scout(self) -> Scout:
        """Return what tells where jobs could go in the routes as they are now."""
        if self._scout is None:
            self._scout = Scout(
                self.problem, self.jobs, {one: timed.steps for one, timed in self.timed.items()}
            )
        return self._scout

    def judge(self, vehicle: int, timed: Timeline) -> Timeline:
        """Return a route with what the others of the fleet forbid it: to use a plug that one of them has."""
        others = (own for other, own in self.timed.items() if other != vehicle)
        return crowded(self.problem, timed, others)

    def put(self, vehicle: int, trips: Trips, timed: Timeline) -> None:
        """Give a vehicle these trips, timed."""
        self._scout = None
        self.trips[vehicle] = trips
        self.timed[vehicle] = timed

    def lacks_plug(self, vehicle: int, timed: Timeline) -> bool:
        """Tell whether the others of the fleet leave a route no plug that it needs."""
        return any(fault.rule is Rule.PLUG for fault in self.judge(vehicle, timed).faults)

    def home_of(self, job: Job) -> int | None:
        """Return the vehicle that the job must go by, since it has others that must go with it; None without any."""
        with_it = self.jobs.company.with_it(job)
        return next((one for one, trips in self.trips.items() if _holds(trips, with_it)), None)

    def may_join(self, vehicle: int, job: Job) -> bool:
        """Tell whether what must go with the job, or must not, lets it go by a vehicle."""
        home = self.home_of(job)
        kept_from = self.jobs.company.kept_from(job)
        return home in (None, vehicle) and not _holds(self.trips.get(vehicle, ()), kept_from)

    def cost_of(self, vehicle: int) -> int:
        """Return what a vehicle's route costs now, in thousandths of a cent."""
        timed = self.timed.get(vehicle)
        return timed.cost.total_millicents if timed else 0


def _holds(trips: Trips, tasks: frozenset[int]) -> bool:
    """Tell whether some trip has one of the tasks."""
    return bool(tasks) and any(task in tasks for trip in trips for task in trip)
