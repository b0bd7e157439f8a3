"""A hub that serves orders on demand: riders on duty, shops that want something fetched, and looks at what is open."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pannier.base import clock
from pannier.core.geo import LonLat
from pannier.fleet.models import WorkRecord
from pannier.fleet.on_demand import change_on_demand_rules
from pannier.orders.models import Order
from pannier.planning.models import OnDemandDesk, OnDemandOrder, Route
from pannier.planning.on_demand.book import rows_of
from pannier.planning.on_demand.decide import decide
from pannier.planning.on_demand.desk import ring
from pannier.planning.queries import RouteSheet, list_routes, sheets_of
from tests.support.fleet_days import DAY, east
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, on_the_grid
from tests.support.rounds import collected_at, make_order

NOON = local(12)


@dataclass
class DemandDay(HubDay):
    """A hub's day with orders on demand; `shop` is where they are collected."""

    shop: LonLat = field(default_factory=lambda: east(300))

    def on_duty(self, crew: Crew, since: datetime = NOON) -> uuid.UUID:
        """Let a rider begin to work; return the record's id."""
        record_id = uuid.uuid4()
        with self.operator.session() as db:
            db.add(
                WorkRecord(
                    id=record_id, rider_id=crew.rider.id, shift_id=crew.shift.id, started_at=since, break_s=0
                )
            )
        return record_id

    def off_duty(self, record_id: uuid.UUID, at: datetime) -> None:
        """Let a rider go home."""
        with self.operator.session() as db:
            db.get_one(WorkRecord, record_id).ended_at = at

    def rules(self, **changes: Any) -> None:
        """Change how the hub serves orders on demand."""
        with self.operator.session() as db:
            change_on_demand_rules(db, self.hub_id, changes)

    def wish(self, number: int, *, from_hub: bool = False, **values: Any) -> uuid.UUID:
        """Take an order on demand in, from the shop unless from the hub; return its id."""
        usual: dict[str, Any] = {"on_demand": True, "window_start": None, "window_end": None}
        if not from_hub:
            usual |= collected_at(values.pop("shop", self.shop))
        with self.operator.session() as db:
            return make_order(db, self.hub_id, number, **(usual | values)).id

    def look(self, at: datetime = NOON) -> OnDemandDesk:
        """Look at what is open at a moment, as the worker does."""
        with clock.fixed(at), self.operator.session() as db:
            ring(db, [self.hub_id])
        with clock.fixed(at), self.operator.session() as db:
            desk = decide(db, self.hub_id, network_of=on_the_grid)
            assert desk is not None
            assert desk.error_code is None, desk.error_code
            return desk

    def row(self, order_id: uuid.UUID) -> OnDemandOrder:
        """Return how an order stands."""
        with self.operator.session() as db:
            return rows_of(db, [order_id])[order_id]

    def order(self, order_id: uuid.UUID) -> Order:
        """Return an order."""
        with self.operator.session() as db:
            return db.get_one(Order, order_id)

    def route_of(self, order_id: uuid.UUID) -> Route:
        """Return the route that an order is on."""
        with self.operator.session() as db:
            order = db.get_one(Order, order_id)
            assert order.route_id is not None
            return db.get_one(Route, order.route_id)

    def out(self) -> list[RouteSheet]:
        """List the routes that riders have, with their stops."""
        with self.operator.session() as db:
            states = ("released", "in_progress")
            return sheets_of(db, list_routes(db, hub_id=self.hub_id, service_date=DAY, states=states))


def make_demand_day(operator: Organisation, *, orders: int = 0, crews: int = 1, **rules: Any) -> DemandDay:
    """Set up a hub that serves on demand with all shifts, riders from eight to four, and planned orders."""
    with operator.session() as db:
        hub = make_hub(db)
        made = [make_crew(db, hub.id, name=f"Bike {n}") for n in range(crews)]
        ids = [
            make_order(db, hub.id, n, window_start=local(8), window_end=local(16)).id for n in range(orders)
        ]
    day = DemandDay(operator, hub.id, made, ids)
    day.rules(**({"active": True, "serves": "both", "hold_s": 0} | rules))
    return day
