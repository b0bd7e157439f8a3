"""A search belongs to the server: whoever opens the hub's day sees how far it is, may stop it, and gets its plan."""

from typing import Any

from starlette.testclient import TestClient

from pannier.base import clock
from pannier.planning.several.service import Asked, request_several
from tests.support.fleet_days import DAY
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day


def searches(client: TestClient, who: Organisation, day: HubDay, date: str = "2026-03-10") -> Any:
    path = f"/v1/plans/searches?hub_id={day.hub_id}&date={date}"
    answer = client.get(path, headers=who.headers("hub_staff"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_search_is_seen_by_everybody_who_opens_the_day(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    other = make_hub_day(operator, orders=0, crews=0)
    assert searches(client, operator, day) == []
    job_id = day.request()
    (seen,) = searches(client, operator, day)
    assert (seen["job"]["id"], seen["job"]["state"]) == (str(job_id), "pending")
    assert (seen["several"], seen["stopping"], seen["asked_at"]) == (False, False, "2026-03-10T04:00:00Z")
    assert searches(client, operator, day, date="2026-03-11") == []
    assert searches(client, operator, other) == []


def test_somebody_else_sees_that_it_was_asked_to_stop_and_then_its_plan(
    client: TestClient, operator: Organisation
) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    job_id = day.request()
    client.post(f"/v1/plans/jobs/{job_id}/stop", headers=operator.headers())
    (seen,) = searches(client, operator, day)
    assert seen["stopping"]
    day.run(job_id)
    (seen,) = searches(client, operator, day)
    assert seen["job"]["state"] == "finished"
    assert seen["job"]["result"]["plan_id"] == str(day.plans()[0].id)


def test_of_searches_that_are_over_only_the_last_is_told(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    last, running = day.request(), day.request()
    day.run(last)
    assert [one["job"]["id"] for one in searches(client, operator, day)] == [str(running), str(last)]


def test_a_search_of_days_ago_is_told_no_more(
    client: TestClient, operator: Organisation, morning: clock.Fixed
) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    morning.advance(days=1, seconds=1)
    assert searches(client, operator, day) == []


def test_a_search_of_several_hubs_is_seen_at_each_of_them(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    with operator.session() as db:
        second = make_hub(db)
        asked = Asked(hub_ids=(day.hub_id, second.id), service_date=DAY, iterations=20)
        job_id = request_several(db, asked).id
    for hub_id in (day.hub_id, second.id):
        (seen,) = searches(client, operator, HubDay(operator, hub_id, [], []))
        assert (seen["job"]["id"], seen["several"]) == (str(job_id), True)


def test_searches_of_a_strange_hub_are_as_if_it_were_not_there(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    day.request()
    path = f"/v1/plans/searches?hub_id={day.hub_id}&date=2026-03-10"
    answer = client.get(path, headers=stranger.headers())
    assert (answer.status_code, answer.json()["code"]) == (404, "hub_not_found")
