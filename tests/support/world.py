"""One operator with a row of everything that routes can name by an id, made through the API where it can be."""

import base64
import hashlib
import io
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from pannier.allocation.models import Allocation
from pannier.core.geo import LonLat
from pannier.notify.service import queue_message
from pannier.orders.queries import get_order
from pannier.orders.quoted import QuotedGoods, keep_quote
from pannier.places.blockages import BlockedPlace, block
from pannier.places.models import Zone
from pannier.planning.models import Proposal
from pannier.planning.running_day.change import Change
from tests.support.fleet_days import DAY, HUB
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation, make_organisation
from tests.support.rounds import Day, make_day, make_order
from tests.support.sending import accepted

CARD = {
    "currency": "EUR",
    "zones": [{"code": "city", "base_cents": 410}],
    "elsewhere_cents": 500,
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}, {"up_to_g": 30_000, "add_cents": 180}],
    "window_bands": [{"up_to_min": 240, "add_cents": 40}],
    "failed_attempt_cents": 200,
}
RING = [[HUB.lon + x, HUB.lat + y] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
CSV = "reference,address_line,postcode,city,date\nF-1,Rue Grimaldi 12,98000,Monaco,2026-03-11\n"


@dataclass
class World:
    """The organisations, and under each path parameter the id of a real row of the first operator."""

    client: TestClient
    operator: Organisation
    day: Day
    partner: Organisation
    ids: dict[str, str] = field(default_factory=dict)
    merchant_headers: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, role: str = "operator_admin", **sent: Any) -> Any:
        """Post as a person of the operator; fail when it is refused."""
        return accepted(self.client.post(path, headers=self.operator.headers(role), **sent))

    def get(self, path: str, role: str = "operator_admin", **params: Any) -> Any:
        """Read as a person of the operator."""
        return accepted(self.client.get(path, headers=self.operator.headers(role), params=params))


def make_world(client: TestClient, operator: Organisation) -> World:
    """Let a day with everything in it pass: driven, charged, recorded, told, offered, transferred."""
    day = make_day(operator, orders=3)
    world = World(client, operator, day, make_organisation("partner"))
    _agree(world)
    _send_in(world)
    _drive(world)
    _offer(world)
    _transfer(world)
    _tell(world)
    operator.read_events()
    _note_ids(world)
    # Asked for last, so that nobody moves the day's orders.
    world.ids["several_id"] = world.post("/v1/plans/several", json={"date": DAY.isoformat()})["id"]
    return world


