"""What a plan of several hubs found for one of them, as a plan to begin with."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.plan import Activity, ActivityKind, Cost, Plan, Route, Trip
from pannier.planning.models import SeveralRun

type Steps = list[dict[str, Any]]
"""A shift's route as it is kept: for each step its kind and what it is about."""


def begun_plan(db: Session, arguments: Mapping[str, Any]) -> Plan | None:
    """Return what a plan of several hubs found for a job's hub, None where that is planned by itself."""
    begun_by = arguments.get("begun_by")
    if begun_by is None:
        return None
    run = db.scalars(select(SeveralRun).where(SeveralRun.job_id == uuid.UUID(begun_by))).first()
    return None if run is None else start_of(run.begun)


def start_of(begun: Mapping[str, Steps]) -> Plan:
    """Return the kept steps of shifts as a plan to begin with: its order counts, its times are none."""
    routes = tuple(
        Route(
            vehicle_id=shift_id,
            trips=(Trip(tuple(_activity(one) for one in steps)),),
            distance_m=0,
            duration_s=0,
            energy_j=0,
            cost=Cost(),
        )
        for shift_id, steps in begun.items()
    )
    return Plan(routes=routes, left_out=(), cost=Cost(), seed=0, engine="", iterations=0)


def _activity(kept: Mapping[str, Any]) -> Activity:
    return Activity(
        kind=ActivityKind(kept["kind"]),
        # In a day of one hub that hub is the first place, and only reloads look at it.
        place=0,
        arrival_s=0,
        start_s=0,
        departure_s=0,
        load=(),
        task_id=kept["task_id"],
        station_id=kept["station_id"],
    )
