"""The jobs of several hubs' plan: one that plans the whole, one for each part that a worker may take.

When orders have their hubs, each hub's own plan is made by the usual job of a hub and day, which begins with what was
found: it is checked, stored, shown and released like any other.
"""

import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.jobs import RunningJob, get_job
from pannier.base.jobs import request as request_job
from pannier.connect.road_network import RoadNetwork
from pannier.core.events import PlanRequested
from pannier.core.units import count_text
from pannier.engine import Budget, Progress
from pannier.engine.city import City, PieceSearch, search_city
from pannier.places.service import get_hub, network_of
from pannier.planning.jobs import Pulse
from pannier.planning.make_plan import words_on
from pannier.planning.models import SeveralRun
from pannier.planning.pool import search_piece_in_pool
from pannier.planning.service import KIND as PLAN_DAY
from pannier.planning.service import plan_arguments
from pannier.planning.several import parts
from pannier.planning.several.assign import assign_orders, decided
from pannier.planning.several.city_of_days import city_of_days
from pannier.planning.several.search import IsStopped, SharedWork, search_taken, signs_of_life
from pannier.planning.several.snapshot import Snapshot, sealed, take_snapshot, unsealed

_CITY_SHARE = 0.75
"""Of the budget, for all hubs together; what is left is for each hub by itself, at the same time."""
_READ, _SEARCHED = 0.05, 0.95

type NetworkOf = Callable[[Any], RoadNetwork]


def plan_several(
    job: RunningJob, *, search: PieceSearch = search_piece_in_pool, network_of: NetworkOf = network_of
) -> dict[str, Any]:
    """Plan several hubs of a day: give orders their hubs, then ask for each hub's own plan; return what was asked.

    A run that fails leaves nothing behind; one whose worker dies is taken up again.
    """
    try:
        return _plan_several(job, search, network_of)
    except Exception:
        with job.session() as db:
            result = _forget(db, job.id)
        if result is None:
            raise
        return result


def _plan_several(job: RunningJob, search: PieceSearch, network_of: NetworkOf) -> dict[str, Any]:
    pulse = Pulse(job)
    with job.session() as db:
        run = _begun(db, job)
        if run.state == "assigned":
            return run.result
        snapshot, network = _open(db, run, network_of)
    asked = snapshot.asked
    orders = sum(len(day.orders) for day in asked.days)
    pulse.tell(_READ, f"Read {count_text(orders, 'order')} of {count_text(len(asked.days), 'hub')}")
    city = city_of_days(asked, network, currency=snapshot.currency)
    standing = search_city(
        city,
        budget=_budget(job),
        seed=job.arguments["seed"],
        workers=job.arguments["workers"],
        work=SharedWork(job, search),
        on_progress=_follower(job, pulse, snapshot.currency),
        stop=pulse.is_stopped,
    )
    with job.session() as db:
        return _assign(db, job, city, snapshot, standing)


def plan_part(
    job: RunningJob, *, search: PieceSearch = search_piece_in_pool, network_of: NetworkOf = network_of
) -> dict[str, Any]:
    """Search one part of a run, if one still waits."""
    run_id = uuid.UUID(job.arguments["run_id"])
    with job.session() as db:
        taken = parts.take(db, run_id)
        if taken is None:
            return {"searched": 0}
        run = db.scalars(select(SeveralRun).where(SeveralRun.job_id == run_id)).one()
        snapshot, network = _open(db, run, network_of)
    with signs_of_life(job.session, taken.id):
        city = city_of_days(snapshot.asked, network, currency=snapshot.currency)
        search_taken(job.session, city, taken, search, IsStopped(job.session, run_id))
    return {"searched": 1}


