"""What orders on demand do when something happens: their hubs are looked at again."""

from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.planning.on_demand.desk import ring

WATCHED = (
    "attempt.failed", "attempt.partial", "attempt.succeeded", "collection.failed", "collection.succeeded",
    "duty.ended", "duty.started", "demand.changed", "order.allocated", "order.cancelled", "order.changed",
    "order.left_out", "order.reopened", "order.taken_back", "route.cancelled", "route.completed",
    "route.started", "shift.changed", "shift.created", "stop.arrived",
)  # fmt: skip
"""Events after which another rider may be the right one."""


def look_again(db: Session, entry: LogEntry) -> None:
    """Ask for a look at the hubs that serve on demand."""
    del entry
    ring(db)
