"""The plan that routes of orders on demand belong to: the newest that riders drive, else an empty one of the day."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.ids import new_id
from pannier.planning.day import Day
from pannier.planning.models import Plan
from pannier.planning.revisions import next_revision

ENGINE = "on demand"


def home_plan(db: Session, day: Day) -> uuid.UUID:
    """Return the plan for new routes of a day on which none is out; the caller holds the day's lock."""
    of_day = (Plan.hub_id == day.hub.id, Plan.service_date == day.service_date, Plan.state == "released")
    found = db.scalars(select(Plan.id).where(*of_day).order_by(Plan.revision.desc())).first()
    return found or _empty_plan(db, day).id


def is_home_plan(plan: Plan) -> bool:
    """Tell whether a plan is only there for rides on demand: no round was planned in it."""
    return plan.engine == ENGINE


def _empty_plan(db: Session, day: Day) -> Plan:
    """Return a new plan without routes: no round was planned, yet riders have orders."""
    plan = Plan(
        state="released",
        hub_id=day.hub.id,
        service_date=day.service_date,
        revision=next_revision(db, day.hub.id, day.service_date),
        job_id=new_id(),
        seed=0,
        budget_s=None,
        iterations=0,
        temperature_c=day.temperature_c,
        engine=ENGINE,
        problem_sha256="",
        checked=True,
        totals={
            "orders": 0, "planned": 0, "left_out": 0, "routes": 0, "distance_m": 0, "duration_s": 0,
            "energy_wh": 0, "cost_cents": 0, "cost_parts_cents": {}, "weights_cents": 0, "weight_parts_cents": {},
            "currency": "", "work_time": [],
            "strange_stops": 0, "by_kind": {},
        },
        timings={},
    )  # fmt: skip
    db.add(plan)
    db.flush()
    return plan
