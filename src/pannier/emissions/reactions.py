"""What emissions do when they hear of routes, transfers, attempts and jobs (reader "emissions")."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.people import zone_of
from pannier.base.eventlog import LogEntry
from pannier.base.jobs import get_job
from pannier.emissions import partner_share
from pannier.emissions.freeze import JOB, find_baseline_of_job, request_baseline
from pannier.emissions.rounds import correct_route, record_round, settle_baseline
from pannier.emissions.transfers import record_transfer
from pannier.orders.queries import find_order
from pannier.places.service import get_hub
from pannier.planning.queries import get_route


def ask_for_baseline(db: Session, entry: LogEntry) -> None:
    """A route was released: have the day's baseline frozen before anybody drives."""
    route = get_route(db, entry.event.route_id)
    request_baseline(db, hub_id=route.hub_id, service_date=route.service_date)


def take_completed_round(db: Session, entry: LogEntry) -> None:
    """A route was driven to its end: record its round."""
    record_round(db, entry.event.round_id)


def take_arrived_transfer(db: Session, entry: LogEntry) -> None:
    """A transfer arrived: record it."""
    record_transfer(db, entry.event.transfer_id)


def take_late_fact(db: Session, entry: LogEntry) -> None:
    """An attempt became known or was taken back: correct its round if that was recorded otherwise."""
    if entry.event.route_id is not None:
        correct_route(db, entry.event.route_id, reason=entry.type)


def take_partner_delivery(db: Session, entry: LogEntry) -> None:
    """An attempt succeeded: a partner's delivery is recorded by the partner's own estimate."""
    order = find_order(db, entry.event.order_id)
    if order is None or order.carrier != partner_share.KIND:
        return
    zone = ZoneInfo(get_hub(db, order.hub_id).timezone) if order.hub_id else zone_of(db)
    partner_share.record_partner_delivery(
        db,
        order,
        service_date=entry.event.device_time.astimezone(zone).date(),
    )


def fall_back(db: Session, entry: LogEntry) -> None:
    """The planning of the vans' day broke off: freeze it by ratio and say why, so that no round waits for ever."""
    row = find_baseline_of_job(db, entry.event.job_id) if entry.event.kind == JOB else None
    if row is not None:
        error = get_job(db, entry.event.job_id).error or {}
        reason = str(error.get("detail") or "The planning of the vans' day broke off.")
        settle_baseline(db, hub_id=row.hub_id, service_date=row.service_date, day=None, reason=reason)
