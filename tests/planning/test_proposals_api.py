"""Proposals over HTTP on a real map: who may, what is refused and where, and every operation from asking on."""

import json
import uuid
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock, jobs
from pannier.base.settings import settings
from pannier.dispatch import proposals
from pannier.orders.models import Order
from pannier.planning.models import Proposal, Route
from pannier.planning.pool import solve_from_here
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import sheet_of
from pannier.planning.running_day.job import KIND
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation, make_organisation
from tests.support.planned_days import HubDay, make_hub_day
from tests.support.rounds import make_order

DAY = "2026-03-10"
DOORS = ((7.4204, 43.7324), (7.4231, 43.7345), (7.4257, 43.7362), (7.4278, 43.7402), (7.4171, 43.7312))


@pytest.fixture(autouse=True)
def _streets(monaco_map: Path) -> None:
    target = settings().maps_dir / "monaco"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.symlink_to(monaco_map, target_is_directory=True)


class Running:
    """A day with two released routes, and the API as a dispatcher calls it."""

    def __init__(self, client: TestClient, operator: Organisation) -> None:
        self.client, self.operator = client, operator
        self.day: HubDay = make_hub_day(operator, orders=0, crews=2)
        self.day.orders.extend(self.order(n) for n in range(5))
        plan_id = self.day.plan()
        with operator.session() as db:
            self.routes: list[Route] = [
                release_route(db, route.id, at=local(7)) for route in self.day.routes(plan_id)
            ]

    def order(self, n: int, **values: Any) -> uuid.UUID:
        """Write an order to a door on the map."""
        lon, lat = DOORS[n % len(DOORS)]
        with self.operator.session() as db:
            return make_order(db, self.day.hub_id, n, lon=lon, lat=lat, **values).id

    def send(self, path: str = "", role: str = "dispatcher", **body: Any) -> Any:
        """Post and return the answer, whatever it is."""
        sent = {"hub_id": str(self.day.hub_id), "date": DAY, "budget_s": 0.05} | body if not path else None
        return self.client.post(f"/v1/proposals{path}", json=sent, headers=self.operator.headers(role))

    def ask(self, operation: str, **body: Any) -> Any:
        """Ask for a proposal and return it."""
        answer = self.send(operation=operation, **body)
        assert answer.status_code == 202, answer.text
        proposal_id = self.work(answer.json()["id"])["proposal_id"]
        shown = self.client.get(f"/v1/proposals/{proposal_id}", headers=self.operator.headers())
        assert shown.status_code == 200, shown.text
        return shown.json()

    def work(self, job_id: str) -> Any:
        """Search as a worker would; return the job's result."""
        handler = partial(proposals.run, solve=solve_from_here)
        jobs.run(uuid.UUID(job_id), self.operator.org_id, {KIND: handler})
        shown = self.client.get(f"/v1/jobs/{job_id}", headers=self.operator.headers()).json()
        assert shown["state"] == "finished", shown
        return shown["result"]

    def accept(self, proposal: Any) -> Any:
        """Accept a proposal and return it."""
        answer = self.send(f"/{proposal['id']}/accept")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def listed(self) -> list[Any]:
        """Return the proposals of the day."""
        params = {"hub_id": str(self.day.hub_id), "date": DAY}
        return list(self.client.get("/v1/proposals", params=params, headers=self.operator.headers()).json())

    def shown(self) -> list[Any]:
        """Return the day's routes as the API shows them."""
        params = {"hub_id": str(self.day.hub_id), "date": DAY}
        answer = self.client.get("/v1/routes", params=params, headers=self.operator.headers())
        return list(answer.json())

    def holders(self) -> dict[str, str]:
        """Return the rider of each open order."""
        return {
            task["order_id"]: route["rider_id"]
            for route in self.shown()
            for stop in route["stops"]
            for task in stop["orders"]
            if task["state"] != "closed"
        }

    def drive(self, route: Route, stops: int = 1) -> datetime:
        """Let a rider serve the first stops as planned; return when the last of them is left."""
        with self.operator.session() as db:
            start_route(db, route.id, at=route.starts_at)
            for shown in sheet_of(db, route.id).stops[: stops + 1]:
                mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
                for task in shown.tasks:
                    mark_task(db, task.id, state="closed", outcome="succeeded")
            return shown.stop.planned_departure


@pytest.fixture
def running(client: TestClient, operator: Organisation) -> Running:
    return Running(client, operator)


