"""A whole day with five orders against the real application: planned, released, driven, proven."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from pannier.app.banner import rider_link
from pannier.base import clock
from pannier.base.settings import settings
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.city_day import CityDay
from pannier.simulate.client import Caller
from pannier.simulate.dispatcher import Dispatcher
from pannier.simulate.hub_staff import HubStaff
from pannier.simulate.journal import Journal
from pannier.simulate.moments import JumpingTime
from tests.support.organisations import Organisation

pytest_plugins = ["tests.conftest_map"]
pytestmark = pytest.mark.usefixtures("monaco_installed")

DAY = date(2026, 3, 10)
TOMORROW = date(2026, 3, 11)
ZONE = ZoneInfo("Europe/Monaco")
PLACES = (
    ("Rue Grimaldi", "34"),
    ("Rue Basse", "31"),
    ("Boulevard de Suisse", "25"),
    ("Rue de la Turbie", "6"),
)
SMALL_WH = 900
ALL_WELL = Behaviour(failure_rate=0.0, offline_share=0.0)


def at(clock_time: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock_time), ZONE)


@pytest.fixture
def jumping(operator: Organisation) -> Iterator[None]:
    path = settings().run_dir / "clock"
    clock.start(path, start=at("06:30"), mode=clock.Mode.JUMP)
    yield
    clock.stop(path)


def signed_in(client: TestClient, operator: Organisation, *roles: str) -> Caller:
    caller = Caller(client)  # type: ignore[arg-type]  # Starlette's client is one of httpx
    caller.use(operator.sign_in_new(*roles))
    return caller


def signed_in_by_code(client: TestClient, code: str) -> Caller:
    caller = Caller(client)  # type: ignore[arg-type]  # as above
    caller.sign_in_rider(code)
    return caller


def set_up(admin: Caller) -> str:
    hub = admin.post(
        "/v1/hubs",
        {"name": "Hub", "code": "HUB", "address": "Rue Terrazzani 4", "lon": 7.420386, "lat": 43.732403,
         "timezone": "Europe/Monaco", "opens": "06:00", "closes": "21:00", "map_name": "monaco"},
    )  # fmt: skip
    bike = admin.post(
        "/v1/vehicles", {"hub_id": hub["id"], "name": "Bike", "kind": "cargo_bike", "spare_batteries": 1}
    )
    rider = admin.post("/v1/riders", {"hub_id": hub["id"], "name": "Ana Rossi"})
    hours = {"starts_at": at("08:00").isoformat(), "ends_at": at("14:00").isoformat()}
    admin.post(
        "/v1/shifts", {"rider_id": rider["id"], "vehicle_id": bike["id"], "date": DAY.isoformat(), **hours}
    )
    for n, (line, number) in enumerate(PLACES):
        admin.post(
            "/v1/orders",
            order(f"A-{n}", line, number, proof={"photo": "required"} if n else {"pin": "required"}),
        )
    admin.post("/v1/orders", order("R-1", "Rue Grimaldi", "47", kind="return"))
    return str(hub["id"])


def set_up_for_charging(admin: Caller) -> str:
    """One van with a battery too small for the round trip, and a charger near the middle."""
    hub = admin.post(
        "/v1/hubs",
        {"name": "Hub", "code": "HUB", "address": "Rue Terrazzani 4", "lon": 7.420386, "lat": 43.732403,
         "timezone": "Europe/Monaco", "opens": "06:00", "closes": "21:00", "map_name": "monaco"},
    )  # fmt: skip
    van = admin.post(
        "/v1/vehicles", {"hub_id": hub["id"], "name": "Van", "kind": "e_van", "battery_wh": SMALL_WH}
    )
    rider = admin.post("/v1/riders", {"hub_id": hub["id"], "name": "Ana Rossi"})
    hours = {"starts_at": at("08:00").isoformat(), "ends_at": at("14:00").isoformat()}
    admin.post(
        "/v1/shifts", {"rider_id": rider["id"], "vehicle_id": van["id"], "date": DAY.isoformat(), **hours}
    )
    admin.post(
        "/v1/charging-stations", {"name": "Grimaldi", "lon": 7.41952, "lat": 43.73318, "power_w": 22_000}
    )
    for n, (line, number) in enumerate(PLACES):
        admin.post("/v1/orders", order(f"A-{n}", line, number))
    return str(hub["id"])


def order(reference: str, line: str, number: str, **values: Any) -> dict[str, Any]:
    address = {"line": line, "house_number": number, "postcode": "98000", "city": "Monaco"}
    return {"reference": reference, "date": DAY.isoformat(), "address": address, "weight_kg": 2.0, **values}


def play(
    client: TestClient, operator: Organisation, behaviour: Behaviour, more: Sequence[dict[str, Any]] = ()
) -> tuple[Caller, Journal]:
    """Prepare and play the day, with these orders besides; readers and jobs run in this process."""
    admin = signed_in(client, operator, "operator_admin", "dispatcher")
    hub_id, journal = set_up(admin), Journal()
    for body in more:
        admin.post("/v1/orders", body)
    operator.read_events()
    staff = HubStaff(signed_in(client, operator, "hub_staff"), journal, hub_id=hub_id, seed=1)
    staff.receive(DAY.isoformat(), at("06:40"), missing=behaviour.missing_parcels)
    job = admin.post("/v1/plans", {"hub_id": hub_id, "date": DAY.isoformat(), "iterations": 20})
    operator.run_jobs()
    plan_id = admin.get(f"/v1/jobs/{job['id']}")["result"]["plan_id"]
    operator.read_events()
    Dispatcher(admin, journal, hub_id=hub_id).release(plan_id)
    operator.read_events()
    time = JumpingTime(admin, catch_up=operator.read_events)
    day = CityDay(admin, hub_id, DAY.isoformat(), time, behaviour=behaviour, journal=journal)
    riders = day.riders()
    # A newcomer's phone joins in as a rider who drives already.
    link = rider_link(admin, admin.get("/v1/routes", hub_id=hub_id, date=DAY.isoformat())[0])
    day.play(riders)
    joined = signed_in_by_code(client, link.partition("#code=")[2])
    assert joined.get("/v1/rider/today")["routes_done"] == 1
    operator.read_events()
    return admin, journal


def test_five_orders_are_driven_delivered_and_proven(
    client: TestClient, operator: Organisation, jumping: None
) -> None:
    admin, journal = play(client, operator, Behaviour(failure_rate=0.0, offline_share=0.0, missing_parcels=0))
    assert journal.troubles == []
    orders = admin.pages("/v1/orders", date=DAY.isoformat())
    assert Counter(row["status"] for row in orders) == {"delivered": 5}
    (route,) = admin.get("/v1/routes", hub_id=orders[0]["hub_id"], date=DAY.isoformat())
    assert route["state"] == "completed"
    tries = [admin.get(f"/v1/orders/{row['id']}/attempts")[0] for row in orders]
    assert all(attempt["proof_missing"] == [] for attempt in tries)
    kinds = Counter(proof["kind"] for attempt in tries for proof in attempt["proofs"])
    assert kinds["photo"] >= 3
    assert kinds["pin"] == 1
    assert journal.counts["positions"] > 20
    hub_id = orders[0]["hub_id"]
    (round_,) = admin.get("/v1/rounds", hub_id=hub_id, date=DAY.isoformat())
    assert round_["distance_source"] == "matched"
    staff = HubStaff(signed_in(client, operator, "hub_staff"), journal, hub_id=hub_id, seed=1)
    staff.close_day(DAY.isoformat(), clock.now())
    assert (journal.counts["scans back"], journal.counts["scans return"]) == (1, 1)
    assert journal.troubles == []


def test_a_parcel_that_never_came_needs_an_override_and_fails_at_the_door(
    client: TestClient, operator: Organisation, jumping: None
) -> None:
    admin, journal = play(client, operator, ALL_WELL)
    assert journal.counts["overrides"] == 1
    assert journal.counts["failed missing_item"] == 1
    assert journal.troubles == []
    orders = admin.pages("/v1/orders", date=DAY.isoformat())
    assert Counter(row["status"] for row in orders) == {"delivered": 4, "held": 1}


def test_a_phone_that_was_offline_all_morning_changes_nothing_of_the_result(
    client: TestClient, operator: Organisation, jumping: None
) -> None:
    admin, journal = play(client, operator, Behaviour(failure_rate=0.0, offline_share=1.0, missing_parcels=0))
    assert journal.troubles == []
    orders = admin.pages("/v1/orders", date=DAY.isoformat())
    assert Counter(row["status"] for row in orders) == {"delivered": 5}


SHOP = {
    "address": {"line": "Boulevard Albert 1er", "house_number": "27", "postcode": "98000", "city": "Monaco"},
    "contact": {"name": "Pharmacie du Port"},
}


@pytest.mark.parametrize(
    ("failure_rate", "statuses"),
    [(0.0, {"delivered": 7}), (1.0, {"delivered": 5, "reattempt_scheduled": 2})],
)
def test_what_a_shop_hands_over_is_delivered_and_what_it_does_not_stays_there(
    client: TestClient,
    operator: Organisation,
    jumping: None,
    failure_rate: float,
    statuses: dict[str, int],
) -> None:
    behaviour = Behaviour(
        failure_rate=0.0, offline_share=0.0, missing_parcels=0, collection_failure_rate=failure_rate
    )
    doors = (("Rue Basse", "14"), ("Rue Louis Auréglia", "3"))
    more = [
        order(f"S-{n}", line, at_door, collection=SHOP, bundle="x") for n, (line, at_door) in enumerate(doors)
    ]
    admin, journal = play(client, operator, behaviour, more)
    assert journal.troubles == []
    orders = [row for day in (DAY, TOMORROW) for row in admin.pages("/v1/orders", date=day.isoformat())]
    assert Counter(row["status"] for row in orders) == statuses
    assert journal.counts["collected collected_from_sender"] == (0 if failure_rate else 2)


def test_a_rider_charges_on_the_way_and_says_so(
    client: TestClient, operator: Organisation, jumping: None
) -> None:
    admin = signed_in(client, operator, "operator_admin", "dispatcher")
    hub_id, journal = set_up_for_charging(admin), Journal()
    operator.read_events()
    HubStaff(signed_in(client, operator, "hub_staff"), journal, hub_id=hub_id, seed=1).receive(
        DAY.isoformat(), at("06:40"), missing=0
    )
    job = admin.post("/v1/plans", {"hub_id": hub_id, "date": DAY.isoformat(), "iterations": 200})
    operator.run_jobs()
    plan_id = admin.get(f"/v1/jobs/{job['id']}")["result"]["plan_id"]
    operator.read_events()
    Dispatcher(admin, journal, hub_id=hub_id).release(plan_id)
    operator.read_events()
    (planned,) = admin.get("/v1/routes", hub_id=hub_id, date=DAY.isoformat())
    (charge,) = (stop for stop in planned["stops"] if stop["kind"] == "charge")
    assert charge["label"] == "Grimaldi"
    time = JumpingTime(admin, catch_up=operator.read_events)
    day = CityDay(admin, hub_id, DAY.isoformat(), time, behaviour=ALL_WELL, journal=journal)
    day.play(day.riders())
    operator.read_events()
    assert journal.troubles == []
    (driven,) = admin.get("/v1/routes", hub_id=hub_id, date=DAY.isoformat())
    (charged,) = (stop for stop in driven["stops"] if stop["kind"] == "charge")
    assert (driven["state"], charged["state"]) == ("completed", "done")
    assert journal.counts["event charge.report"] == 1
    assert len(operator.events("charge.reported")) >= 1
