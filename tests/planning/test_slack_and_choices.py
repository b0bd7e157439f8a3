"""A day's plan is judged, gets slack where that is asked for, and may be one of several to choose from."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.core.endurance import Targets
from pannier.planning.choose import choose_plan
from pannier.planning.problems import DayChanged, NotAChoice
from pannier.planning.queries import choices_of, get_plan, list_plans, list_routes
from tests.support.fleet_days import DAY
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day
from tests.support.rounds import make_order

SEARCH = {"iterations": 300}


def shared_day(operator: Organisation) -> HubDay:
    """Set up a day that one of two riders can do, tight for one alone, and a day of bikes beside a van."""
    with operator.session() as db:
        hub = make_hub(db)
        crews = [make_crew(db, hub.id, name=f"Bike {n}") for n in range(2)]
        crews.append(make_crew(db, hub.id, name="Van", kind="e_van"))
        ends = {n: local(9.2) for n in range(6)}
        orders = [
            make_order(db, hub.id, n % 7, window_end=ends.get(n, local(15)), service_s=240).id
            for n in range(14)
        ]
        return HubDay(operator, hub.id, crews, orders)


def get(client: TestClient, who: Organisation, path: str, role: str = "dispatcher") -> Any:
    answer = client.get(f"/v1/{path}", headers=who.headers(role))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_plan_is_judged_and_costs_nothing_more_for_that(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6)
    plan_id = day.plan()
    with operator.session() as db:
        plan = get_plan(db, plan_id)
        held = plan.endurance
        assert held is not None
        assert (held["days"], held["targets"], held["reached"], held["without"]) == (
            1000, {"promises": None, "reserve": None}, None, None,
        )  # fmt: skip
        assert held["windows"]["count"] == 6000
        assert held["windows"]["low"] <= held["windows"]["rate"] <= held["windows"]["high"]
        assert (plan.choice, plan.choice_of) == (None, None)


def test_a_plan_with_slack_keeps_its_target_and_says_what_that_costs(
    client: TestClient, operator: Organisation
) -> None:
    day = shared_day(operator)
    plain = get(client, operator, f"plans/{day.plan(**SEARCH)}")
    slack = get(client, operator, f"plans/{day.plan(**SEARCH, targets=Targets(0.99, 0.001))}")
    assert plain["endurance"]["windows"]["rate"] < 0.99
    held = slack["endurance"]
    assert held["targets"] == {"promises": 0.99, "reserve": 0.001}
    assert held["windows"]["rate"] > plain["endurance"]["windows"]["rate"]
    assert held["reached"] is (held["windows"]["rate"] >= 0.99 and held["reserves"]["rate"] <= 0.001)
    without = held["without"]
    assert without["windows"]["rate"] < held["windows"]["rate"]
    # Totals are rounded route by route.
    more = slack["totals"]["cost_cents"] - without["cost_cents"]
    assert without["price_cents"] == pytest.approx(more, abs=4)
    assert without["price_pct"] == pytest.approx(100 * more / without["cost_cents"], abs=0.1)
    assert slack["checked"] is True
    risks = held["risks"]
    assert [risk["late_share"] for risk in risks] == sorted(
        (risk["late_share"] for risk in risks), reverse=True
    )
    assert {risk["order_id"] for risk in risks} <= {str(order) for order in day.orders}


def made_choices(day: HubDay) -> list[uuid.UUID]:
    plan_id = day.plan(**SEARCH, choices=True)
    with day.operator.session() as db:
        return [plan.id for plan in choices_of(db, plan_id)]


def test_one_run_makes_several_plans_and_the_cheapest_is_the_draft(
    client: TestClient, operator: Organisation
) -> None:
    day = shared_day(operator)
    plans = made_choices(day)
    assert 2 <= len(plans) <= 5
    (listed,) = get(client, operator, f"plans?hub_id={day.hub_id}&date=2026-03-10")
    assert listed["id"] == str(plans[0])
    shown = get(client, operator, f"plans/{plans[0]}/choices")
    assert [plan["id"] for plan in shown] == [str(plan) for plan in plans]
    assert [plan["state"] for plan in shown] == ["draft"] + ["choice"] * (len(plans) - 1)
    costs = [plan["choice"]["cost_cents"] for plan in shown]
    assert costs == sorted(costs)
    assert "cost" in shown[0]["choice"]["best_at"]
    assert all(plan["checked"] and plan["choice"]["plans"] == len(plans) for plan in shown)
    assert all("day_sha256" not in plan["choice"] for plan in shown)
    # Nobody sees the routes of a plan that only waits.
    routes = get(client, operator, f"routes?hub_id={day.hub_id}&date=2026-03-10")
    assert {route["plan_id"] for route in routes} == {str(plans[0])}
    assert len(operator.events("plan.ready")) == 1
    planned = {event["order_id"] for event in operator.events("order.planned")}
    assert planned == {str(order) for order in day.orders}


def test_the_chosen_plan_is_the_days_and_the_others_go(client: TestClient, operator: Organisation) -> None:
    day = shared_day(operator)
    first, *_, last = made_choices(day)
    answer = client.post(f"/v1/plans/{last}/choose", headers=operator.headers("dispatcher"))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["state"]) == (str(last), "draft")
    assert {route["state"] for route in answer.json()["routes"]} == {"draft"}
    with operator.session() as db:
        assert get_plan(db, first).state == "superseded"
        assert {plan.state for plan in choices_of(db, last) if plan.id != last} == {"superseded"}
        routes = list_routes(db, hub_id=day.hub_id, service_date=DAY)
        assert {route.plan_id for route in routes} == {last}
        assert list_plans(db, hub_id=day.hub_id, service_date=DAY)[0].id == last
    assert len(operator.events("plan.ready")) == 2
    again = client.post(f"/v1/plans/{last}/choose", headers=operator.headers("dispatcher"))
    assert again.status_code == 200
    gone = client.post(f"/v1/plans/{first}/choose", headers=operator.headers("dispatcher"))
    assert (gone.status_code, gone.json()["code"]) == (409, "not_a_choice")
    assert len(operator.events("plan.ready")) == 2


def test_a_plan_that_waits_is_not_released(client: TestClient, operator: Organisation) -> None:
    last = made_choices(shared_day(operator))[-1]
    answer = client.post(f"/v1/plans/{last}/release", json={}, headers=operator.headers("dispatcher"))
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_not_chosen")


def test_only_who_plans_in_the_organisation_chooses(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    last = made_choices(shared_day(operator))[-1]
    path = f"/v1/plans/{last}/choose"
    assert client.post(path, headers=operator.headers("rider")).status_code == 403
    assert client.post(path, headers=stranger.headers()).status_code == 404
    assert client.get(f"/v1/plans/{last}/choices", headers=stranger.headers()).status_code == 404
    with operator.session() as db:
        assert get_plan(db, last).state == "choice"


def test_a_plan_made_alone_has_no_choices(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    assert get(client, operator, f"plans/{plan_id}/choices") == []
    with operator.session() as db, pytest.raises(NotAChoice, match="was made alone"):
        choose_plan(db, plan_id)


def test_a_day_that_changed_since_has_to_be_planned_again(operator: Organisation) -> None:
    day = shared_day(operator)
    last = made_choices(day)[-1]
    with operator.session() as db:
        make_order(db, day.hub_id, 5)
    with operator.session() as db, pytest.raises(DayChanged, match="plan the day again"):
        choose_plan(db, last)


def test_a_newer_plan_ends_the_choice(operator: Organisation) -> None:
    day = shared_day(operator)
    last = made_choices(day)[-1]
    day.plan(**SEARCH)
    with operator.session() as db, pytest.raises(NotAChoice, match="superseded"):
        choose_plan(db, last)


def test_targets_that_cannot_be_told_are_refused(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    body = {"hub_id": str(day.hub_id), "date": "2026-03-10"}
    for name, value in (("promise_target", 1.0), ("reserve_target", 0.0001)):
        answer = client.post("/v1/plans", json={**body, name: value}, headers=operator.headers("dispatcher"))
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")


def test_targets_reach_the_job(client: TestClient, operator: Organisation) -> None:
    day = shared_day(operator)
    body = {"hub_id": str(day.hub_id), "date": "2026-03-10", "iterations": 200, "promise_target": 0.9,
            "reserve_target": 0.01}  # fmt: skip
    job = client.post("/v1/plans", json=body, headers=operator.headers("dispatcher")).json()
    done = day.run(uuid.UUID(job["id"]))
    assert done.result is not None
    held = get(client, operator, f"plans/{done.result['plan_id']}")["endurance"]
    assert held["targets"] == {"promises": 0.9, "reserve": 0.01}
