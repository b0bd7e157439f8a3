"""What came out of driving a plan on many drawn days."""

from dataclasses import dataclass

from pannier.core.endurance.targets import Targets
from pannier.core.ids import TaskId
from pannier.core.statistics import Clustered


@dataclass(frozen=True, slots=True)
class StopRisk:
    """How a promised task fared: the share of days on which it began late, and how late on average (0 when in time).

    `drift_s` is by how much later than planned the rider was ready there on one day in ten.
    """

    task_id: TaskId
    late_share: float
    expected_late_s: float
    drift_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Shares over all days, each with its count and interval; days are the clusters, since a bad day is bad for all.

    `windows`: promised tasks begun in time. `reserves`: routes with a battery that went below its reserve.
    `shifts`: routes that were back before shift and overtime ended. `stops` are worst first.
    """

    days: int
    seed: int
    windows: Clustered
    reserves: Clustered
    shifts: Clustered
    stops: tuple[StopRisk, ...]

    def keeps_promises(self, targets: Targets) -> bool:
        """Tell whether as many windows are kept as was aimed at."""
        kept = self.windows.rate
        return targets.promises is None or kept is None or kept >= targets.promises

    def keeps_reserve(self, targets: Targets) -> bool:
        """Tell whether the reserve is touched on as few routes as was aimed at."""
        touched = self.reserves.rate
        return targets.reserve is None or touched is None or touched <= targets.reserve

    def reaches(self, targets: Targets) -> bool:
        """Tell whether all that was aimed at is reached."""
        return self.keeps_promises(targets) and self.keeps_reserve(targets)