def refused(answer: Any) -> tuple[int, str, list[str]]:
    body = answer.json()
    return answer.status_code, body["code"], [each["pointer"] for each in body["errors"]]


@pytest.mark.parametrize(
    ("role", "may_ask"), [("dispatcher", True), ("hub_staff", False), ("auditor", False)]
)
def test_only_who_plans_asks_and_only_who_releases_accepts(
    running: Running, role: str, may_ask: bool
) -> None:
    proposal = running.ask("replanned")
    assert (running.send(role=role, operation="replanned").status_code == 202) is may_ask
    assert running.send(f"/{proposal['id']}/accept", role=role).status_code == (200 if may_ask else 403)
    assert running.send(f"/{proposal['id']}/discard", role=role).status_code == (409 if may_ask else 403)
    seen = running.client.get(f"/v1/proposals/{proposal['id']}", headers=running.operator.headers(role))
    assert seen.status_code == 200


def test_another_organisation_sees_and_decides_nothing(running: Running, client: TestClient) -> None:
    proposal = running.ask("replanned")
    theirs = make_organisation("operator").headers()
    for path in ("accept", "discard"):
        assert client.post(f"/v1/proposals/{proposal['id']}/{path}", headers=theirs).status_code == 404
    assert client.get(f"/v1/proposals/{proposal['id']}", headers=theirs).status_code == 404
    params = {"hub_id": str(running.day.hub_id), "date": DAY}
    assert client.get("/v1/proposals", params=params, headers=theirs).json() == []
    body = params | {"operation": "replanned"}
    assert client.post("/v1/proposals", json=body, headers=theirs).status_code == 404


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        ("orders_inserted", "/order_ids"),
        ("urgent_order", "/order_ids"),
        ("rider_away", "/shift_ids"),
        ("low_battery", "/batteries"),
    ],
)
def test_what_an_operation_needs_is_asked_for_by_name(running: Running, operation: str, pointer: str) -> None:
    assert refused(running.send(operation=operation)) == (422, "invalid", [pointer])


def test_what_is_not_there_is_refused_where_it_stands(running: Running) -> None:
    unknown = str(uuid.uuid4())
    vehicle = str(running.day.crews[0].vehicle.id)
    shift = str(running.day.crews[0].shift.id)
    for body, pointer in (
        ({"operation": "rider_away", "shift_ids": [shift, unknown]}, "/shift_ids/1"),
        ({"keep_route": [unknown]}, "/keep_route/0"),
        ({"keep_route": [shift]}, "/keep_route/0"),
        ({"keep_rider": [unknown]}, "/keep_rider/0"),
        ({"keep_time": [unknown]}, "/keep_time/0"),
        ({"batteries": [{"vehicle_id": unknown, "charge_wh": 1}]}, "/batteries/0/vehicle_id"),
        ({"batteries": [{"vehicle_id": vehicle, "charge_wh": 90_000}]}, "/batteries/0/charge_wh"),
        ({"batteries": [{"vehicle_id": vehicle, "charge_wh": -1}]}, "/batteries/0/charge_wh"),
        ({"budget_s": 31}, "/budget_s"),
        ({"operation": "earthquake"}, "/operation"),
    ):
        answer = running.send(**({"operation": "replanned"} | body))
        assert (answer.status_code, refused(answer)[2]) == (422, [pointer]), body


def test_orders_that_are_not_there_or_not_free_are_refused_where_they_stand(running: Running) -> None:
    free, taken = str(running.order(1)), str(running.order(2, status="confirmed"))
    gone = running.send(operation="orders_inserted", order_ids=[free, str(uuid.uuid4())])
    assert refused(gone) == (404, "order_not_found", ["/order_ids/1"])
    busy = running.send(operation="orders_inserted", order_ids=[free, taken])
    assert refused(busy) == (409, "order_not_free", ["/order_ids/1"])


def test_a_shift_of_another_hub_is_none_of_this_day(running: Running) -> None:
    with running.operator.session() as db:
        elsewhere = make_crew(db, make_hub(db, name="Hill").id, name="Far").shift.id
    answer = running.send(operation="rider_away", shift_ids=[str(elsewhere)])
    assert refused(answer) == (422, "invalid", ["/shift_ids/0"])


