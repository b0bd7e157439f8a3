"""Use cases: ask for a plan, and stop the search for one."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.base import jobs
from pannier.base.eventlog import record
from pannier.core.endurance import NO_TARGETS, Targets
from pannier.core.events import PlanRequested
from pannier.places.service import get_hub
from pannier.planning.day import DEFAULT_TEMPERATURE_C
from pannier.planning.problems import PlanNotFound

KIND = "plan_day"
SEVERAL_KIND = "plan_several"


def request_plan(
    db: Session,
    *,
    hub_id: uuid.UUID,
    service_date: date,
    budget_s: float = 20.0,
    iterations: int | None = None,
    seed: int = 1,
    temperature_c: float = DEFAULT_TEMPERATURE_C,
    targets: Targets = NO_TARGETS,
    choices: bool = False,
) -> jobs.Job:
    """Ask for a plan of a hub's day, with slack or for several to choose from; a worker makes it. Raise HubNotFound."""
    get_hub(db, hub_id)
    arguments = plan_arguments(
        hub_id=hub_id,
        service_date=service_date,
        budget_s=budget_s,
        iterations=iterations,
        seed=seed,
        temperature_c=temperature_c,
    )
    arguments |= {
        "promise_target": targets.promises,
        "reserve_target": targets.reserve,
        "choices": choices,
    }
    job = jobs.request(db, kind=KIND, arguments=arguments)
    record(db, PlanRequested(job_id=job.id, hub_id=hub_id, service_date=service_date))
    return job


def plan_arguments(
    *,
    hub_id: uuid.UUID,
    service_date: date,
    budget_s: float,
    iterations: int | None,
    seed: int,
    temperature_c: float,
) -> dict[str, Any]:
    """Return what the job of a hub's plan is told."""
    return {
        "hub_id": str(hub_id),
        "service_date": service_date.isoformat(),
        "budget_s": budget_s,
        "iterations": iterations,
        "seed": seed,
        "temperature_c": temperature_c,
    }


def stop_planning(db: Session, job_id: uuid.UUID) -> jobs.Job:
    """Ask a running search to end with the best plan it has; too late is no error."""
    job = jobs.get_job(db, job_id)
    if job.kind not in (KIND, SEVERAL_KIND):
        raise PlanNotFound(f"Job {job_id} makes no plan; its kind is {job.kind}.")
    job.arguments = {**job.arguments, "stop": True}
    return job
