"""Searches for plans of a hub's day as they stand on the server: whoever opens the day sees the same."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.jobs import ENDED, Job
from pannier.places.service import get_hub
from pannier.planning.service import KIND, SEVERAL_KIND

REMEMBERED = timedelta(days=1)
"""So long ago a search was asked for at most; no search takes that long, and its plan stays anyway."""


def searches_of(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[Job]:
    """List the searches that are not over, and the last one that is, the newest first; raise HubNotFound.

    Those of several hubs count for each of them.
    """
    get_hub(db, hub_id)
    asked = select(Job).where(
        Job.kind.in_((KIND, SEVERAL_KIND)),
        Job.created_at >= clock.now() - REMEMBERED,
        Job.arguments["service_date"].astext == service_date.isoformat(),
    )
    jobs = [job for job in db.scalars(asked.order_by(Job.id.desc())) if _is_of(job, hub_id)]
    over = next((job for job in jobs if job.state in ENDED), None)
    return [job for job in jobs if job.state not in ENDED or job is over]


def _is_of(job: Job, hub_id: uuid.UUID) -> bool:
    hubs = job.arguments.get("hub_ids") or [job.arguments.get("hub_id")]
    return str(hub_id) in hubs
