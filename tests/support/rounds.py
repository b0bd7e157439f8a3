"""A released route with orders on it, written straight into the tables, and what a phone tells while driving it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from pannier.accounts.people import get_person
from pannier.accounts.sign_in import open_session
from pannier.base.eventlog import record
from pannier.base.scope import SYSTEM, acting_as, org_of
from pannier.base.transactions import transaction
from pannier.core.custody import Custody, ScanAction
from pannier.core.events import OrderAccepted, OrderPlanned
from pannier.core.geo import LonLat
from pannier.core.sscc import sscc
from pannier.hub.custody import Handling, ensure_rows, put
from pannier.orders.models import Order, Parcel
from pannier.planning.models import Plan, Route, Stop, Task
from tests.support.fleet_days import DAY, east
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation

LEG_M, LEG_S, STAY_S = 600, 180, 120


@dataclass
class Day:
    """One rider with one released route; `orders` and `stops` stand in the order of the route."""

    operator: Organisation
    hub_id: uuid.UUID
    crew: Crew
    route_id: uuid.UUID
    orders: list[uuid.UUID]
    stops: list[uuid.UUID]
    barcodes: list[str]
    token: str
    count: int = 0
    namespace: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of the signed-in rider."""
        return {"Authorization": f"Bearer {self.token}"}

    def event(self, kind: str, minute: float, **values: Any) -> dict[str, Any]:
        """Return an event as the phone makes it, so many minutes after eight o'clock."""
        self.count += 1
        order = values.pop("order", None)
        body: dict[str, Any] = {
            "id": str(uuid.uuid5(self.namespace, str(self.count))),
            "type": kind,
            "device_time": at_minute(minute).isoformat(),
            "counter": self.count,
        }
        if order is not None:
            body |= {"order_id": str(self.orders[order]), "stop_id": str(self.stops[order])}
        if kind in {"route.load", "hub.return"}:
            body["route_id"] = str(self.route_id)
        return body | values

    def send(self, client: TestClient, *events: dict[str, Any], **batch: Any) -> list[dict[str, Any]]:
        """Send events in one batch; return their results."""
        answer = client.post("/v1/rider/events", json={"events": list(events), **batch}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results


def at_minute(minute: float) -> datetime:
    """Return a moment so many minutes after eight o'clock of the day."""
    return local(8) + timedelta(minutes=minute)


def make_day(
    operator: Organisation, *, orders: int = 3, kind: str = "cargo_bike", received: bool = True, **values: Any
) -> Day:
    """Set up a hub, a rider and a released route of so many orders, ten minutes from stop to stop."""
    with operator.session() as db:
        hub = make_hub(db, address="Quai Antoine 1er")
        crew = make_crew(db, hub.id, kind=kind, name=values.pop("name", "One"))
        if "kind_of_order" in values:
            values["kind"] = values.pop("kind_of_order")
        made = [make_order(db, hub.id, n, **values) for n in range(orders)]
        route, stops = _make_route(db, hub, crew, made)
        barcodes = [parcel for order in made for parcel in _parcels(db, order)]
        if received:
            _receive(db, hub.id, [order.id for order in made])
        ids = [order.id for order in made]
        day = Day(operator, hub.id, crew, route.id, ids, stops, barcodes, "")
    day.token = sign_in_rider(operator, crew)
    return day


def sign_in_rider(operator: Organisation, crew: Crew) -> str:
    """Sign a rider's phone in and return its token."""
    with transaction(SYSTEM) as db, acting_as(db, operator.org_id):
        return open_session(db, get_person(db, crew.rider.person_id))


def make_order(db: Session, hub_id: uuid.UUID, n: int, *, parcels: int = 1, **values: Any) -> Order:
    """Write an accepted, located and allocated order."""
    point = east(400 * (n + 1), 100 * (n % 3))
    usual: dict[str, Any] = {
        "reference": f"R-{n:03}-{uuid.uuid4().hex[:6]}",
        "kind": "delivery",
        "status": "allocated",
        "source": "api",
        "hub_id": hub_id,
        "hub_given": True,
        "service_date": DAY,
        "window_start": local(8),
        "window_end": local(12),
        "postcode": "98000",
        "city": "Monaco",
        "lon": point.lon,
        "lat": point.lat,
        "located_how": "given",
        "weight_g": 3_000,
        "volume_ml": 9_000,
        "parcel_count": parcels,
        "needs": [],
        "proof": {},
        "details": {},
        "carrier": "own",
    }
    order = Order(org_id=org_of(db), **(usual | values))
    order.line, order.house_number = "Rue Grimaldi", str(n + 1)
    order.recipient_name, order.recipient_phone = f"Ana Rossi {n}", "+37799112233"
    order.access_notes = "Second floor"
    db.add(order)
    db.flush()
    _add_parcels(db, order, parcels)
    record(db, OrderAccepted(order_id=order.id, source="api"))
    return order


def collected_at(point: LonLat, **values: Any) -> dict[str, Any]:
    """Return what makes an order one that is collected at a point, by its located address."""
    usual: dict[str, Any] = {
        "collect_line": "Rue Princesse Caroline 7",
        "collect_postcode": "98000",
        "collect_city": "Monaco",
        "collect_name": "Pharmacie du Port",
        "collect_phone": "+37799445566",
        "collect_notes": "Ring at the counter",
        "collect_lon": point.lon,
        "collect_lat": point.lat,
        "collect_located_how": "given",
    }
    return usual | values


def _add_parcels(db: Session, order: Order, parcels: int) -> None:
    for part in range(parcels):
        code = sscc("3401234", uuid.uuid4().int % 900_000_000)
        db.add(
            Parcel(
                merchant_org_id=order.merchant_org_id,
                order_id=order.id,
                barcode=code,
                n=part + 1,
                weight_g=order.weight_g // parcels,
                volume_ml=order.volume_ml // parcels,
            )
        )
    db.flush()


def _parcels(db: Session, order: Order) -> list[str]:
    from pannier.orders.queries import parcels_of

    return [parcel.barcode for parcel in parcels_of(db, [order.id])[order.id]]


def _make_route(db: Session, hub: Any, crew: Crew, orders: Sequence[Order]) -> tuple[Route, list[uuid.UUID]]:
    plan = Plan(
        hub_id=hub.id, service_date=DAY, revision=1, state="released", job_id=uuid.uuid4(), seed=1,
        budget_s=None, iterations=1, temperature_c=10.0, engine="test", problem_sha256="", checked=True,
        totals={}, timings={},
    )  # fmt: skip
    db.add(plan)
    db.flush()
    count = len(orders)
    route = Route(
        plan_id=plan.id, hub_id=hub.id, service_date=DAY, vehicle_id=crew.vehicle.id, rider_id=crew.rider.id,
        shift_id=crew.shift.id, vehicle_kind=crew.vehicle.kind, state="released", starts_at=local(8),
        ends_at=local(8) + timedelta(minutes=20 + 10 * count), distance_m=LEG_M * (count + 1),
        duration_s=600 * (count + 1), energy_j=10_000, cost_cents=500, geometry=[""] * (count + 2),
    )  # fmt: skip
    db.add(route)
    db.flush()
    stops = []
    load_g = sum(order.weight_g for order in orders)
    for position in range(count + 2):
        order = orders[position - 1] if 0 < position <= count else None
        if order is not None:
            load_g -= order.weight_g
        stops.append(_add_stop(db, route, hub, position, order, load_g, last=position == count + 1))
    for order in orders:
        record(db, OrderPlanned(order_id=order.id, route_id=route.id))
    return route, stops[1:-1]


def _add_stop(
    db: Session, route: Route, hub: Any, position: int, order: Order | None, load_g: int, *, last: bool
) -> uuid.UUID:
    arrival = at_minute(10 * position)
    stop = Stop(
        route_id=route.id, position=position, trip=1,
        kind=("delivery" if order.kind == "delivery" else "pickup") if order else ("end" if last else "start"),
        lon=order.lon if order else hub.lon, lat=order.lat if order else hub.lat,
        window_start=order.window_start if order else None, window_end=order.window_end if order else None,
        planned_arrival=arrival, planned_start=arrival, planned_departure=arrival + timedelta(seconds=STAY_S),
        service_s=STAY_S if order else 0, leg_distance_m=LEG_M if position else 0, leg_energy_j=2_000,
        load_g=load_g, load_ml=0, load_parcels=0, charge_j_after=None, charge_pct=None,
    )  # fmt: skip
    db.add(stop)
    db.flush()
    if order is not None:
        kind = "dropoff" if order.kind == "delivery" else "pickup"
        db.add(Task(stop_id=stop.id, route_id=route.id, order_id=order.id, kind=kind, position=0))
        db.flush()
    return stop.id


def _receive(db: Session, hub_id: uuid.UUID, order_ids: Iterable[uuid.UUID]) -> None:
    handling = Handling(
        scan_id=uuid.uuid4(), action=ScanAction.RECEIVE, at=at_minute(-60), device_time=at_minute(-60),
        received_at=at_minute(-60), hub_id=hub_id,
    )  # fmt: skip
    for row in ensure_rows(db, list(order_ids)):
        put(db, row, (Custody.RECEIVED,), handling)
