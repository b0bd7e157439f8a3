"""Use cases: propose a change of a running plan, accept or discard it; nothing changes behind the dispatcher's back."""

import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.connect.road_network import RoadNetwork
from pannier.core.geo import LonLat
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import OnProgress, Stop
from pannier.engine.stability import Stability
from pannier.places.service import get_hub, network_of
from pannier.planning.make_plan import left_out_orders
from pannier.planning.models import Proposal
from pannier.planning.pool import solve_from_here
from pannier.planning.problems import ProposalClosed, ProposalNotFound
from pannier.planning.queries import list_routes
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.check_change import check_change
from pannier.planning.running_day.diff import diff_of
from pannier.planning.running_day.handovers_told import handovers
from pannier.planning.running_day.kept_steps import kept
from pannier.planning.running_day.load import (
    RunningDay,
    check_away,
    check_orders,
    load_running_day,
    open_tasks_of,
)
from pannier.planning.running_day.loaded import NOBODY_SCANS, Loaded, ParcelsOf
from pannier.planning.running_day.locks_told import (
    loaded_elsewhere,
    not_kept,
    stranded,
    unlocked,
)
from pannier.planning.running_day.outdated import left_knowing
from pannier.planning.running_day.patience import patience_s
from pannier.planning.running_day.promises import all_promises
from pannier.planning.running_day.replan import Found, cut_of, replan
from pannier.planning.running_day.same_routes import touched_routes
from pannier.planning.running_day.underway import passed_of
from pannier.planning.running_day.whereabouts import names_of
from pannier.planning.solver import Effort, SolverFrom
from pannier.planning.states import OUT
from pannier.planning.store import lock_hub_day

NetworkOf = Callable[[Any], RoadNetwork]
USUAL = Stability()
EFFORT = Effort(budget_s=None)
"""As long as the change needs."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which day to change and how, how long to search, and what changes cost."""

    hub_id: uuid.UUID
    service_date: date
    change: Change
    effort: Effort = EFFORT
    stability: Stability = USUAL


@dataclass(frozen=True)
class Posed:
    """A running day read for a change: `full` is the day with whoever is away, `loaded` what is in vehicles already.

    `names` are riders by shift; they go into no table.
    """

    asked: Asked
    network: RoadNetwork
    day: RunningDay
    full: RunningDay
    loaded: Loaded

    @property
    def change(self) -> Change:
        """Return what is asked, with what is loaded locked to its vehicle."""
        asked = self.asked.change
        held = (order for order in self.loaded if order not in (*asked.keep_rider, *self.day.handed))
        return replace(asked, keep_rider=(*asked.keep_rider, *held))

    @property
    def effort(self) -> Effort:
        """Return how long to search: as long as was asked, else as long as the change needs."""
        asked = self.asked.effort
        if asked.budget_s is not None or asked.iterations is not None:
            return asked
        return replace(asked, budget_s=patience_s(self.asked.change, len(self.day.day.orders)))


def propose(
    db: Session, asked: Asked, *, parcels_of: ParcelsOf = NOBODY_SCANS, network_of: NetworkOf = network_of
) -> Proposal:
    """Search for the smallest useful change and keep it for a person to decide, all in one go.

    Raises HubNotFound, NothingRuns, RiderHasParcels, Invalid for what is missing or named and not there.
    """
    since = time.perf_counter()
    check_asked(db, asked)
    posed = pose(db, asked, parcels_of=parcels_of, network_of=network_of)
    return keep(db, posed, find(posed), took_s=time.perf_counter() - since)


def check_asked(db: Session, asked: Asked) -> None:
    """Raise what can be said of a change without searching: HubNotFound, NothingRuns, RiderHasParcels, Invalid."""
    get_hub(db, asked.hub_id)
    check_change(db, asked.change, hub_id=asked.hub_id, service_date=asked.service_date)
    check_orders(db, asked.hub_id, asked.service_date, asked.change)
    out = list_routes(db, hub_id=asked.hub_id, service_date=asked.service_date, states=OUT)
    check_away(out, asked.change)


def pose(
    db: Session, asked: Asked, *, parcels_of: ParcelsOf = NOBODY_SCANS, network_of: NetworkOf = network_of
) -> Posed:
    """Read the day as it stands now; raise HubNotFound, NothingRuns or RiderHasParcels."""
    network = network_of(get_hub(db, asked.hub_id))

    def load(change: Change, now: datetime | None = None) -> RunningDay:
        return load_running_day(
            db,
            hub_id=asked.hub_id,
            service_date=asked.service_date,
            change=change,
            network=network,
            parcels_of=parcels_of,
            now=now,
        )

    day = load(asked.change)
    full = load(replace(asked.change, without=()), day.day.now) if asked.change.without else day
    loaded = parcels_of.loaded(db, [task.order_id for task in open_tasks_of(full.sheets.values())])
    return Posed(asked, network, day, full, loaded)


