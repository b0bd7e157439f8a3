"""Long work of tracking: learn from a hub's rounds how long things take."""

import uuid
from datetime import date
from typing import Any

from pannier.base.jobs import RunningJob
from pannier.tracking.learning import learn_arrivals

LEARN_ARRIVALS = "learn_arrivals"


def run_learning(job: RunningJob) -> dict[str, Any]:
    """Learn from the rounds of a hub before a day; again changes nothing. Tell how many rounds there were."""
    hub_id, before = uuid.UUID(job.arguments["hub_id"]), date.fromisoformat(job.arguments["before"])
    with job.session() as db:
        found = learn_arrivals(db, hub_id, before)
        return {"model_id": str(found.id) if found else None, "rounds": found.rounds if found else 0}
