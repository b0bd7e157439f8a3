"""Orders, routes, rounds and attempts written straight into the tables, for what happens after a delivery."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import (
    AttemptFailed,
    AttemptReopened,
    AttemptSucceeded,
    RouteCompleted,
    RouteReleased,
)
from pannier.core.geo import LonLat
from pannier.driving.models import Attempt, Round
from pannier.orders.models import Order, Parcel
from pannier.places.models import Hub
from pannier.planning.models import Plan, Route, Stop, Task
from tests.support.fleet_days import DAY
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation


def make_order(db: Session, hub: Hub, reference: str, point: LonLat | None, **values: Any) -> Order:
    """Write an order that is on its way, without asking for a map."""
    usual: dict[str, Any] = {
        "org_id": hub.org_id,
        "merchant_org_id": None,
        "reference": reference,
        "kind": "delivery",
        "status": "in_transit",
        "source": "api",
        "hub_id": hub.id,
        "hub_given": True,
        "service_date": DAY,
        "window_start": local(9),
        "window_end": local(12),
        "line": "Rue Grimaldi 12",
        "recipient_name": "Ana Rossi",
        "lon": point.lon if point else None,
        "lat": point.lat if point else None,
        "weight_g": 2_000,
        "volume_ml": 8_000,
        "parcel_count": 1,
        "needs": [],
        "proof": {},
        "details": {},
        "failed_attempts": {},
        "carrier": "own",
    }
    order = Order(**(usual | values))
    db.add(order)
    db.flush()
    db.add(
        Parcel(
            org_id=hub.org_id, merchant_org_id=order.merchant_org_id, order_id=order.id, n=1,
            barcode=f"{order.id.int % 10**18:018d}", weight_g=order.weight_g, volume_ml=order.volume_ml,
        )
    )  # fmt: skip
    db.flush()
    return order


@dataclass
class DrivenDay:
    """A hub, one route of one vehicle, and what became of its orders."""

    operator: Organisation
    hub: Hub
    crew: Crew
    route_id: uuid.UUID
    plan_id: uuid.UUID
    orders: dict[str, uuid.UUID] = field(default_factory=dict)
    round_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def add(self, reference: str, point: LonLat, **values: Any) -> uuid.UUID:
        """Put one more order on the route."""
        with self.operator.session() as db:
            order = make_order(db, self.hub, reference, point, route_id=self.route_id, **values)
            stop = _stop(self.route_id, len(self.orders) + 1, point)
            db.add(stop)
            db.flush()
            db.add(
                Task(
                    stop_id=stop.id, route_id=self.route_id, order_id=order.id, kind="dropoff", position=0,
                    state="started",
                )
            )  # fmt: skip
            self.orders[reference] = order.id
            return order.id

    def release(self) -> None:
        """Tell the log that the route was released."""
        with self.operator.session() as db:
            record(db, RouteReleased(route_id=self.route_id, revision=1))

    def attempt(
        self, reference: str, outcome: str = "succeeded", *, at: datetime | None = None, **values: Any
    ) -> uuid.UUID:
        """Write one attempt that holds and tell the log of it; return its id."""
        reason = values.pop("reason", "recipient_absent" if outcome == "failed" else None)
        at = at or local(10)
        with self.operator.session() as db:
            row = Attempt(
                order_id=self.orders[reference], outcome=outcome, reason=reason, device_time=at, at=at,
                received_at=at, closed_by="rider", rider_id=self.crew.rider.id, route_id=self.route_id,
                holds=True, **values,
            )  # fmt: skip
            db.add(row)
            db.flush()
            where = {"attempt_id": row.id, "order_id": row.order_id, "route_id": self.route_id}
            event = AttemptFailed if outcome == "failed" else AttemptSucceeded
            record(db, event(**where, reason=reason, device_time=at, received_at=at))
            return row.id

    def take_back(self, reference: str, attempt_id: uuid.UUID) -> None:
        """Reopen an attempt and tell the log."""
        with self.operator.session() as db:
            row = db.get_one(Attempt, attempt_id)
            row.reopened, row.holds = True, False
            record(
                db,
                AttemptReopened(
                    attempt_id=attempt_id, order_id=self.orders[reference], route_id=self.route_id
                ),
            )

    def complete(self, **values: Any) -> None:
        """Close the round with these measures and tell the log."""
        usual: dict[str, Any] = {
            "distance_m": 10_000,
            "distance_source": "matched",
            "energy_j": 3_060_000,
            "plug_j": 3_600_000,
            "energy_source": "reported",
            "ended_at": local(12),
        }
        with self.operator.session() as db:
            db.add(
                Round(
                    id=self.round_id, route_id=self.route_id, rider_id=self.crew.rider.id,
                    vehicle_id=self.crew.vehicle.id, hub_id=self.hub.id, service_date=DAY,
                    started_at=local(8), closed_at=local(12), temperature_c=15.0, **(usual | values),
                )
            )  # fmt: skip
            record(db, RouteCompleted(route_id=self.route_id, round_id=self.round_id))


def make_day(operator: Organisation, *, kind: str = "cargo_bike", **hub_values: Any) -> DrivenDay:
    """Set up a hub with one crew and an empty route that is under way."""
    with operator.session() as db:
        hub = make_hub(db, **hub_values)
        crew = make_crew(db, hub.id, kind=kind)
        plan = _plan(hub.id)
        db.add(plan)
        db.flush()
        route = _route(hub.id, plan.id, crew, kind)
        db.add(route)
        db.flush()
        db.add(_stop(route.id, 0, hub.point, kind="start"))
        return DrivenDay(operator, hub, crew, route.id, plan.id)


def _plan(hub_id: uuid.UUID) -> Plan:
    return Plan(
        hub_id=hub_id, service_date=DAY, revision=1, state="released", job_id=uuid.uuid4(), seed=1,
        temperature_c=10.0, engine="test", problem_sha256="0" * 64, checked=True, totals={}, timings={},
    )  # fmt: skip


def _route(hub_id: uuid.UUID, plan_id: uuid.UUID, crew: Crew, kind: str) -> Route:
    return Route(
        plan_id=plan_id, hub_id=hub_id, service_date=DAY, vehicle_id=crew.vehicle.id,
        rider_id=crew.rider.id, shift_id=crew.shift.id, vehicle_kind=kind, state="in_progress",
        starts_at=local(8), ends_at=local(12), distance_m=9_000, duration_s=14_400, energy_j=3_000_000,
        cost_cents=4_000, geometry=[],
    )  # fmt: skip


def _stop(route_id: uuid.UUID, position: int, point: LonLat, kind: str = "delivery") -> Stop:
    arrival = local(8) + timedelta(minutes=10 * position)
    return Stop(
        route_id=route_id, position=position, trip=1, kind=kind, lon=point.lon, lat=point.lat,
        planned_arrival=arrival, planned_start=arrival, planned_departure=arrival + timedelta(minutes=3),
        service_s=180, leg_distance_m=1_000 if position else 0, leg_energy_j=10_000 if position else 0,
        load_g=10_000, load_ml=40_000, load_parcels=5,
    )  # fmt: skip
