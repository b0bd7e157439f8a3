"""The state of the last tries: what each vehicle carries now, and what is left."""

from dataclasses import dataclass, field

from pannier.core.problem import Problem
from pannier.core.schedule import Timeline
from pannier.engine.decode import START_SLACK_S, Trips, decode
from pannier.engine.fit import Fit
from pannier.engine.jobs import Job, Jobs

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

    def try_trips(self, vehicle: int, trips: Trips) -> Timeline:
        """Return the timed route a vehicle would have."""
        return decode(self.problem, self.problem.vehicles[vehicle], trips, keep_slack_s=START_SLACK_S)

    def put(self, vehicle: int, trips: Trips, timed: Timeline | None = None) -> None:
        """Give a vehicle these trips; none with a task takes it off the road."""
        if not any(trips):
            self.trips.pop(vehicle, None)
            self.timed.pop(vehicle, None)
            return
        self.trips[vehicle] = trips
        self.timed[vehicle] = timed or self.try_trips(vehicle, trips)

    def cost_of(self, vehicle: int) -> int:
        """Return what a vehicle's route costs now, in thousandths of a cent."""
        timed = self.timed.get(vehicle)
        return timed.cost.total_millicents if timed else 0
