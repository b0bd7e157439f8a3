"""The state of the last tries: what each vehicle carries now, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pannier.core.problem import Problem, Rule
from pannier.core.schedule import Fault, Timeline
from pannier.engine.decode import Trips, decode
from pannier.engine.fit import Fit
from pannier.engine.jobs import Job, Jobs

START_SLACK_S = 600
"""A route is not started so late that a stop comes closer than this to the end of its window."""

_SCALE = {Rule.BATTERY: 180_000, Rule.CAPACITY: 1_000, Rule.DISTANCE: 1_000, Rule.STOPS: 1, Rule.TRIPS: 1}
_SCALE_S = 600


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


def severity(faults: Sequence[Fault]) -> float:
    """Return how far a route is from being feasible, over all rules; 0 means feasible."""
    return sum(1 + fault.amount / _SCALE.get(fault.rule, _SCALE_S) for fault in faults)
