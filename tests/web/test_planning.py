"""The morning at the console: settle an address, plan, release in spite of a missing parcel."""

import pytest

from tests.web.conftest import Doing, Seeing
from tests.web.world import World

pytestmark = pytest.mark.web


def test_doubtful_address_is_settled_by_a_choice(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Rock", orders=0)
    doubtful = world.order("Rock-1", 0, hub_id=day.hub_id)
    doubtful["address"] = {"line": "Rue Grimaldy", "city": "Monaco"}
    order = world.merchant.post("/v1/orders", doubtful)
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.opens("Addresses")
    when.dispatcher.picks_the_doubtful("Rock-1")
    when.dispatcher.uses_the_candidate("Rue Grimaldi")
    when.dispatcher.is_told("Rock-1 is placed")
    then.dispatcher.waits_for_no_address("Rock-1")
    placed = world.admin.get(f"/v1/orders/{order['id']}")
    assert placed["address"]["located_how"] == "person"
    assert placed["address"]["lon"] == pytest.approx(7.42, abs=0.02)


def test_day_is_planned_and_released_in_spite_of_a_missing_parcel(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Fontvieille", riders=1, orders=3)
    world.receive(day, day.orders[:2])
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    then.dispatcher.sees("This day has no plan yet")
    when.dispatcher.plans_the_day()
    then.dispatcher.sees("Draft", "0 of 1 routes released")
    then.dispatcher.sees("Of the cost: vehicles €", "hours €")
    then.dispatcher.screen.keep_picture("plan-costs")
    when.dispatcher.asks_to_release()
    then.dispatcher.sees("1 parcel is not in the hub (order Fontvieille-03)")
    when.dispatcher.releases(because="The last parcel comes with the second van.")
    then.dispatcher.sees("1 of 1 routes released")
    [route] = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    assert route["state"] == "released"


def test_a_break_is_told_with_its_hours_and_its_rule_and_what_happened_since(
    when: Doing, then: Seeing, world: World
) -> None:
    rest = {
        "break_s": 1800,
        "break_start": "2026-03-10T09:30:00+01:00",
        "break_end": "2026-03-10T11:30:00+01:00",
    }
    day = world.day(name="Hector Otto", riders=1, orders=6, service_min=25, shift=rest)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_the_day()
    when.dispatcher.chooses_the_break()
    then.dispatcher.sees("30 min between 09:30 and 11:30, as the shift says")
    then.dispatcher.screen.keep_picture("plan-break")
    when.dispatcher.releases(because="They come by hand.")
    then.dispatcher.sees("Since this plan was made:", "1 route released")
    then.dispatcher.screen.keep_picture("plan-changed")
    when.dispatcher.page.get_by_role("link", name="See the routes as they are on Today").click()
    when.dispatcher.selects_the_route_of("Rider Hector Otto")
    then.dispatcher.sees("30 min between 09:30 and 11:30, as the shift says")
    then.dispatcher.screen.keep_picture("today-break")


def test_slack_is_asked_for_and_its_price_is_shown(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Anse du Portier", riders=2, orders=9)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_with_slack(promises="97% of windows", reserve="1 route in 1,000")
    then.dispatcher.sees("On days that are not as planned", "Slack costs", "In 1,000 simulated days")
    then.dispatcher.screen.keep_picture("plan-slack")
    [plan] = world.admin.get("/v1/plans", hub_id=day.hub_id, date="2026-03-10")
    assert plan["endurance"]["targets"] == {"promises": 0.97, "reserve": 0.001}


def test_one_of_several_plans_is_taken_and_the_others_go(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Ostende", riders=3, orders=12, service_min=12)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_with_slack(promises="No aim", reserve="No aim", several=True)
    then.dispatcher.sees("None of these beats another in everything", "Most even")
    then.dispatcher.screen.keep_picture("plan-choices")
    [cheapest] = world.admin.get("/v1/plans", hub_id=day.hub_id, date="2026-03-10")
    when.dispatcher.takes_the_plan("Most even")
    then.dispatcher.sees("0 of 3 routes released")
    newest, *_ = world.admin.get("/v1/plans", hub_id=day.hub_id, date="2026-03-10")
    assert newest["id"] != cheapest["id"]
    assert "fairness" in newest["choice"]["best_at"]
    assert (newest["state"], world.admin.get(f"/v1/plans/{cheapest['id']}")["state"]) == (
        "draft",
        "superseded",
    )


def test_released_routes_stay_in_sight_when_the_day_is_planned_again(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Fontanes", riders=2, orders=1)
    world.merchant.post("/v1/orders", world.order("Fontanes-02", 1, hub_id=day.hub_id))
    doubtful = world.order("Fontanes-03", 0, hub_id=day.hub_id)
    doubtful["address"] = {"line": "Rue Grimaldy", "city": "Monaco"}
    world.merchant.post("/v1/orders", doubtful)
    world.settle()
    world.plan(day)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    then.dispatcher.sees("0 of 1 routes released", "each with its reason below", "Fontanes-03")
    when.dispatcher.screen.keep_picture("plan-again")
    when.dispatcher.chooses_the_plan(1)
    then.dispatcher.sees("1 of 1 routes released", "Rider Fontanes")


def test_two_hubs_are_planned_together_and_each_plan_is_shown(
    when: Doing, then: Seeing, world: World
) -> None:
    first = world.day(name="Bas Moulins", riders=1, orders=5)
    other = world.day(name="Testa Verde", riders=1, orders=4)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(first)
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_together("Bas Moulins", "Testa Verde")
    then.dispatcher.screen.keep_picture("plan-several-hubs")
    when.dispatcher.shows_the_plan_of("Testa Verde")
    then.dispatcher.sees("Draft", "Checked: no rule broken")
    plans = [
        plan
        for day in (first, other)
        for plan in world.admin.get("/v1/plans", hub_id=day.hub_id, date="2026-03-10")
    ]
    assert sum(plan["totals"]["planned"] for plan in plans) == 9


def test_a_search_is_found_again_and_its_plan_comes_by_itself(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Lamarck", riders=2, orders=6)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    when.dispatcher.begins_to_plan("120 seconds")
    then.dispatcher.sees("Stop and keep the best")
    when.dispatcher.opens("Orders")
    when.dispatcher.opens("Plan")
    then.dispatcher.sees("Stop and keep the best")
    then.dispatcher.screen.keep_picture("plan-searching")
    second = when.dispatcher.opens_a_second_window("plan", day)
    when.dispatcher.stops_the_search(second)
    then.dispatcher.sees("Checked: no rule broken", "Draft")
    then.dispatcher.sees_in(second, "Checked: no rule broken")