def _begun(db: Session, job: RunningJob) -> SeveralRun:
    """Return the run of a job, begun now unless a worker that is gone has begun it."""
    run = db.scalars(select(SeveralRun).where(SeveralRun.job_id == job.id)).first()
    if run is not None:
        return run
    given = job.arguments
    snapshot = take_snapshot(
        db,
        hub_ids=[uuid.UUID(one) for one in given["hub_ids"]],
        service_date=date.fromisoformat(given["service_date"]),
        temperature_c=float(given["temperature_c"]),
        given_too=given["assign"] == "all",
    )
    run = SeveralRun(job_id=job.id)
    db.add(run)
    db.flush()
    run.snapshot = sealed(run.org_id, snapshot)
    return run


def _forget(db: Session, job_id: uuid.UUID) -> dict[str, Any] | None:
    """Forget a run with where people live and its parts; return its result where another worker has ended it."""
    run = db.scalars(select(SeveralRun).where(SeveralRun.job_id == job_id).with_for_update()).first()
    if run is not None and run.state == "assigned":
        return run.result
    if run is not None:
        db.delete(run)
    parts.drop_all(db, job_id)
    return None


def _open(db: Session, run: SeveralRun, network_of: NetworkOf) -> tuple[Snapshot, RoadNetwork]:
    assert run.snapshot is not None  # noqa: S101 (kept until orders have their hubs)
    snapshot = unsealed(run.org_id, run.snapshot)
    return snapshot, network_of(get_hub(db, snapshot.asked.days[0].hub.id))


def _budget(job: RunningJob) -> Budget:
    iterations = job.arguments["iterations"]
    if iterations is not None:
        return Budget(iterations=round(_CITY_SHARE * iterations))
    return Budget(seconds=_CITY_SHARE * job.arguments["budget_s"])


def _follower(job: RunningJob, pulse: Pulse, currency: str) -> Callable[[Progress], None]:
    since, seconds = time.monotonic(), _CITY_SHARE * float(job.arguments["budget_s"]) or 1.0

    def follow(progress: Progress) -> None:
        share = min(1.0, (time.monotonic() - since) / seconds)
        pulse.tell(_READ + (_SEARCHED - _READ) * share, words_on(progress, currency))

    return follow


def _assign(db: Session, job: RunningJob, city: City, snapshot: Snapshot, standing: Any) -> dict[str, Any]:
    """Give orders their hubs and ask for each hub's plan, once; forget the parts."""
    run = db.scalars(select(SeveralRun).where(SeveralRun.job_id == job.id).with_for_update()).one()
    if run.state == "assigned":
        return run.result
    found = decided(city, snapshot.asked, standing)
    gained = assign_orders(db, snapshot.asked, found)
    hubs = []
    for day in snapshot.asked.days:
        row = {"hub_id": str(day.hub.id), "gained": gained[day.hub.id]}
        hubs.append({**row, "job_id": str(_ask_for_plan(db, job, day.hub.id, day.service_date))})
    run.result = {"hubs": hubs, "moved": sum(gained.values())}
    run.begun, run.state, run.snapshot = dict(found.begun), "assigned", None
    parts.drop_all(db, job.id)
    return run.result


def _ask_for_plan(db: Session, job: RunningJob, hub_id: uuid.UUID, service_date: date) -> uuid.UUID:
    given, rest = job.arguments, 1 - _CITY_SHARE
    stopped = bool(get_job(db, job.id).arguments.get("stop"))
    iterations = given["iterations"]
    arguments = plan_arguments(
        hub_id=hub_id,
        service_date=service_date,
        budget_s=0.0 if stopped else rest * given["budget_s"],
        iterations=0 if stopped else None if iterations is None else round(rest * iterations),
        seed=given["seed"],
        temperature_c=given["temperature_c"],
    )
    own = request_job(
        db,
        kind=PLAN_DAY,
        arguments={**arguments, "begun_by": str(job.id)},
        job_id=uuid.uuid5(job.id, str(hub_id)),
    )
    record(db, PlanRequested(job_id=own.id, hub_id=hub_id, service_date=service_date))
    return own.id
