"""A change that is asked for once more: what is done by now of what it named is left away."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from pannier.engine.stability import Stability
from pannier.orders.queries import orders_by_id
from pannier.planning.models import Proposal
from pannier.planning.queries import open_orders_of_day
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import FREE
from pannier.planning.running_day.propose import Asked


def asked_again(db: Session, row: Proposal) -> Asked:
    """Return what a proposal was asked with, for the day as it stands now."""
    # Where vehicles lay that do not go on may be another place by now, unless people were to meet there.
    change = Change.of_json({**row.change, "lie_at": row.change.get("meet_at", {})})
    counts = row.change.get("counts")
    ahead = open_orders_of_day(db, hub_id=row.hub_id, service_date=row.service_date)
    orders = orders_by_id(db, change.order_ids)
    change = replace(
        change,
        order_ids=tuple(one for one in change.order_ids if one in orders and orders[one].status in FREE),
        keep_rider=_still(change.keep_rider, ahead),
        keep_time=_still(change.keep_time, ahead),
    )
    return Asked(
        hub_id=row.hub_id,
        service_date=row.service_date,
        change=change,
        stability=Stability(**counts) if counts else Stability(),
    )


def _still(named: Sequence[uuid.UUID], ahead: Collection[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    return tuple(order for order in named if order in ahead)
