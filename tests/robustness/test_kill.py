"""Kill -9 of a real server in the midst of its work: started again it goes on, and nothing is lost or doubled."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from pannier.accounts.models import Organisation
from pannier.base import clock
from pannier.base.eventlog import verify_chain
from pannier.base.log_tables import LogRow
from pannier.base.postgres import find_running
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import engine_for, transaction
from tests.support.server import Server, finished_job, running_server, until

ORDERS = 250
PLANNED = 25
ZONE = ZoneInfo("Europe/Monaco")
TOMORROW = clock.wall_now().astimezone(ZONE).date() + timedelta(days=1)
HUB = {
    "name": "Port", "code": "PORT", "address": "Quai Antoine 1er", "lon": 7.4226, "lat": 43.7335,
    "timezone": "Europe/Monaco", "opens": "06:00", "closes": "21:00", "map_name": "monaco",
}  # fmt: skip
HEADER = "reference,dropoff_address,date,weight_kg,lon,lat"


@pytest.fixture(scope="module")
def server(monaco_map: Path) -> Iterator[Server]:
    """A server with an operator that has a hub, two bikes and their riders."""
    with running_server(monaco_map) as server:
        server.set_up()
        server.caller.post("/v1/hubs", HUB)
        yield server


def _file(day: date, count: int) -> bytes:
    """Return orders on a lattice of points around the hub."""
    rows = (
        f"{day}-{n},Rue {n},{day},2,{7.4200 + n % 10 * 0.0006:.4f},{43.7320 + n // 10 % 6 * 0.0006:.4f}"
        for n in range(count)
    )
    return "\n".join([HEADER, *rows]).encode()


def _send_file(server: Server, day: date, count: int) -> Any:
    file = ("orders.csv", _file(day, count), "text/csv")
    return server.caller.upload("/v1/imports", file=file, fields={"date": day.isoformat()})


def _in_the_midst(server: Server, job_id: str) -> None:
    """Wait until a job has begun, and see that it is not over."""

    def look() -> Any:
        job = server.caller.get(f"/v1/jobs/{job_id}")
        return job if job["progress"] > 0 or job["state"] != "pending" else None

    assert until(look, "the job begins")["state"] == "processing"


def _kill_tree(server: Server) -> None:
    server.kill_tree()
    server.start()


def _kill_worker(server: Server) -> None:
    server.kill_worker()


KILLS = [pytest.param(_kill_worker, 1, id="the worker"), pytest.param(_kill_tree, 2, id="the whole tree")]


@pytest.mark.parametrize(("kill", "ahead"), KILLS)
def test_an_import_that_was_killed_loses_and_doubles_no_order(
    server: Server, kill: Callable[[Server], None], ahead: int
) -> None:
    day = TOMORROW + timedelta(days=ahead)
    sent = _send_file(server, day, ORDERS)
    _in_the_midst(server, sent["id"])
    kill(server)
    finished_job(server.caller, sent["id"])
    report = server.caller.get(f"/v1/imports/{sent['import_id']}")
    assert (report["created"], report["rejected"], len(report["rows"])) == (ORDERS, 0, ORDERS)
    references = [row["reference"] for row in server.caller.pages("/v1/orders", date=day.isoformat())]
    assert sorted(references) == sorted(f"{day}-{n}" for n in range(ORDERS))
    assert _events(server)["import.finished"] == ahead
    _check_chain(server)


@pytest.mark.parametrize(("kill", "ahead"), KILLS)
def test_a_plan_that_was_killed_is_made_once(
    server: Server, kill: Callable[[Server], None], ahead: int
) -> None:
    day = TOMORROW + timedelta(days=7 + ahead)
    hub_id = server.caller.get("/v1/hubs")[0]["id"]
    _hire(server, hub_id, day)
    finished_job(server.caller, _send_file(server, day, PLANNED)["id"])
    _until_allocated(server, day)
    asked = server.caller.post("/v1/plans", {"hub_id": hub_id, "date": day.isoformat(), "budget_s": 3})
    _in_the_midst(server, asked["id"])
    kill(server)
    finished_job(server.caller, asked["id"])
    (plan,) = server.caller.get("/v1/plans", hub_id=hub_id, date=day.isoformat())
    assert (plan["revision"], plan["state"], plan["checked"]) == (1, "draft", True)
    assert plan["totals"]["planned"] + plan["totals"]["left_out"] == PLANNED
    routes = server.caller.get("/v1/routes", hub_id=hub_id, date=day.isoformat())
    carried = Counter(order["order_id"] for r in routes for s in r["stops"] for order in s["orders"])
    assert set(carried.values()) == {1}
    assert len(carried) == plan["totals"]["planned"]
    _check_chain(server)


def _hire(server: Server, hub_id: str, day: date) -> None:
    """Give two riders with bikes a shift on the day."""
    for n in range(2):
        name = f"{day} {n}"
        vehicle = server.caller.post("/v1/vehicles", {"hub_id": hub_id, "name": name, "kind": "cargo_bike"})
        rider = server.caller.post("/v1/riders", {"hub_id": hub_id, "name": name})
        start, end = (datetime.combine(day, time(hour), ZONE).isoformat() for hour in (8, 18))
        who = {"rider_id": rider["id"], "vehicle_id": vehicle["id"], "date": day.isoformat()}
        server.caller.post("/v1/shifts", who | {"starts_at": start, "ends_at": end})


def _until_allocated(server: Server, day: date) -> None:
    def look() -> bool:
        rows = server.caller.pages("/v1/orders", date=day.isoformat(), status="allocated")
        return len(rows) == PLANNED

    until(look, "the orders are located and allocated")


def _bind(server: Server) -> Any:
    urls = find_running(server.data)
    assert urls is not None
    return engine_for(urls.app_url)


def _events(server: Server) -> Counter[str]:
    with transaction(SYSTEM, bind=_bind(server)) as db:
        return Counter(dict(db.execute(select(LogRow.type, func.count()).group_by(LogRow.type)).all()))


def _check_chain(server: Server) -> None:
    """See that the operator's log is gapless and unforged, and that every accepted order is there once."""
    bind = _bind(server)
    with transaction(SYSTEM, bind=bind) as db:
        org_id = db.scalars(select(Organisation.id).where(Organisation.kind == "operator")).one()
    with transaction(Scope(org_id), bind=bind) as db:
        length, fault = verify_chain(db)
        accepted = db.scalars(select(LogRow.data["order_id"].astext).where(LogRow.type == "order.accepted"))
        ids = list(accepted)
    assert (length > 0, fault) == (True, None)
    assert len(ids) == len(set(ids))
