"""Long work of emissions: plan a hub's day again for diesel vans and freeze what that would emit."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.jobs import RunningJob
from pannier.base.problems import Problem
from pannier.connect.road_network import NetworkError
from pannier.emissions.freeze import ITERATIONS, SEED, VAN, VanDay, orders_on_routes
from pannier.emissions.rounds import settle_baseline
from pannier.planning.what_if import WhatIf, drive_with


def emission_baseline(job: RunningJob) -> dict[str, Any]:
    """Freeze the baseline of a hub's day, by ratio where it cannot be planned for vans; again changes nothing."""
    hub_id, service_date = uuid.UUID(job.arguments["hub_id"]), date.fromisoformat(job.arguments["date"])
    job.progress(0.1, "Planning the same orders for diesel vans")
    day: VanDay | None = None
    reason: str | None = None
    try:
        with job.session() as db:
            day = van_day(db, hub_id=hub_id, service_date=service_date)
    except Problem as problem:
        reason = problem.detail
    except NetworkError as error:
        reason = str(error)
    with job.session() as db:
        frozen = settle_baseline(db, hub_id=hub_id, service_date=service_date, day=day, reason=reason)
        return {"kind": frozen.kind if frozen else None, "reason": reason}


def van_day(
    db: Session, *, hub_id: uuid.UUID, service_date: date, plan_with: Callable[..., WhatIf] = drive_with
) -> VanDay:
    """Return the day's orders as diesel vans would drive them from the same hub, with the same windows."""
    order_ids = orders_on_routes(db, hub_id=hub_id, service_date=service_date)
    plan = plan_with(
        db,
        hub_id=hub_id,
        service_date=service_date,
        order_ids=order_ids,
        kind=VAN,
        seed=SEED,
        iterations=ITERATIONS,
    )
    taken = [order_id for order_id in order_ids if order_id not in plan.left_out]
    return VanDay(distance_m=plan.distance_m, vans=plan.routes, order_ids=taken, left_out=len(plan.left_out))
