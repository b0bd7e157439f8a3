"""The small world of the browser tests, made through the public API: an operator, a merchant, and days to drive."""

import itertools
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pannier.app.cli_operator import OperatorFile, SetUp
from pannier.simulate.client import Caller, Json
from pannier.simulate.jobs import wait_for
from pannier.simulate.moments import settle
from tests.web.server import Server

DAY = date(2026, 3, 10)
STARTING_S = 90
PASSWORD = "as long as it takes"
DISPATCHER = "dispatch@operator.example"
HUB_STAFF = "hub@operator.example"
AUDITOR = "auditor@operator.example"
ADMINISTRATOR = "admin@operator.example"
MERCHANT = "shop@merchant.example"
PARTNER = "rides@partner.example"
CARD = {
    "currency": "EUR",
    "zones": [],
    "elsewhere_cents": 520,
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}, {"up_to_g": 30_000, "add_cents": 120}],
    "failed_attempt_cents": 250,
    "return_cents": 480,
}
OPERATOR = OperatorFile(
    {
        "organisation": {
            "name": "Rocher Cargo",
            "timezone": "Europe/Monaco",
            "currency": "EUR",
            "country": "MC",
        },
        "admin": {"name": "Ada Miniconi", "email": ADMINISTRATOR, "password": PASSWORD},
        "people": [
            {"name": "Dario Costa", "email": DISPATCHER, "password": PASSWORD, "roles": ["dispatcher"]},
            {"name": "Hana Rey", "email": HUB_STAFF, "password": PASSWORD, "roles": ["hub_staff"]},
            {"name": "Aurel Verdi", "email": AUDITOR, "password": PASSWORD, "roles": ["auditor"]},
        ],
        "hubs": [
            {
                "code": "CON",
                "name": "Condamine",
                "address": "Rue Terrazzani 4, 98000 Monaco",
                "lon": 7.420386,
                "lat": 43.732403,
                "opens": "06:00",
                "closes": "21:00",
                "loading_s": 120,
                "timezone": "Europe/Monaco",
                "map_name": "monaco",
            }
        ],
        "rate_cards": [{"code": "standard", "valid_from": date(2026, 1, 1), "body": CARD}],
        "merchants": [
            {
                "name": "Librairie Imaginaire",
                "rate_card": "standard",
                "person": {"name": "Lise Orme", "email": MERCHANT, "password": PASSWORD},
            }
        ],
        "partners": [
            {
                # Allocation never chooses it by itself; a person still may.
                "max_share": 0.0,
                "name": "Larvotto Bikes",
                "co2e_g_per_delivery": 35,
                "person": {"name": "Pia Lund", "email": PARTNER, "password": PASSWORD},
            }
        ],
    }
)
ADDRESSES = (
    ("Rue Princesse Florestine", "1", "Ana Rossi", (9, 12)),
    ("Avenue Crovetto-Frères", "25", "Bruno Keller", (9, 11)),
    ("Rue du Gabian", "24", "Chloé Marin", (9, 13)),
    ("Boulevard d'Italie", "29", "Diego Lanz", (10, 13)),
    ("Boulevard Albert 1er", "27", "Émile Roux", (9, 13)),
    ("Rue Basse", "14", "Fatima Haddad", (9, 12)),
    ("Rue Louis Auréglia", "3", "Gil Pomme", (9, 13)),
    ("Avenue Princesse Grace", "34", "Hana Svoboda", (10, 13)),
    ("Rue du Portier", "11", "Ivo Novak", (10, 13)),
    ("Rue des Genêts", "1", "Jade Olivier", (9, 12)),
    ("Boulevard de Belgique", "6", "Karim Aziz", (9, 13)),
    ("Rue Comte Félix Gastaldi", "16", "Lena Vogt", (9, 13)),
)


@dataclass
class Rider:
    """A rider with a vehicle and a shift; `code` signs the phone in, once."""

    id: str
    name: str
    vehicle_id: str
    code: str
    token: str = ""
    on_duty: bool = False
    told: int = 0


@dataclass
class DayAt:
    """A hub with riders and orders of the day."""

    hub_id: str
    hub_name: str
    riders: list[Rider]
    orders: list[Json]
    plan_id: str = ""
    routes: list[Json] = field(default_factory=list)

    def route_of(self, rider: Rider) -> Json:
        """Return the route that a rider got."""
        return next(route for route in self.routes if route["rider_id"] == rider.id)