def test_a_day_on_which_nobody_is_out_is_refused(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=0, crews=1)
    body = {"hub_id": str(day.hub_id), "date": DAY, "operation": "replanned"}
    answer = client.post("/v1/proposals", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_runs")


@pytest.mark.parametrize(("operation", "count"), [("urgent_order", 1), ("orders_inserted", 3)])
def test_new_orders_become_a_new_revision_of_the_route(running: Running, operation: str, count: int) -> None:
    before = running.holders()
    fresh = {str(running.order(n)) for n in range(count)}
    proposal = running.ask(operation, order_ids=sorted(fresh))
    diff = proposal["diff"]
    new = {line["order_id"] for line in diff["orders"] if line["change"] == "new"}
    assert (new, diff["left_out"], diff["broken"], diff["unlocked"]) == (fresh, [], [], [])
    assert running.holders() == before
    accepted = running.accept(proposal)
    assert (accepted["state"], accepted["revision"]) == ("accepted", 2)
    assert running.holders().keys() == before.keys() | fresh
    on = {route["rider_id"]: route["revision"] for route in running.shown()}
    assert on[running.holders()[min(fresh)]] == 2


def test_a_rider_who_is_away_gives_everything_to_the_other(running: Running) -> None:
    away = running.routes[0]
    proposal = running.ask("rider_away", shift_ids=[str(away.shift_id)])
    moved = {line["order_id"] for line in proposal["diff"]["orders"] if line["change"] == "rider"}
    assert moved == {order for order, rider in running.holders().items() if rider == str(away.rider_id)}
    running.accept(proposal)
    assert str(away.rider_id) not in running.holders().values()


def test_when_the_only_riders_are_away_everything_is_left_out_with_its_reason(running: Running) -> None:
    everybody = [str(crew.shift.id) for crew in running.day.crews]
    diff = running.ask("rider_away", shift_ids=everybody)["diff"]
    assert {one["order_id"] for one in diff["left_out"]} == {str(order) for order in running.day.orders}
    assert all(one["reason"] for one in diff["left_out"])


def test_a_low_battery_counts_before_the_rider_has_left_and_after(running: Running) -> None:
    route = running.routes[0]
    low = {"batteries": [{"vehicle_id": str(route.vehicle_id), "charge_wh": 1}]}
    before = running.ask("low_battery", **low)["diff"]
    theirs = {order for order, rider in running.holders().items() if rider == str(route.rider_id)}
    assert {line["order_id"] for line in before["orders"]} >= theirs
    with clock.fixed(running.drive(route)):
        under_way = running.ask("low_battery", **low)
    (known,) = under_way["known"]
    assert (known["charge_source"], known["charge_wh"], known["charge_age_s"]) == ("dispatcher", 1, 0)
    assert under_way["diff"]["broken"]


def test_a_lock_that_had_to_go_is_told(running: Running) -> None:
    route = running.routes[0]
    with clock.fixed(running.drive(route, 0)):
        low = {"batteries": [{"vehicle_id": str(route.vehicle_id), "charge_wh": 1}]}
        held = running.ask("replanned")
        freed = running.ask("low_battery", **low)
    assert held["diff"]["unlocked"] == []
    (words,) = freed["diff"]["unlocked"]
    assert words.startswith(f"{freed['known'][0]['vehicle']} does not keep its next stops (R-")
    assert all(f"aboard {freed['known'][0]['vehicle']} " in one for one in freed["diff"]["broken"])


def test_an_order_is_not_kept_with_a_rider_who_is_away(running: Running) -> None:
    order, rider = next(iter(running.holders().items()))
    route = next(route for route in running.routes if str(route.rider_id) == rider)
    body = {"operation": "rider_away", "shift_ids": [str(route.shift_id)], "keep_rider": [order]}
    assert refused(running.send(**body)) == (422, "invalid", ["/keep_rider/0"])


def test_an_order_that_was_called_off_leaves_its_route(running: Running) -> None:
    gone = running.day.orders[0]
    with running.operator.session() as db:
        db.get_one(Order, gone).status = "cancelled"
    proposal = running.ask("order_cancelled")
    running.accept(proposal)
    assert running.holders().keys() == {str(order) for order in running.day.orders[1:]}


def test_open_proposals_are_listed_newest_first_until_they_are_decided(running: Running) -> None:
    first, second = (running.ask("replanned")["id"] for _ in range(2))
    assert running.send(f"/{first}/discard").json()["state"] == "discarded"
    params = {"hub_id": str(running.day.hub_id), "date": DAY}
    listed = running.client.get("/v1/proposals", params=params, headers=running.operator.headers()).json()
    assert [(one["id"], one["state"]) for one in listed] == [(second, "open"), (first, "discarded")]
    assert refused(running.send(f"/{first}/accept"))[:2] == (409, "proposal_closed")


def test_of_two_proposals_the_second_is_outdated_once_the_first_is_accepted(running: Running) -> None:
    first, second = (running.ask("urgent_order", order_ids=[str(running.order(n))]) for n in range(2))
    running.accept(first)
    assert refused(running.send(f"/{second['id']}/accept"))[:2] == (409, "proposal_outdated")


def test_accepting_twice_changes_nothing_more(running: Running) -> None:
    proposal = running.ask("urgent_order", order_ids=[str(running.order(0))])
    running.accept(proposal)
    once = running.shown()
    assert running.accept(proposal)["revision"] == 2
    assert running.shown() == once


def test_a_search_may_run_twice_and_be_stopped(running: Running) -> None:
    asked = running.send(operation="replanned")
    job_id = asked.json()["id"]
    assert asked.headers["Location"] == f"/v1/jobs/{job_id}"
    stopped = running.send(f"/jobs/{job_id}/stop")
    assert (stopped.status_code, stopped.json()["id"]) == (202, job_id)
    assert running.send(f"/jobs/{job_id}/stop", role="hub_staff").status_code == 403
    assert running.work(job_id) == running.work(job_id) == {"proposal_id": job_id}
    assert len(running.listed()) == 1
    with running.operator.session() as db:
        plan_job = next(job.id for job in db.scalars(select(jobs.Job)) if job.kind != KIND)
    assert refused(running.send(f"/jobs/{plan_job}/stop"))[:2] == (404, "proposal_not_found")


def test_no_name_of_a_rider_is_kept_with_a_proposal(running: Running) -> None:
    away = running.routes[0]
    shown = running.ask("rider_away", shift_ids=[str(away.shift_id)])
    names = {crew.rider.name for crew in running.day.crews}
    assert set(shown["diff"]["tell_riders"]) == names
    assert {line["rider_before"] for line in shown["diff"]["orders"]} <= names
    with running.operator.session() as db:
        row = db.get_one(Proposal, uuid.UUID(shown["id"]))
        kept = json.dumps([row.diff, row.change, row.base, row.steps, row.known])
    assert not [name for name in names if str(name) in kept]


def test_a_vehicle_that_broke_down_is_met_by_the_other_rider(running: Running) -> None:
    now = running.drive(running.routes[0])
    meet = {"lon": 7.4231, "lat": 43.7345}
    with clock.fixed(now):
        shift = str(running.routes[0].shift_id)
        proposal = running.ask("vehicle_broken", shift_ids=[shift], meet_at=meet)
    lines = proposal["diff"]["handovers"]
    assert [(one["lon"], one["lat"]) for one in lines] in ([], [(meet["lon"], meet["lat"])])
    told = {reference for one in lines for reference in one["orders"]}
    assert told or proposal["diff"]["left_out"]


def test_a_street_is_blocked_listed_and_opened_again(running: Running) -> None:
    headers = running.operator.headers()
    lon, lat = DOORS[0]
    street = {
        "name": "Rue Grimaldi",
        "line": [{"lon": lon, "lat": lat}],
        "within_m": 12,
        "starts_at": local(7).isoformat(),
        "ends_at": local(20).isoformat(),
    }
    with clock.fixed(local(7.5)):
        assert refused(running.send(operation="street_blocked"))[0] == 422
        made = running.client.post("/v1/blocked-streets", json=street, headers=headers)
        assert made.status_code == 201, made.text
        listed = running.client.get("/v1/blocked-streets", headers=headers).json()
        assert [one["name"] for one in listed] == ["Rue Grimaldi"]
        proposal = running.ask("street_blocked")
        assert any("Rue Grimaldi" in one["reason"] for one in proposal["diff"]["left_out"])
        gone = running.client.delete(f"/v1/blocked-streets/{made.json()['id']}", headers=headers)
        assert gone.status_code == 204
        assert running.client.get("/v1/blocked-streets", headers=headers).json() == []
        assert {one["type"] for one in running.operator.events("street.blocked", "street.opened")} == {
            "street.blocked",
            "street.opened",
        }
