"""Use case: freeze a hub's day as diesel vans would have driven it, before it is driven."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock, jobs
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.emissions import METHOD_VERSION, BaselineKind
from pannier.core.geo import LonLat
from pannier.driving.queries import list_rounds
from pannier.emissions.bases import edition_of_day
from pannier.emissions.ledger import append
from pannier.emissions.method import BASELINE_FACTOR, baseline_result
from pannier.emissions.models import EmissionBaseline
from pannier.emissions.round_facts import direct_mm
from pannier.emissions.shipments import shipment_names
from pannier.orders.queries import is_collected_on, orders_by_id
from pannier.orders.values import OrderView
from pannier.places.service import get_hub
from pannier.planning.queries import list_routes, orders_of_route

JOB = "emission_baseline"
VAN = "diesel_van"
SEED = 1
ITERATIONS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class VanDay:
    """The day as vans would drive it: metres in all, vans used, orders they take and how many they could not."""

    distance_m: int
    vans: int
    order_ids: Sequence[uuid.UUID]
    left_out: int = 0


def find_baseline(db: Session, *, hub_id: uuid.UUID, service_date: date) -> EmissionBaseline | None:
    """Return the baseline of a hub's day, requested or frozen, or None."""
    query = select(EmissionBaseline).where(
        EmissionBaseline.hub_id == hub_id, EmissionBaseline.service_date == service_date
    )
    newest = query.order_by(EmissionBaseline.version.desc()).limit(1)
    return db.scalars(newest.execution_options(populate_existing=True)).first()


def find_baseline_of_job(db: Session, job_id: uuid.UUID) -> EmissionBaseline | None:
    """Return the baseline that a job was to freeze, or None."""
    return db.scalars(select(EmissionBaseline).where(EmissionBaseline.job_id == job_id)).first()


def hold(db: Session) -> None:
    """Let nobody else of the organisation freeze, wait or enter until the end of the transaction.

    It is the ledger's own lock: with a second one, two transactions could wait for each other.
    """
    lock(db, "emission_ledger", [org_of(db)])


def request_baseline(db: Session, *, hub_id: uuid.UUID, service_date: date) -> EmissionBaseline:
    """Ask for the baseline of a day once; asking again changes nothing."""
    hold(db)
    known = find_baseline(db, hub_id=hub_id, service_date=service_date)
    if known is not None:
        return known
    arguments = {"hub_id": str(hub_id), "date": service_date.isoformat()}
    job = jobs.request(db, kind=JOB, arguments=arguments)
    row = EmissionBaseline(hub_id=hub_id, service_date=service_date, job_id=job.id)
    db.add(row)
    db.flush()
    return row


def orders_on_routes(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[uuid.UUID]:
    """List the orders on all routes of the day that were not called off, each once."""
    routes = list_routes(db, hub_id=hub_id, service_date=service_date)
    return sorted({order_id for route in routes for order_id in orders_of_route(db, route.id)})


def freeze(
    db: Session,
    row: EmissionBaseline,
    *,
    day: VanDay | None,
    reason: str | None,
) -> EmissionBaseline:
    """Write the baseline down for good: the vans' day, or, without one, that a ratio is used and why."""
    if row.state == "frozen":
        return row
    edition = edition_of_day(db, row.service_date)
    inputs = _inputs(db, row, day=day, reason=reason, edition=edition)
    payload = {"inputs": inputs, "result": baseline_result(inputs, edition)}
    entry = append(db, "baseline", payload)
    row.state, row.kind, row.reason = "frozen", inputs["kind"], reason
    row.frozen_at, row.payload, row.ledger_seq = clock.now(), payload, entry.seq
    row.co2e_mg, row.distance_m = payload["result"]["total_mg"], inputs["distance_m"]
    db.flush()
    return row


def _inputs(
    db: Session,
    row: EmissionBaseline,
    *,
    day: VanDay | None,
    reason: str | None,
    edition: Mapping[str, Any],
) -> dict[str, Any]:
    taken = day.order_ids if day else ()
    names = shipment_names(db, taken)
    orders = orders_by_id(db, taken)
    hub = get_hub(db, row.hub_id).point
    return {
        "kind": (BaselineKind.REROUTED if day else BaselineKind.RATIO).value,
        "hub_id": str(row.hub_id),
        "service_date": row.service_date.isoformat(),
        "version": row.version,
        "vehicle_kind": VAN,
        "factor": BASELINE_FACTOR,
        "edition": edition["code"],
        "edition_sha256": edition["sha256"],
        "method_version": METHOD_VERSION,
        "frozen_at": clock.now().isoformat(),
        "distance_m": day.distance_m if day else None,
        "vans": day.vans if day else None,
        "left_out": day.left_out if day else None,
        "seed": SEED,
        "iterations": ITERATIONS,
        "reason": reason,
        "begun": has_begun(db, row),
        "consignments": [
            _consignment(orders[each], hub, names[each], row.service_date) for each in taken if each in orders
        ],
    }


def has_begun(db: Session, row: EmissionBaseline) -> bool:
    """Tell whether the day was being driven already when its baseline was frozen."""
    return bool(list_rounds(db, hub_id=row.hub_id, service_date=row.service_date))


def _consignment(order: OrderView, hub: LonLat, name: str, on: date) -> dict[str, Any]:
    start = (order.collect_point if is_collected_on(order, on) else None) or hub
    return {
        "shipment": name,
        "mass_g": order.weight_g or None,
        "direct_mm": direct_mm(start, order.point) if order.point else 0,
        "items": max(1, order.parcel_count),
    }
