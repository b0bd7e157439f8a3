"""Words to tell a parcel's day with: everybody acts through the HTTP API, the clock stands until it is moved."""

import hashlib
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from standardwebhooks import Webhook
from starlette.testclient import TestClient

from pannier.app.mail_sink import Mail, list_mails
from pannier.base import clock
from pannier.notify.sender import send_due as send_mails
from pannier.tracking import on_duty
from pannier.webhooks.sender import send_due as send_webhooks
from tests.support.organisations import Organisation, make_organisation
from tests.support.sending import accepted
from tests.support.world import picture

ZONE = ZoneInfo("Europe/Monaco")
DAY = date(2026, 3, 10)
PASSWORD = "a long password"
WEST = [[7.405, 43.72], [7.43, 43.72], [7.43, 43.755], [7.405, 43.755], [7.405, 43.72]]
EAST = [[7.43, 43.72], [7.452, 43.72], [7.452, 43.755], [7.43, 43.755], [7.43, 43.72]]
HUB = {
    "name": "Condamine", "code": "CON", "address": "Rue Terrazzani 4", "lon": 7.420386, "lat": 43.732403,
    "timezone": "Europe/Monaco", "opens": "06:00", "closes": "21:00", "map_name": "monaco",
}  # fmt: skip
CARD = {
    "currency": "EUR",
    "zones": [{"code": "west", "base_cents": 490}, {"code": "east", "base_cents": 590}],
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}, {"up_to_g": 30_000, "add_cents": 200}],
    "window_bands": [{"up_to_min": 120, "add_cents": 150}],
    "failed_attempt_cents": 250,
}
CHEAP = CARD | {"zones": [{"code": "east", "base_cents": 90}], "window_bands": []}


def at(words: str, day: date = DAY) -> datetime:
    """Return a local time of the day."""
    return datetime.combine(day, time.fromisoformat(words), ZONE)


