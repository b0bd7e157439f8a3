"""Use case: the report of a hub's day."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base import clock
from pannier.dispatch.models import Override
from pannier.fleet.kind_costs import costs_on
from pannier.places.service import get_hub
from pannier.planning.models import Plan
from pannier.planning.on_demand.home import is_home_plan
from pannier.planning.queries import left_out_of, list_plans, list_routes
from pannier.reports import figures
from pannier.reports.climate import emissions_of
from pannier.reports.gather import day_facts, references
from pannier.reports.money import cost_of, fleet_of
from pannier.reports.report import DayReport, LeftOut, Released


def day_report(db: Session, *, hub_id: uuid.UUID, service_date: date) -> DayReport:
    """Return the figures of a hub's day; raise HubNotFound."""
    hub, organisation = get_hub(db, hub_id), my_organisation(db)
    facts = day_facts(db, hub, service_date)
    orders, partners = figures.orders_of(facts), figures.partners_of(facts)
    fleet = fleet_of(facts.rounds, costs_on(db, service_date))
    return DayReport(
        hub_id=hub.id,
        hub_name=hub.name,
        operator=organisation.name,
        date=service_date,
        timezone=hub.timezone,
        currency=organisation.currency,
        made_at=clock.now(),
        rounds_open=facts.rounds_open,
        orders=orders,
        failures=figures.failures_of(facts),
        attempts=figures.attempts_of(facts),
        first_attempt=figures.first_attempt_of(facts),
        windows_kept=figures.windows_kept_of(facts),
        fleet=fleet,
        cost=cost_of(
            facts,
            fleet,
            delivered=orders.delivered + orders.partially_delivered,
            by_partners=sum(partner.delivered for partner in partners),
        ),
        emissions=emissions_of(facts.emissions),
        partners=partners,
        left_out=_left_out(db, hub_id, service_date, figures.waiting_of(facts)),
        overrides=_overrides(db, hub_id, service_date),
    )


def _left_out(db: Session, hub_id: uuid.UUID, service_date: date, waiting: set[uuid.UUID]) -> list[LeftOut]:
    """List what the plan that was driven left out, else the newest plan, and what nobody else has taken since."""
    listed = list_plans(db, hub_id=hub_id, service_date=service_date)
    plans = [each for each in listed if not is_home_plan(each)]
    plan: Plan | None = next((each for each in plans if each.state == "released"), None)
    plan = plan or (plans[0] if plans else None)
    rows = [row for row in left_out_of(db, plan.id) if row.order_id in waiting] if plan else []
    names = references(db, [row.order_id for row in rows])
    return [
        LeftOut(
            order_id=row.order_id,
            reference=names.get(row.order_id, str(row.order_id)),
            code=row.code,
            reason=row.reason,
        )
        for row in rows
    ]


def _overrides(db: Session, hub_id: uuid.UUID, service_date: date) -> list[Released]:
    routes = [route.id for route in list_routes(db, hub_id=hub_id, service_date=service_date)]
    rows = db.scalars(select(Override).where(Override.route_id.in_(routes)).order_by(Override.id))
    return [
        Released(route_id=row.route_id, reason=row.reason, missing_parcels=len(row.missing)) for row in rows
    ]
