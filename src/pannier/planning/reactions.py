"""What planning does when something happens to an order."""

from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.planning.progress import mark_task
from pannier.planning.queries import open_tasks


def drop_cancelled(db: Session, entry: LogEntry) -> None:
    """Take a cancelled order off its route, so that nobody drives there for it."""
    for task in open_tasks(db, entry.event.order_id):
        mark_task(db, task.id, state="closed", outcome="cancelled")
