"""Use case: take one of the plans that a run made to choose from; the others are called off."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.planning.fingerprint import day_sha256
from pannier.planning.load_day import load_day
from pannier.planning.models import Plan, Route
from pannier.planning.problems import DayChanged, NotAChoice
from pannier.planning.queries import choices_of, get_plan
from pannier.planning.states import CHOICE
from pannier.planning.store import announce, lock_hub_day

_AGAIN = "plan the day again"


def choose_plan(db: Session, plan_id: uuid.UUID) -> Plan:
    """Make a plan that was set aside the day's draft; the one that is already is taken as it is, and the others go.

    Raises PlanNotFound; NotAChoice when there is nothing to choose any more; DayChanged when orders or shifts are
    others than those it was made for.
    """
    plan = get_plan(db, plan_id)
    lock_hub_day(db, plan.hub_id, plan.service_date)
    db.refresh(plan)
    if plan.choice_of is None:
        raise NotAChoice(f"Plan {plan.revision} was made alone; ask for choices when you {_AGAIN}.")
    if plan.state == "draft":
        _call_off(db, [other for other in choices_of(db, plan_id) if other.id != plan.id])
        return plan
    if plan.state != CHOICE:
        raise NotAChoice(
            f"Plan {plan.revision} is {plan.state}: another one was taken; {_AGAIN} for new choices."
        )
    others = [other for other in choices_of(db, plan_id) if other.id != plan.id]
    if any(other.state == "released" for other in others):
        raise NotAChoice(f"Riders have routes of another plan; {_AGAIN} for what is left.")
    _require_same_day(db, plan)
    _call_off(db, others)
    _set(db, plan, "draft")
    announce(db, plan)
    return plan


def _require_same_day(db: Session, plan: Plan) -> None:
    day = load_day(db, hub_id=plan.hub_id, service_date=plan.service_date, temperature_c=plan.temperature_c)
    if plan.choice is None or day_sha256(day) != plan.choice["day_sha256"]:
        raise DayChanged(f"Orders or shifts changed since plan {plan.revision} was made; {_AGAIN}.")


def _call_off(db: Session, plans: list[Plan]) -> None:
    """Take the others out: their routes reach nobody."""
    for plan in plans:
        if plan.state in {"draft", CHOICE}:
            _set(db, plan, "superseded", routes="cancelled")


def _set(db: Session, plan: Plan, state: str, *, routes: str | None = None) -> None:
    for route in db.scalars(select(Route).where(Route.plan_id == plan.id)):
        route.state = routes or state
    plan.state = state
    db.flush()
