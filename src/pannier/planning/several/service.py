"""Use cases: ask for a plan of several hubs, and see how far it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from pannier.base import jobs
from pannier.base.eventlog import record
from pannier.base.settings import settings
from pannier.core.events import PlanRequested
from pannier.places.service import get_hub, list_hubs
from pannier.planning.day import DEFAULT_TEMPERATURE_C
from pannier.planning.problems import HubsApart, PlanNotFound
from pannier.planning.service import SEVERAL_KIND
from pannier.planning.several.snapshot import require_one_city

KIND = SEVERAL_KIND


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for: hubs (none: all there are), a day, how long and by how many, and which orders may move."""

    hub_ids: Sequence[uuid.UUID]
    service_date: date
    budget_s: float = 60.0
    iterations: int | None = None
    seed: int = 1
    temperature_c: float = DEFAULT_TEMPERATURE_C
    workers: int | None = None
    assign: Literal["open", "all"] = "open"


def request_several(db: Session, asked: Asked) -> jobs.Job:
    """Ask for a plan of several hubs. Raise HubNotFound, or HubsApart for fewer than two or hubs of two cities."""
    hub_ids = list(dict.fromkeys(asked.hub_ids or (hub.id for hub in list_hubs(db))))
    if len(hub_ids) < 2:
        text = "Two hubs or more are planned together; plan a single one with POST /v1/plans."
        raise HubsApart(text, pointer="/hub_ids")
    require_one_city(db, hub_ids)
    arguments = {
        "hub_ids": [str(one) for one in hub_ids],
        "service_date": asked.service_date.isoformat(),
        "budget_s": asked.budget_s,
        "iterations": asked.iterations,
        "seed": asked.seed,
        "temperature_c": asked.temperature_c,
        "workers": asked.workers or settings().optimiser_processes,
        "assign": asked.assign,
    }
    job = jobs.request(db, kind=KIND, arguments=arguments)
    record(db, PlanRequested(job_id=job.id, service_date=asked.service_date))
    return job


@dataclass(frozen=True)
class HubPlanned:
    """How far the plan of one hub is; `job` is the usual one of a hub and day, None while orders have no hubs yet."""

    hub_id: uuid.UUID
    name: str
    gained: int
    job: jobs.Job | None


def hubs_of(db: Session, job_id: uuid.UUID) -> tuple[jobs.Job, list[HubPlanned]]:
    """Return the job of several hubs' plan and how far each hub is; raise PlanNotFound for another kind of job."""
    job = jobs.get_job(db, job_id)
    if job.kind != KIND:
        raise PlanNotFound(f"Job {job_id} plans no several hubs; its kind is {job.kind}.")
    told: dict[str, Any] = {row["hub_id"]: row for row in (job.result or {}).get("hubs", ())}
    return job, [_planned(db, uuid.UUID(one), told.get(one)) for one in job.arguments["hub_ids"]]


def _planned(db: Session, hub_id: uuid.UUID, told: dict[str, Any] | None) -> HubPlanned:
    name = get_hub(db, hub_id).name
    if told is None:
        return HubPlanned(hub_id, name, 0, None)
    return HubPlanned(hub_id, name, told["gained"], jobs.get_job(db, uuid.UUID(told["job_id"])))
