"""What hubs do when orders come in or change."""

from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.hub.custody import expect


def on_order_known(db: Session, entry: LogEntry) -> None:
    """Expect the parcels of an order that was accepted, located or changed (it may have got its hub only now)."""
    expect(db, [entry.event.order_id])