def find(
    posed: Posed,
    *,
    solve: SolverFrom = solve_from_here,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Found:
    """Search; nothing is read or written meanwhile, so no transaction needs to be open."""
    effort = posed.effort

    def search(problem: Problem, start: Plan) -> Plan:
        return solve(problem, start, effort, on_progress=on_progress, stop=stop)

    return replan(posed.day, posed.change, effort, posed.asked.stability, search=search)


def keep(
    db: Session, posed: Posed, found: Found, *, took_s: float, proposal_id: uuid.UUID | None = None
) -> Proposal:
    """Store what was found for a person to decide."""
    asked, day, running, plan = posed.asked, posed.day, found.made.running, found.made.plan
    change = replace(posed.change, without=())
    was = cut_of(posed.full, change, posed.full.underway) if asked.change.without else running
    broken = [violation.words for violation in found.made.violations]
    loaded = {order: one for order, one in posed.loaded.items() if order not in day.handed}
    diff = diff_of(
        day.day,
        was,
        running.whole,
        plan,
        left_out=left_out_orders(found.left_out),
        promises=all_promises(posed.full),
        stability=asked.stability,
    )
    touched = touched_routes(running, plan)
    steps = _steps(kept(running.whole, plan, _passed(day)), touched)
    row = Proposal(
        hub_id=asked.hub_id,
        service_date=asked.service_date,
        change=_as_asked(asked, day),
        base=_base(day, touched | {str(one) for one in asked.change.without}),
        steps=steps,
        diff=diff
        | {
            "broken": [*broken, *stranded(day, running, plan), *loaded_elsewhere(posed.full, plan, loaded)],
            "not_kept": not_kept(day, asked.change, found.made),
            "unlocked": unlocked(day, _with_stored(asked.change, posed.full), plan, diff["orders"]),
            "handovers": handovers(day, plan),
            "left_knowing": left_knowing(day.sheets, steps),
        },
        known=names_of(day.known),
        took_s=round(took_s, 3),
    )
    return _stored(db, row, proposal_id)


def _stored(db: Session, row: Proposal, proposal_id: uuid.UUID | None) -> Proposal:
    if proposal_id is not None:
        row.id = proposal_id
    db.add(row)
    db.flush()
    return row


def _as_asked(asked: Asked, day: RunningDay) -> dict[str, Any]:
    """Return what was asked as a row keeps it, with what asking again needs: what changes count, where to meet."""
    counts, meet_at = asdict(asked.stability), asked.change.as_json()["lie_at"]
    change = replace(asked.change, lie_at=_places(day)).as_json()
    return change | {"counts": counts, "meet_at": meet_at}


def _places(day: RunningDay) -> dict[uuid.UUID, LonLat]:
    """Return where what is aboard of vehicles that do not go on lies, so that accepting means the same place."""
    return {one.shift_id: one.point for one in day.handed.values()}


def _passed(day: RunningDay) -> dict[str, dict[str, int]]:
    return {shift: passed_of(sheet) for shift, sheet in day.sheets.items()}


def _base(day: RunningDay, shifts: Collection[str]) -> dict[str, int]:
    """Return the revisions of the routes of shifts."""
    return {
        str(sheet.route.id): sheet.route.revision for shift, sheet in day.sheets.items() if shift in shifts
    }


def _steps(steps: Mapping[str, list[Any]], touched: Collection[str]) -> dict[str, list[Any]]:
    """Return what each shift would do whose route changes, nothing where it would have none."""
    return {shift: steps.get(shift, []) for shift in sorted(touched)}


def _with_stored(change: Change, day: RunningDay) -> Change:
    """Return a change with the locks that are kept with the day, to tell which of them had to go."""
    locks = day.day.locks
    riders = (one.order_id for one in locks if one.shift_id is not None)
    moments = (one.order_id for one in locks if one.begins is not None)
    return replace(
        change,
        keep_rider=tuple(dict.fromkeys((*change.keep_rider, *riders))),
        keep_time=tuple(dict.fromkeys((*change.keep_time, *moments))),
    )


def get_proposal(db: Session, proposal_id: uuid.UUID) -> Proposal:
    """Return a proposal; raise ProposalNotFound."""
    row = db.get(Proposal, proposal_id)
    if row is None:
        raise ProposalNotFound(
            f"Proposal {proposal_id} does not exist here; list them with GET /v1/proposals."
        )
    return row


def list_proposals(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[Proposal]:
    """List the proposals of a hub's day, the newest first."""
    query = select(Proposal).where(Proposal.hub_id == hub_id, Proposal.service_date == service_date)
    return list(db.scalars(query.order_by(Proposal.id.desc())))


def discard(db: Session, proposal_id: uuid.UUID, *, by: str) -> Proposal:
    """Note that a proposal is not wanted; raise ProposalClosed once it was accepted."""
    row = get_proposal(db, proposal_id)
    lock_hub_day(db, row.hub_id, row.service_date)
    db.refresh(row)
    if row.state == "accepted":
        raise ProposalClosed("This proposal was accepted; riders go by it.")
    row.state, row.decided_at, row.by = "discarded", clock.now(), by
    return row
