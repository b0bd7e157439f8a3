"""What the checker finds wrong."""

from dataclasses import dataclass

from pannier.core.ids import TaskId, VehicleId
from pannier.core.problem import Rule


@dataclass(frozen=True)
class Violation:
    """One rule broken: where (route and position in it), by how much in which unit, and in a sentence."""

    rule: Rule
    words: str
    vehicle_id: VehicleId | None = None
    task_id: TaskId | None = None
    position: int | None = None
    amount: int = 0
    unit: str = ""
