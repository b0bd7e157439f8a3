"""What the log hears of an attempt, at the recipient's door or at the sender's."""

from typing import Any

from pannier.core.attempts import Outcome, Settled
from pannier.core.events import (
    AttemptFailed,
    AttemptPartial,
    AttemptReopened,
    AttemptSucceeded,
    CollectionFailed,
    CollectionReopened,
    CollectionSucceeded,
)
from pannier.driving.models import Attempt
from pannier.driving.stages import Stage


def event_of(row: Attempt, settled: Settled) -> object:
    """Return the event that tells a fact which stands."""
    place: dict[str, Any] = {"order_id": row.order_id, "stop_id": row.stop_id, "route_id": row.route_id}
    collects = row.stage == Stage.COLLECTION
    if row.outcome == Outcome.REOPENED:
        reopened = CollectionReopened if collects else AttemptReopened
        return reopened(attempt_id=settled.took_back[row.id], device_time=row.at, **place)
    times: dict[str, Any] = {"device_time": row.at, "received_at": row.received_at}
    if row.outcome == Outcome.FAILED:
        failed = CollectionFailed if collects else AttemptFailed
        return failed(attempt_id=row.id, reason=row.reason or "other", **place, **times)
    if collects:
        return CollectionSucceeded(attempt_id=row.id, reason=row.reason, **place, **times)
    kind = AttemptPartial if row.outcome == Outcome.PARTIAL else AttemptSucceeded
    return kind(attempt_id=row.id, reason=row.reason, **place, **times)


def undone(row: Attempt) -> object:
    """Return the event that an attempt, told before, does not stand: an earlier fact came late."""
    kind = CollectionReopened if row.stage == Stage.COLLECTION else AttemptReopened
    return kind(
        attempt_id=row.id,
        order_id=row.order_id,
        stop_id=row.stop_id,
        route_id=row.route_id,
        device_time=row.at,
    )