class World:
    """The operator on the running server; every test makes the days that it changes."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.admin = server.caller()
        SetUp(self.admin, OPERATOR, DAY).run(server.token())
        self.merchant = server.caller()
        self.merchant.sign_in(MERCHANT, PASSWORD)
        self._names = itertools.count(1)

    def number(self) -> int:
        """Return a number that was not given out yet."""
        return next(self._names)

    def settle(self) -> None:
        """Wait until all that happened so far is worked through; the workers may only just be starting."""
        end = time.monotonic() + STARTING_S
        while not self.admin.get("/readyz")["behind"]:
            assert time.monotonic() < end, "No worker reads the event log."
            time.sleep(0.05)
        settle(self.admin)

    def day(
        self,
        *,
        name: str,
        riders: int = 1,
        orders: int = 4,
        vehicle: Json | None = None,
        hub_at: Json | None = None,
        shift: Json | None = None,
        **values: Any,
    ) -> DayAt:
        """Open a hub with riders and orders from the merchant; they ride cargo bikes unless `vehicle` says more.

        Shifts are from eight to two unless `shift` says more; all hubs stand at one place unless `hub_at` says where.
        """
        number = next(self._names)
        place = OPERATOR.rows("hubs")[0] | (hub_at or {})
        hub = self.admin.post("/v1/hubs", place | {"code": f"H{number}", "name": name})
        crew = [
            self._rider(hub["id"], n, f"{name} {n + 1}", vehicle or {}, shift or {}) for n in range(riders)
        ]
        bodies = [self.order(f"{name}-{n + 1:02}", n, hub_id=hub["id"], **values) for n in range(orders)]
        made = self.merchant.post("/v1/orders/bulk", {"orders": bodies})["rows"] if bodies else []
        assert all(row["outcome"] == "created" for row in made), f"Another day is called {name} too."
        self.settle()
        rows = [self.admin.get(f"/v1/orders/{row['order_id']}") for row in made]
        return DayAt(hub["id"], name, crew, rows)

    def order(self, reference: str, n: int, **values: Any) -> Json:
        """Return an order to one of the addresses."""
        street, number, recipient, (start, end) = ADDRESSES[n % len(ADDRESSES)]
        return {
            "reference": reference,
            "date": DAY.isoformat(),
            "address": {"line": street, "house_number": number, "postcode": "98000", "city": "Monaco"},
            "recipient": {"name": recipient, "phone": "+377 97 98 99 10", "email": "someone@example.com"},
            "window": {"start": at(start), "end": at(end)},
            "weight_kg": 2.5,
            "volume_l": 9.0,
            "parcels": 1,
        } | values

    def offered(self, orders: int, *, name: str) -> list[str]:
        """Offer orders of a day to the partner, who is paid by the merchants' card; return their ids."""
        day = self.day(name=name, riders=0, orders=orders)
        [partner] = self.admin.get("/v1/partners")
        partner_id = partner["partner_org_id"]
        card = {"code": "partner", "owner": "partner", "partner_id": partner_id, "valid_from": "2026-01-01"}
        self.admin.post("/v1/rate-cards", card | {"body": CARD})
        ids = [order["id"] for order in day.orders]
        self.admin.post("/v1/offers", {"order_ids": ids, "partner_org_id": partner_id})
        self.settle()
        return ids

    def plan(self, day: DayAt) -> None:
        """Plan a day quickly."""
        body = {"hub_id": day.hub_id, "date": DAY.isoformat(), "iterations": 40, "seed": 1}
        day.plan_id = wait_for(self.admin, self.admin.post("/v1/plans", body))["plan_id"]
        self._read_routes(day)

    def receive(self, day: DayAt, orders: Sequence[Json] | None = None) -> None:
        """Scan parcels in at the hub."""
        wanted = {order["id"] for order in (day.orders if orders is None else orders)}
        places = self.admin.pages(f"/v1/hubs/{day.hub_id}/parcels", date=DAY.isoformat())
        here = [place["barcode"] for place in places if place["order_id"] in wanted]
        if not here:
            return
        scan = {
            "id": str(uuid.uuid4()),
            "action": "receive",
            "barcodes": here,
            "hub_id": day.hub_id,
            "device_time": at(7),
        }
        self.admin.post("/v1/scans", scan)

    def released(self, **values: Any) -> DayAt:
        """Open a day, receive its parcels, plan it and release its routes."""
        day = self.day(**values)
        self.receive(day)
        self.plan(day)
        answer = self.admin.post(f"/v1/plans/{day.plan_id}/release", {})
        assert not answer["blocked"], answer
        self.settle()
        self._read_routes(day)
        return day

    def accepts_a_change(self, day: DayAt, reference: str) -> None:
        """Let somebody else put an urgent order into the routes of a day."""
        found = self.admin.pages("/v1/orders", hub_id=day.hub_id, date=DAY.isoformat())
        ids = [order["id"] for order in found if order["reference"] == reference]
        body = {"hub_id": day.hub_id, "date": DAY.isoformat(), "operation": "urgent_order", "order_ids": ids}
        made = wait_for(self.admin, self.admin.post("/v1/proposals", body))
        self.admin.post(f"/v1/proposals/{made['proposal_id']}/accept", {})
        self.settle()

    def phone(self, rider: Rider) -> Caller:
        """Return the API as a phone of this rider calls it."""
        if not rider.token:
            code = self.admin.post(f"/v1/riders/{rider.id}/sign-in-codes")["code"]
            rider.token = self.server.caller().sign_in_rider(code)["token"]
        return self.server.caller().another(rider.token)

    def start(self, rider: Rider, route: Json, **values: Any) -> None:
        """Let a rider begin duty and leave the hub with everything."""
        if not rider.on_duty:
            rider.on_duty = True
            self.tell(rider, "duty.start", data={"vehicle_id": rider.vehicle_id}, **values)
            self.tell(rider, "route.load", route_id=route["id"], **values)

    def deliver(self, rider: Rider, route: Json, stop: Json, **values: Any) -> None:
        """Let a rider arrive at a stop and hand all over."""
        where = {"route_id": route["id"], "stop_id": stop["id"]} | values
        self.tell(rider, "stop.arrive", **where)
        for order in stop["orders"]:
            self.tell(rider, "attempt.succeed", order_id=order["order_id"], **where)

    def driven(self, **values: Any) -> DayAt:
        """Let a day be driven to its end, everything handed over."""
        day = self.released(**values)
        for route in day.routes:
            rider = next(rider for rider in day.riders if rider.id == route["rider_id"])
            self.start(rider, route)
            for stop in route["stops"]:
                if stop["orders"]:
                    self.deliver(rider, route, stop)
            self.tell(rider, "hub.return", route_id=route["id"])
        self.settle()
        return day

    def link(self, stop: Json) -> str:
        """Return the link of the page for whoever waits at a stop."""
        order_id = stop["orders"][0]["order_id"]
        return str(self.admin.get(f"/v1/orders/{order_id}/tracking-link")["url"])

    def tell(self, rider: Rider, kind: str, **values: Any) -> None:
        """Send one event of a rider's phone."""
        rider.told += 1
        event = {
            "id": str(uuid.uuid4()), "type": kind, "device_time": self.now(), "counter": rider.told, **values
        }  # fmt: skip
        [result] = self.phone(rider).post("/v1/rider/events", {"events": [event]})["results"]
        assert result["state"] == "applied", result

    def stand(self, rider: Rider, lon: float, lat: float, *, ago_s: float = 0) -> None:
        """Send one position of a rider's phone."""
        point = {"device_time": self.now(ago_s), "lon": lon, "lat": lat, "accuracy_m": 5.0}
        self.phone(rider).post("/v1/positions", {"points": [point]})

    def now(self, ago_s: float = 0) -> str:
        """Return the server's time, or an earlier one."""
        now = datetime.fromisoformat(self.admin.get("/v1/clock")["now"])
        return (now - timedelta(seconds=ago_s)).isoformat()

    def _read_routes(self, day: DayAt) -> None:
        day.routes = self.admin.get("/v1/routes", hub_id=day.hub_id, date=DAY.isoformat())

    def _rider(self, hub_id: str, n: int, name: str, figures: Json, more: Json) -> Rider:
        usual = {"hub_id": hub_id, "name": f"Bike {name}", "kind": "cargo_bike"}
        vehicle = self.admin.post("/v1/vehicles", usual | figures)
        rider = self.admin.post("/v1/riders", {"name": f"Rider {name}", "hub_id": hub_id})
        shift = {
            "rider_id": rider["id"],
            "vehicle_id": vehicle["id"],
            "date": DAY.isoformat(),
            "starts_at": at(8),
            "ends_at": at(14),
        }
        self.admin.post("/v1/shifts", shift | more)
        code = self.admin.post(f"/v1/riders/{rider['id']}/sign-in-codes")
        return Rider(rider["id"], rider["name"], vehicle["id"], code["code"])


def at(hour: int) -> str:
    """Return an hour of the day."""
    return f"{DAY.isoformat()}T{hour:02}:00:00+01:00"
