"""From what a stop would cost elsewhere to what the page shows: names and local times are put together here."""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from pannier.core.units import G_PER_KG, divide_half_up
from pannier.engine.elsewhere import Elsewhere
from pannier.fleet.roster import RosterEntry, roster
from pannier.orders.queries import orders_by_id
from pannier.planning.day import Day
from pannier.planning.schemas import ElsewhereOut, OrderElsewhereOut, WhyHereOut
from pannier.planning.why_here import WhyHere

_MILLICENTS = 1000


def show_why(db: Session, stop_id: uuid.UUID, why: WhyHere) -> WhyHereOut:
    """Show why a stop is where it is."""
    entries = roster(db, hub_id=why.route.hub_id, service_date=why.route.service_date)
    crew = {entry.shift_id: entry for entry in entries}
    orders = orders_by_id(db, [task.order_id for task, _ in why.tasks])
    return WhyHereOut(
        stop_id=stop_id,
        route_id=why.route.id,
        orders=[
            OrderElsewhereOut(
                order_id=task.order_id,
                reference=orders[task.order_id].reference if task.order_id in orders else "",
                elsewhere=[_elsewhere(why.day, one, crew) for one in told],
            )
            for task, told in why.tasks
        ],
    )


def _elsewhere(day: Day, one: Elsewhere, crew: Mapping[uuid.UUID, RosterEntry]) -> ElsewhereOut:
    shift_id = uuid.UUID(one.vehicle_id)
    entry = crew[shift_id]
    return ElsewhereOut(
        shift_id=shift_id,
        rider_name=entry.rider_name,
        vehicle_name=entry.vehicle.name,
        vehicle_kind=entry.vehicle.kind.code,
        extra_cents=divide_half_up(one.extra_millicents - one.extra_weights_millicents, _MILLICENTS),
        extra_weights_cents=divide_half_up(one.extra_weights_millicents, _MILLICENTS),
        extra_s=one.extra_s,
        extra_co2e_g=divide_half_up(one.extra_co2e_mg, G_PER_KG),
        starts_at=None if one.start_s is None else day.moment(one.start_s),
        forbidden=one.forbidden,
    )