def picture() -> bytes:
    """Return a small JPEG photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 160)).save(out, "JPEG")
    return out.getvalue()


def _agree(world: World) -> None:
    """Draw a zone, write the card, take a merchant and a partner on."""
    ring = {"type": "Polygon", "coordinates": [RING]}
    with world.operator.session() as db:
        db.add(Zone(name="City", code="city", kind="price", polygon=ring))
    card = {"code": "standard", "valid_from": "2026-01-01", "body": CARD}
    station = {"name": "Quai", "lon": HUB.lon, "lat": HUB.lat, "power_w": 22_000}
    corners = [[7.42, 43.73], [7.43, 43.73], [7.43, 43.74], [7.42, 43.73]]
    polygon = {"type": "Polygon", "coordinates": [corners]}
    zone = {"name": "Old town", "code": "old-town", "kind": "service", "polygon": polygon}
    world.ids["zone_id"] = world.post("/v1/zones", json=zone)["id"]
    world.ids["station_id"] = world.post("/v1/charging-stations", json=station)["id"]
    world.ids["card_id"] = world.post("/v1/rate-cards", json=card)["id"]
    partner = {"organisation_id": str(world.partner.org_id), "zones": ["city"], "co2e_g_per_delivery": 60}
    world.post("/v1/partners", json=partner)
    theirs = card | {"code": "partner", "owner": "partner", "partner_id": str(world.partner.org_id)}
    world.post("/v1/rate-cards", json=theirs)
    email = f"shop-{uuid.uuid4().hex[:8]}@example.com"
    person = {"name": "Lea Blanc", "email": email, "password": "a long password"}
    merchant = world.post(
        "/v1/merchants", json={"name": "Librairie", "rate_card": "standard", "person": person}
    )
    world.ids["merchant_id"] = merchant["organisation_id"]
    sign_in = {"email": email, "password": person["password"]}
    token = accepted(world.client.post("/v1/sessions", json=sign_in))["token"]
    world.client.cookies.clear()
    world.merchant_headers = {"Authorization": f"Bearer {token}"}


def _send_in(world: World) -> None:
    """Take a file of orders in, ask for a plan, register a webhook and a key."""
    files = {"file": ("orders.csv", CSV.encode(), "text/csv")}
    import_job = world.post("/v1/imports", files=files)
    world.ids["import_id"], world.ids["job_id"] = import_job["import_id"], import_job["id"]
    key = {"name": "shop", "scopes": ["orders:read"]}
    world.ids["key_id"] = world.post("/v1/api-keys", json=key)["key"]["id"]
    endpoint = {"url": "https://example.com/hook", "events": ["order.delivered"]}
    world.ids["endpoint_id"] = world.post("/v1/webhooks", json=endpoint)["id"]
    world.ids["delivery_id"] = world.post(f"/v1/webhooks/{world.ids['endpoint_id']}/test")["id"]
    world.operator.run_jobs()


def _drive(world: World) -> None:
    """Drive the route: one delivered with a photo, one failed, one delivered."""
    day, photo = world.day, picture()
    digest = hashlib.sha256(photo).hexdigest()
    proofs = [{"kind": "photo", "sha256": digest}]
    done = day.event("attempt.succeed", 11, order=0, data={"name": "Ana", "proofs": proofs})
    day.send(world.client, day.event("duty.start", 0), day.event("route.load", 1), done)
    fields = {
        "event_id": done["id"], "order_id": done["order_id"], "kind": "photo", "sha256": digest,
        "captured_at": done["device_time"],
    }  # fmt: skip
    files = {"file": ("p.jpg", photo, "image/jpeg")}
    proof = world.client.post("/v1/rider/proofs", data=fields, files=files, headers=day.headers)
    world.ids["proof_id"] = accepted(proof)["id"]
    world.operator.read_events()
    point = {"device_time": done["device_time"], "lon": HUB.lon, "lat": HUB.lat}
    accepted(world.client.post("/v1/positions", json={"points": [point]}, headers=day.headers))
    failed = day.event("attempt.fail", 21, order=1, data={"reason": "recipient_absent"})
    day.send(world.client, failed, day.event("attempt.succeed", 31, order=2))
    day.send(world.client, day.event("hub.return", 45), day.event("duty.end", 50))
    world.operator.read_events()


def _offer(world: World) -> None:
    """Offer one more order to the partner, and note who carries the first one."""
    with world.operator.session() as db:
        own = {
            "carrier": "own",
            "why": "cheapest",
            "words": "Your own fleet.",
            "currency": "EUR",
            "options": [],
        }
        db.add(Allocation(order_id=world.day.orders[0], service_date=DAY, estimate_cents=300, **own))
    with world.operator.session() as db:
        order_id = make_order(db, world.day.hub_id, 7, status="confirmed", carrier=None).id
    body = {"order_ids": [str(order_id)], "partner_org_id": str(world.partner.org_id)}
    world.ids["offer_id"] = world.post("/v1/offers", json=body)[0]["id"]


def _transfer(world: World) -> None:
    """Plan a transfer of one received parcel to a second hub."""
    with world.operator.session() as db:
        second = make_hub(db, name="Hill", lon=HUB.lon + 0.004, lat=HUB.lat + 0.003)
        crew = make_crew(db, world.day.hub_id, kind="e_van", name="Two")
        order_id = make_order(db, second.id, 8).id
        vehicle_id = crew.vehicle.id
    world.operator.read_events("hub")
    lines = world.get(f"/v1/hubs/{second.id}/parcels", date=DAY.isoformat())["items"]
    code = next(line["barcode"] for line in lines if line["order_id"] == str(order_id))
    scan = {
        "id": str(uuid.uuid4()), "action": "receive", "barcode": code, "hub_id": str(world.day.hub_id),
        "device_time": "2026-03-10T07:00:00+01:00", "onward": True,
    }  # fmt: skip
    world.post("/v1/scans", json=scan)
    body = {
        "from_hub_id": str(world.day.hub_id), "to_hub_id": str(second.id), "vehicle_id": str(vehicle_id),
        "barcodes": [code],
    }  # fmt: skip
    world.ids["transfer_id"] = world.post("/v1/transfers", json=body)["id"]


def _tell(world: World) -> None:
    """Queue a message to a recipient and make the link of its page."""
    with world.operator.session() as db:
        order = get_order(db, world.day.orders[0])
        order.recipient_email = "ana@example.com"
        fields = {
            "merchant": "M",
            "reference": "R",
            "window": "",
            "eta": "",
            "reason": "",
            "next": "",
            "link": "",
        }
        queue_message(db, order, kind="delivered", occasion="test", fields=fields, event_seq=1)
    url = world.get(f"/v1/orders/{order.id}/tracking-link")["url"]
    world.ids["token"] = url.rpartition("/")[2]


def _note_plans(world: World, db: Session) -> None:
    """Keep a proposal, a blocked street and a quote."""
    day = world.day
    proposal = Proposal(
        hub_id=day.hub_id, service_date=DAY, change=Change(operation="replanned").as_json(), base={}, steps={},
        diff=dict.fromkeys(("kept", "of", "cost_cents", "distance_m", "energy_j", "co2e_g"), 0)
        | {name: [] for name in ("orders", "left_out", "tell_shifts", "tell_recipients", "broken", "unlocked")},
        known=[], took_s=0.0,
    )  # fmt: skip
    db.add(proposal)
    db.flush()
    world.ids["proposal_id"] = str(proposal.id)
    quay = BlockedPlace(
        name="Quai",
        line=[LonLat(7.42, 43.73)],
        starts_at=local(8),
        ends_at=local(18) + timedelta(days=9_000),
    )
    world.ids["blockage_id"] = str(block(db, quay, by="person:1").id)
    quote = keep_quote(
        db,
        ("Rue Grimaldi", "12", "98000", "Monaco", "MC"),
        QuotedGoods(weight_g=2_000, volume_ml=8_000, parcels=1),
        [],
        point=None,
        merchant_org_id=None,
        hub_id=day.hub_id,
        service_date=DAY,
        currency="EUR",
        expires_at=local(18) + timedelta(days=9_000),
    )
    world.ids["quote_id"] = str(quote.id)


def _note_ids(world: World) -> None:
    """Look up the ids that the day brought by itself."""
    day, params = world.day, {"hub_id": str(world.day.hub_id), "date": DAY.isoformat()}
    round_id = world.get("/v1/rounds", **params)[0]["id"]
    with world.operator.session() as db:
        plan_id = world.get(f"/v1/routes/{day.route_id}")["plan_id"]
        assert get_order(db, day.orders[0]).org_id == world.operator.org_id
        _note_plans(world, db)
    world.ids |= {
        "order_id": str(day.orders[0]),
        "hub_id": str(day.hub_id),
        "route_id": str(day.route_id),
        "plan_id": str(plan_id),
        "round_id": round_id,
        "barcode": day.barcodes[0],
        "stop_id": str(day.stops[0]),
        "partner_org_id": str(world.partner.org_id),
        "partner_id": str(world.partner.org_id),
        "person_id": str(day.crew.rider.person_id),
        "vehicle_id": str(day.crew.vehicle.id),
        "rider_id": str(day.crew.rider.id),
        "shift_id": str(day.crew.shift.id),
    }


def unguessed(value: str) -> str:
    """Return something of the same form that names no row."""
    if value.isdigit():
        return value[:-4] + "0000"
    try:
        return str(uuid.UUID(int=uuid.UUID(value).int ^ 1))
    except ValueError:
        return base64.urlsafe_b64encode(hashlib.sha256(value.encode()).digest()).decode()[: len(value)]
