"""Use cases: change a running day; what is loaded into a vehicle stays with it, searched for and accepted."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.jobs import Job, RunningJob
from pannier.dispatch.problems import AlreadyLoaded
from pannier.hub.queries import loaded_barcodes, orders_in_hub
from pannier.orders.queries import orders_by_id
from pannier.places.service import network_of
from pannier.planning.models import Proposal
from pannier.planning.pool import solve_from_in_pool
from pannier.planning.problems import ProposalClosed
from pannier.planning.queries import RouteSheet, open_orders_of_day, sheets_of_day
from pannier.planning.retime import NetworkOf
from pannier.planning.running_day import accepting, propose
from pannier.planning.running_day.ask_again import asked_again
from pannier.planning.running_day.change import HANDS_OVER, Change
from pannier.planning.running_day.job import propose_change, request_proposal
from pannier.planning.running_day.loaded import Loaded, ParcelsOf
from pannier.planning.running_day.propose import Asked
from pannier.planning.solver import SolverFrom
from pannier.planning.store import lock_hub_day

SCANNED = ParcelsOf(loaded_barcodes, orders_in_hub)


def ask(db: Session, asked: Asked) -> Job:
    """Ask for a proposal; raise AlreadyLoaded for who is away with parcels in the vehicle, and what planning does."""
    job = request_proposal(db, asked)
    for number, shift_id in enumerate(asked.change.without):
        orders = [
            task.order_id
            for sheet in sheets_of_day(db, hub_id=asked.hub_id, service_date=asked.service_date)
            if sheet.route.shift_id == shift_id and not _is_handed_over(sheet, asked.change)
            for shown in sheet.stops
            for task in shown.tasks
            if task.state != "closed"
        ]
        if found := loaded_barcodes(db, orders):
            raise AlreadyLoaded(
                f"Parcel {min(found.values())} is in this rider's vehicle already, with those of {len(found) - 1} more "
                "orders; receive them in the hub again first.",
                pointer=f"/shift_ids/{number}",
            )
    return job


def ask_again(db: Session, proposal_id: uuid.UUID, *, by: str) -> Job:
    """Ask for the same change of the day as it stands now; the old proposal is discarded.

    Raises ProposalNotFound, ProposalClosed for one that was accepted or discarded, and what asking does.
    """
    row = propose.get_proposal(db, proposal_id)
    lock_hub_day(db, row.hub_id, row.service_date)
    db.refresh(row)
    if row.state != "open":
        raise ProposalClosed(f"This proposal is {row.state}; ask for a new change of the day.")
    row = propose.discard(db, proposal_id, by=by)
    return ask(db, asked_again(db, row))


def _is_handed_over(sheet: RouteSheet, change: Change) -> bool:
    """Tell whether others take over what is aboard: whose rider has left does not go on."""
    return sheet.route.state == "in_progress" and change.operation in HANDS_OVER


def run(
    job: RunningJob, *, solve: SolverFrom = solve_from_in_pool, network_of: NetworkOf = network_of
) -> dict[str, Any]:
    """Search for a proposal in a worker; what is loaded is locked to its vehicle."""
    return propose_change(job, parcels_of=SCANNED, solve=solve, network_of=network_of)


def accept(db: Session, proposal_id: uuid.UUID, *, by: str, network_of: NetworkOf = network_of) -> Proposal:
    """Give riders the changed plan.

    Raises AlreadyLoaded, naming the parcel, where one was loaded since into a vehicle that would not deliver it, and
    what planning does: ProposalClosed or ProposalOutdated.
    """
    row = propose.get_proposal(db, proposal_id)
    lock_hub_day(db, row.hub_id, row.service_date)
    before = open_orders_of_day(db, hub_id=row.hub_id, service_date=row.service_date)
    # Locked until the end, so that nobody scans one of them into the old vehicle meanwhile.
    loaded = loaded_barcodes(db, list(before), lock=True)
    row = accepting.accept(db, proposal_id, by=by, parcels_of=SCANNED, network_of=network_of)
    after = open_orders_of_day(db, hub_id=row.hub_id, service_date=row.service_date)
    _check_still_aboard(_not_handed_over(db, loaded, row), before, after)
    return row


def _not_handed_over(db: Session, loaded: Loaded, row: Proposal) -> Loaded:
    """Return what is loaded and not aboard of a vehicle that an accepted proposal takes out of the day."""
    change = Change.of_json(row.change)
    if change.operation not in HANDS_OVER:
        return loaded
    left = {order.id for order in orders_by_id(db, loaded).values() if order.awaits_handover}
    back = {uuid.UUID(one["order_id"]) for one in row.diff["left_out"]}
    return {order_id: barcode for order_id, barcode in loaded.items() if order_id not in left | back}


def _check_still_aboard(
    loaded: Loaded, before: dict[uuid.UUID, uuid.UUID], after: dict[uuid.UUID, uuid.UUID]
) -> None:
    moved: Sequence[str] = sorted(
        barcode for order_id, barcode in loaded.items() if after.get(order_id) != before[order_id]
    )
    if moved:
        raise AlreadyLoaded(
            f"Parcel {moved[0]} was loaded into the vehicle of a rider who would not deliver it"
            f"{f', and {len(moved) - 1} more' if len(moved) > 1 else ''}. Receive it in the hub again, or ask for a "
            "new proposal, which leaves it where it is."
        )
