"""The propose_change job: read the day, search without a transaction open, keep what was found for a person to decide.

It may run twice for the same request (a worker was killed): the proposal has the job's id. What happens to the day
while it searches is found out on acceptance, as whatever happens after it.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.base import jobs
from pannier.core.units import count_text
from pannier.engine import Progress
from pannier.engine.stability import Stability
from pannier.places.service import network_of
from pannier.planning.jobs import Pulse
from pannier.planning.models import Proposal
from pannier.planning.pool import solve_from_in_pool
from pannier.planning.problems import ProposalNotFound
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.loaded import ParcelsOf
from pannier.planning.running_day.patience import USUAL_S
from pannier.planning.running_day.propose import Asked, NetworkOf, check_asked, find, keep, pose
from pannier.planning.solver import Effort, SolverFrom

KIND = "propose_change"
_READ, _FOUND = 0.2, 0.9


def request_proposal(db: Session, asked: Asked) -> jobs.Job:
    """Ask for a proposal; a worker searches for it. Raise at once what is wrong with what is asked."""
    check_asked(db, asked)
    arguments = {
        "hub_id": str(asked.hub_id),
        "service_date": asked.service_date.isoformat(),
        "change": asked.change.as_json(),
        "stability": asdict(asked.stability),
        "seed": asked.effort.seed,
        "budget_s": asked.effort.budget_s,
        "iterations": asked.effort.iterations,
    }
    return jobs.request(db, kind=KIND, arguments=arguments)


def stop_search(db: Session, job_id: uuid.UUID) -> jobs.Job:
    """Ask a running search to end with the best change it has; too late is no error."""
    job = jobs.get_job(db, job_id)
    if job.kind != KIND:
        raise ProposalNotFound(f"Job {job_id} searches for no proposal; its kind is {job.kind}.")
    job.arguments = {**job.arguments, "stop": True}
    return job


def propose_change(
    job: jobs.RunningJob,
    *,
    parcels_of: ParcelsOf,
    solve: SolverFrom = solve_from_in_pool,
    network_of: NetworkOf = network_of,
) -> dict[str, Any]:
    """Search for the smallest useful change of a running day; return the proposal's id."""
    since, asked, pulse = time.perf_counter(), _asked(job.arguments), Pulse(job)
    with job.session() as db:
        if db.get(Proposal, job.id) is not None:
            return _result(job.id)
        posed = pose(db, asked, parcels_of=parcels_of, network_of=network_of)
    orders = count_text(len(posed.day.day.orders), "open order")
    pulse.tell(_READ, f"Looking for the smallest change of {orders}")

    def follow(progress: Progress) -> None:
        spent = progress.elapsed_s / (posed.effort.budget_s or USUAL_S)
        pulse.tell(_READ + (_FOUND - _READ) * min(1.0, spent), f"Weighing changes of {orders}")

    found = find(posed, solve=solve, on_progress=follow, stop=pulse.is_stopped)
    with job.session() as db:
        if db.get(Proposal, job.id) is None:
            keep(db, posed, found, took_s=time.perf_counter() - since, proposal_id=job.id)
    return _result(job.id)


def _result(proposal_id: uuid.UUID) -> dict[str, Any]:
    return {"proposal_id": str(proposal_id)}


def _asked(given: Mapping[str, Any]) -> Asked:
    return Asked(
        hub_id=uuid.UUID(given["hub_id"]),
        service_date=date.fromisoformat(given["service_date"]),
        change=Change.of_json(given["change"]),
        effort=Effort(seed=given["seed"], budget_s=given["budget_s"], iterations=given["iterations"]),
        stability=Stability(**given["stability"]),
    )
