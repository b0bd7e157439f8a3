"""Plans and routes over HTTP."""

import uuid
from typing import Any

from starlette.testclient import TestClient

from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day
from tests.support.rounds import make_order


def get(client: TestClient, who: Organisation, path: str, role: str = "dispatcher") -> Any:
    answer = client.get(f"/v1/{path}", headers=who.headers(role))
    assert answer.status_code == 200, answer.text
    return answer.json()


def of_day(day: HubDay) -> str:
    return f"hub_id={day.hub_id}&date=2026-03-10"


def test_a_plan_is_asked_for_and_its_job_named(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    body = {"hub_id": str(day.hub_id), "date": "2026-03-10", "iterations": 20}
    headers = operator.headers() | {"Idempotency-Key": "plan-once-please"}
    first = client.post("/v1/plans", json=body, headers=headers)
    assert first.status_code == 202
    assert first.headers["location"] == f"/v1/jobs/{first.json()['id']}"
    again = client.post("/v1/plans", json=body, headers=headers)
    assert again.json()["id"] == first.json()["id"]
    assert len(operator.events("plan.requested")) == 1
    day.run(uuid.UUID(first.json()["id"]))
    job = get(client, operator, f"jobs/{first.json()['id']}")
    assert (job["state"], job["result"]["planned"]) == ("finished", 3)


def test_a_plan_shows_routes_and_what_it_left_out_in_words(
    client: TestClient, operator: Organisation
) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    with operator.session() as db:
        heavy = make_order(db, day.hub_id, 4, weight_g=900_000)
    plan_id = day.plan()
    (summary,) = get(client, operator, f"plans?{of_day(day)}")
    plan = get(client, operator, f"plans/{plan_id}")
    assert {name: plan[name] for name in summary} == summary
    assert (plan["revision"], plan["state"], plan["checked"], plan["totals"]["planned"]) == (
        1,
        "draft",
        True,
        3,
    )
    (left,) = plan["left_out"]
    assert (left["reference"], left["code"]) == (heavy.reference, "too_large")
    assert "the largest of them takes" in left["reason"]
    assert (left["status"], left["partner_name"], left["partner_accepted"]) == ("allocated", None, False)
    (route,) = plan["routes"]
    assert (route["rider_name"], route["vehicle_name"], route["order_count"]) == ("Rider Bike 0", "Bike 0", 3)


def test_a_route_shows_stops_with_local_times_and_ways(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1, parcels=2)
    day.plan()
    (route,) = get(client, operator, f"routes?{of_day(day)}")
    assert get(client, operator, f"routes/{route['id']}") == route
    assert (route["stop_count"], route["order_count"], route["parcel_count"]) == (3, 3, 6)
    assert len(route["legs"]) == len(route["stops"])
    assert route["legs"][0] == ""
    assert all(route["legs"][1:])
    start, first, *_ = route["stops"]
    assert (start["kind"], start["label"], start["window"]) == ("start", "Port", None)
    assert first["label"].startswith("Rue Grimaldi")
    assert first["window"] == {"start": "2026-03-10T08:00:00+01:00", "end": "2026-03-10T12:00:00+01:00"}
    assert first["planned_arrival"].endswith("+01:00")
    assert [task["state"] for stop in route["stops"] for task in stop["orders"]] == ["assigned"] * 3
    assert (start["load_g"], route["stops"][-1]["load_g"]) == (9000, 0)
    assert 0 < first["charge_pct"] <= 100


def test_cancelled_routes_are_only_shown_when_asked_for(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    day.plan()
    assert len(get(client, operator, f"routes?{of_day(day)}")) == 1
    assert len(get(client, operator, f"routes?{of_day(day)}&state=cancelled")) == 1


def test_a_search_is_stopped_by_its_job(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    job_id = day.request()
    answer = client.post(f"/v1/plans/jobs/{job_id}/stop", headers=operator.headers())
    assert (answer.status_code, answer.json()["id"]) == (202, str(job_id))
    assert client.post(f"/v1/plans/jobs/{uuid.uuid4()}/stop", headers=operator.headers()).status_code == 404


def test_wrong_requests_name_their_field(client: TestClient, operator: Organisation) -> None:
    hub_id = str(uuid.uuid4())
    for body, pointer in (
        ({"hub_id": hub_id, "date": "tomorrow"}, "/date"),
        ({"hub_id": hub_id, "date": "2026-03-10", "budget_s": -1}, "/budget_s"),
        ({"hub_id": hub_id, "date": "2026-03-10", "temperature_c": 99}, "/temperature_c"),
        ({"date": "2026-03-10"}, "/hub_id"),
    ):
        answer = client.post("/v1/plans", json=body, headers=operator.headers())
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    missing = client.post(
        "/v1/plans", json={"hub_id": hub_id, "date": "2026-03-10"}, headers=operator.headers()
    )
    assert (missing.status_code, missing.json()["code"]) == (404, "hub_not_found")


def test_another_organisations_plans_are_as_if_they_were_not_there(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    (route,) = day.routes(plan_id)
    for path in (f"plans/{plan_id}", f"routes/{route.id}"):
        answer = client.get(f"/v1/{path}", headers=stranger.headers())
        missing = client.get(f"/v1/{path.split('/')[0]}/{uuid.uuid4()}", headers=stranger.headers())
        assert (answer.status_code, answer.json()["code"]) == (404, missing.json()["code"])
    assert get(client, stranger, f"plans?{of_day(day)}") == []
    assert get(client, stranger, f"routes?{of_day(day)}") == []
    theirs = stranger.headers()
    assert client.post(f"/v1/plans/{plan_id}/release", json={}, headers=theirs).status_code == 404
    body = {"shift_id": str(day.crews[0].shift.id)}
    assert client.post(f"/v1/routes/{route.id}/reassign", json=body, headers=theirs).status_code == 404
    body = {"hub_id": str(day.hub_id), "date": "2026-03-10"}
    assert client.post("/v1/plans", json=body, headers=theirs).json()["code"] == "hub_not_found"
    assert day.plans()[0].state == "draft"


def test_a_plan_is_released_and_moved_over_http_on_real_streets(
    client: TestClient, operator: Organisation, monaco_installed: object
) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        crew = make_crew(db, hub.id)
        spare = make_crew(db, hub.id, name="Spare")
        orders = [make_order(db, hub.id, n, lon=7.4226 + n * 0.001, lat=43.7335).id for n in range(3)]
        day = HubDay(operator, hub.id, [crew, spare], orders)
    body = {"hub_id": str(day.hub_id), "date": "2026-03-10", "iterations": 20, "seed": 2}
    client.post("/v1/plans", json=body, headers=operator.headers())
    (job,) = operator.run_jobs()
    assert job.error is None, job.error
    (route, *_) = get(client, operator, f"routes?{of_day(day)}")
    assert all(stop["charge_pct"] is not None for stop in route["stops"])
    free = next(made.shift.id for made in day.crews if str(made.shift.id) != route["shift_id"])
    moved = client.post(
        f"/v1/routes/{route['id']}/reassign", json={"shift_id": str(free)}, headers=operator.headers()
    )
    assert (moved.status_code, moved.json()["shift_id"]) == (200, str(free))
    release = f"/v1/plans/{route['plan_id']}/release"
    stays = client.post(release, json={}, headers=operator.headers()).json()
    assert [blocked["code"] for blocked in stays["blocked"]] == ["parcels_missing"]
    override = {"override": {"reason": "They follow by hand"}}
    assert client.post(release, json=override, headers=operator.headers("hub_staff")).status_code == 403
    gone = client.post(release, json=override, headers=operator.headers()).json()
    assert gone == {"released": [route["id"]], "blocked": []}


def test_what_would_let_an_order_in_is_stored_and_shown(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    with operator.session() as db:
        order = make_order(db, day.hub_id, 7, window_start=local(7), window_end=local(7.5))
        order_id = str(order.id)
    shown = get(client, operator, f"plans/{day.plan()}")
    (left,) = [one for one in shown["left_out"] if one["order_id"] == order_id]
    ways = {one["kind"]: one for one in left["relaxations"]}
    assert {"window_later", "shift_earlier"} <= set(ways)
    (amount,) = ways["window_later"]["amounts"]
    assert (amount["unit"], amount["amount"] % 60) == ("s", 0)
    assert ways["window_later"]["words"].startswith("Fits with")
    assert ways["window_later"]["extra_cents"] > 0
    assert ways["window_later"]["shift_id"] == str(day.crews[0].shift.id)