@dataclass
class Person:
    """Somebody with a token."""

    client: TestClient
    token: str

    def get(self, path: str, **params: Any) -> Any:
        """Read."""
        return accepted(self.client.get(path, headers=self._headers(), params=params))

    def text(self, path: str) -> str:
        """Read as text."""
        return str(self.client.get(path, headers=self._headers()).text)

    def post(self, path: str, body: Any = None, **sent: Any) -> Any:
        """Write."""
        return accepted(self.client.post(path, headers=self._headers(), json=body, **sent))

    def upload(self, path: str, fields: dict[str, str], content: bytes) -> Any:
        """Send a picture."""
        files = {"file": ("photo.jpg", content, "image/jpeg")}
        return accepted(self.client.post(path, headers=self._headers(), data=fields, files=files))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Receiver:
    """A merchant's server that keeps what webhooks bring, once their signature is right."""

    def __init__(self) -> None:
        self.secret = ""
        self.got: list[dict[str, Any]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                Webhook(receiver.secret).verify(body, dict(self.headers))
                receiver.got.append(json.loads(body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Stay quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    @contextmanager
    def listening(self) -> Iterator["Receiver"]:
        """Answer until the end of the block."""
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        yield self
        self.server.shutdown()
        self.server.server_close()
        thread.join()

    def types(self) -> list[str]:
        """List the events told so far."""
        return [message["type"] for message in self.got]


@dataclass
class Story:
    """An operator in Monaco with a hub, two price zones and rate cards, and the people around it."""

    client: TestClient
    clock: clock.Fixed
    mails: Path
    receiver: Receiver
    operator: Organisation
    partner: Organisation
    ids: dict[str, str] = field(default_factory=dict)

    def open(self) -> "Story":
        """Set the operator up as its administrator does."""
        admin = self.person("operator_admin")
        self.ids["hub"] = admin.post("/v1/hubs", HUB)["id"]
        for code, ring in (("west", WEST), ("east", EAST)):
            shape = {"type": "Polygon", "coordinates": [ring]}
            admin.post("/v1/zones", {"name": code, "code": code, "kind": "price", "polygon": shape})
        admin.post("/v1/rate-cards", {"code": "standard", "valid_from": "2026-01-01", "body": CARD})
        return self

    def person(self, role: str, of: Organisation | None = None) -> Person:
        """Return somebody signed in with this role, of the operator unless said."""
        token = (of or self.operator).sign_in_new(role)
        return Person(self.client, token)

    def merchant(self, name: str) -> Person:
        """Take a merchant on and sign its first person in."""
        person = {"name": "Lea", "email": f"lea-{uuid.uuid4().hex[:8]}@example.com", "password": PASSWORD}
        body = {"name": name, "rate_card": "standard", "person": person}
        self.person("operator_admin").post("/v1/merchants", body)
        credentials = {"email": person["email"], "password": PASSWORD}
        token = accepted(self.client.post("/v1/sessions", json=credentials))["token"]
        self.client.cookies.clear()
        return Person(self.client, token)

    def hire_partner(self, *, zone: str) -> Person:
        """Work with the partner in one zone, at its prices."""
        admin, theirs = self.person("operator_admin"), str(self.partner.org_id)
        terms = {"organisation_id": theirs, "zones": [zone], "co2e_g_per_delivery": 60}
        admin.post("/v1/partners", terms)
        card = {"code": "partner", "valid_from": "2026-01-01", "owner": "partner", "partner_id": theirs}
        admin.post("/v1/rate-cards", card | {"body": CHEAP})
        return self.person("partner", of=self.partner)

    def rider(self, name: str, *, kind: str = "cargo_bike", days: int = 1) -> "Phone":
        """Hire a rider with a vehicle and sign the phone in by its code."""
        desk = self.person("dispatcher")
        vehicle = desk.post("/v1/vehicles", {"hub_id": self.ids["hub"], "name": name, "kind": kind})
        rider = desk.post("/v1/riders", {"hub_id": self.ids["hub"], "name": name})
        for day in (DAY + timedelta(days=n) for n in range(days)):
            hours = {"starts_at": at("08:00", day).isoformat(), "ends_at": at("16:00", day).isoformat()}
            shift = {"rider_id": rider["id"], "vehicle_id": vehicle["id"], "date": day.isoformat()}
            desk.post("/v1/shifts", shift | hours)
        code = desk.post(f"/v1/riders/{rider['id']}/sign-in-codes")["code"]
        token = accepted(self.client.post("/v1/sessions/rider", json={"code": code}))["token"]
        self.client.cookies.clear()
        return Phone(self, Person(self.client, token))

    def settle(self) -> None:
        """Let the worker do all it has to: readers, jobs, mails, webhooks, of both organisations."""
        busy = True
        while busy:
            # What a partner did goes over into the operator's log, which is then read again.
            for organisation in (self.operator, self.partner, self.operator):
                organisation.read_events()
            busy = bool(self.operator.run_jobs())
        while send_mails() or send_webhooks():
            pass

    def plan_and_release(self, day: date = DAY) -> Any:
        """Receive and sort what is expected at the hub, plan and release; return the plan's answer."""
        desk, staff = self.person("dispatcher"), self.person("hub_staff")
        self.scan(staff, "receive", day)
        params = {"hub_id": self.ids["hub"], "date": day.isoformat()}
        desk.post("/v1/plans", params | {"iterations": 50, "seed": 1})
        self.settle()
        plan = desk.get("/v1/plans", **params)[0]
        self.scan(staff, "sort", day)
        released = desk.post(f"/v1/plans/{plan['id']}/release", {})
        assert released["released"], released
        self.settle()
        return desk.get(f"/v1/plans/{plan['id']}")

    def scan(self, staff: Person, action: str, day: date = DAY) -> None:
        """Scan all parcels of the day that are in the hub or expected there."""
        lines = staff.get(f"/v1/hubs/{self.ids['hub']}/parcels", date=day.isoformat())["items"]
        codes = [line["barcode"] for line in lines if line["state"] in {"expected", "received", "back"}]
        if not codes:
            return
        moment = {"id": str(uuid.uuid4()), "device_time": self.clock.at.isoformat()}
        answer = staff.post(
            "/v1/scans", moment | {"action": action, "hub_id": self.ids["hub"], "barcodes": codes}
        )
        assert answer["refused"] == 0, answer

    def inbox(self, address: str) -> list[Mail]:
        """Return the mails that somebody got, oldest first."""
        return list_mails(self.mails, to=address)[::-1]


@dataclass
class Phone:
    """A rider's phone: it reads the day and tells what happens."""

    story: Story
    person: Person
    count: int = 0

    def today(self) -> Any:
        """Read the route."""
        return self.person.get("/v1/rider/today")

    def tell(self, kind: str, **values: Any) -> str:
        """Send one event of this moment; return its id."""
        self.count += 1
        now = self.story.clock.at.isoformat()
        event = {"id": str(uuid.uuid4()), "type": kind, "device_time": now, "counter": self.count} | values
        results = self.person.post("/v1/rider/events", {"events": [event]})["results"]
        assert [result["state"] for result in results] == ["applied"], results
        on_duty.forget()
        self.story.settle()
        return str(event["id"])

    def load(self) -> None:
        """Go on duty and load everything."""
        self.tell("duty.start")
        self.tell("route.load", route_id=self.today()["route"]["id"])

    def stop_of(self, reference: str) -> tuple[Any, Any]:
        """Return the stop of an order and the order as the phone shows it."""
        stops = self.today()["route"]["stops"]
        return next((s, o) for s in stops for o in s["orders"] if o["reference"] == reference)

    def ride_to(self, reference: str) -> None:
        """Send a position on the way, half a minute before the present time."""
        stop, _ = self.stop_of(reference)
        when = self.story.clock.at - timedelta(seconds=30)
        point = {"device_time": when.isoformat(), "lon": stop["lon"], "lat": stop["lat"], "accuracy_m": 6}
        assert self.person.post("/v1/positions", {"points": [point]})["stored"] == 1

    def hand_over(self, reference: str, *, to: str) -> None:
        """Arrive and deliver with a name and a photo."""
        stop, order = self.stop_of(reference)
        place, photo = {"stop_id": stop["id"], "order_id": order["order_id"]}, picture()
        self.tell("stop.arrive", stop_id=stop["id"])
        digest = hashlib.sha256(photo).hexdigest()
        done = {"name": to, "proofs": [{"kind": "photo", "sha256": digest}]}
        event_id = self.tell("attempt.succeed", **place, data=done)
        proof = {"event_id": event_id, "order_id": order["order_id"], "kind": "photo", "sha256": digest}
        self.person.upload(
            "/v1/rider/proofs", proof | {"captured_at": self.story.clock.at.isoformat()}, photo
        )

    def find_nobody(self, reference: str) -> None:
        """Arrive and fail."""
        stop, order = self.stop_of(reference)
        self.tell("stop.arrive", stop_id=stop["id"])
        place = {"stop_id": stop["id"], "order_id": order["order_id"]}
        self.tell("attempt.fail", **place, data={"reason": "recipient_absent"})

    def come_home(self) -> None:
        """Return to the hub and end duty."""
        self.tell("hub.return", route_id=self.today()["route"]["id"])
        self.tell("duty.end")


def make_story(client: TestClient, fixed: clock.Fixed, mails: Path, receiver: Receiver) -> Story:
    """Return a story at its beginning."""
    operator, partner = make_organisation("operator"), make_organisation("partner")
    return Story(client, fixed, mails, receiver, operator, partner).open()
