"""Which windows can still be kept at an address: by the plan as it stands, for operators and merchants."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.base.problems import Invalid
from pannier.base.scope import Scope
from pannier.core.address import Address
from pannier.core.geo import BoundingBox, LonLat
from pannier.core.work_time import lawful_problem
from pannier.engine.jobs import Jobs
from pannier.engine.scout import Question, Scout
from pannier.orders.problems import OrderRefused
from pannier.orders.submission import Window
from pannier.partners.merchants import NewOrganisation, create_merchant
from pannier.partners.rate_cards import create_rate_card
from pannier.places.grid import GridNetwork
from pannier.places.models import TrafficHours, Zone
from pannier.planning.areas import streets_around
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.problems import NoPlan
from pannier.planning.queries import get_plan
from pannier.planning.quotes.make import make_quote
from pannier.planning.quotes.schemas import QuoteOut, show_quote
from pannier.planning.quotes.values import Asked, Goods, Quoted
from pannier.planning.standing import standing_plan
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import DAY, HUB, east, order
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, HubDay, make_hub_day, on_the_grid

pytestmark = pytest.mark.usefixtures("monaco_installed")
NEW = east(850)
RULE = {
    "kinds": ["cargo_bike"], "fuel_only": False, "weekdays": [], "hours": [{"from": "06:00", "until": "10:30"}],
}  # fmt: skip
CARD = {
    "currency": "EUR",
    "zones": [{"code": "old", "base_cents": 410}],
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}],
    "failed_attempt_cents": 200,
}
FAR_AWAY = LonLat(7.43, 43.745)


def window(begin: float, end: float) -> Window:
    return Window(local(begin), local(end))


def asked(point: LonLat = NEW, *windows: Window, **values: Any) -> Asked:
    goods = {"weight_g": 2_000, "volume_ml": 8_000} | values.pop("goods", {})
    return Asked(
        address=Address("Rue Grimaldi 12"), point=point, service_date=DAY, windows=windows,
        goods=Goods(**goods), **values,
    )  # fmt: skip


def quoted(day: HubDay, one: Asked, *, network_of: Any = on_the_grid) -> Quoted:
    with day.operator.session() as db:
        return make_quote(db, replace(one, hub_id=day.hub_id), network_of=network_of)


def shown(day: HubDay, one: Asked) -> QuoteOut:
    return show_quote(quoted(day, one))


def zone(day: HubDay, *, kind: str = "service", rules: tuple[dict[str, Any], ...] = ()) -> uuid.UUID:
    """Draw a zone around the new address."""
    west, far = east(800).lon, east(900).lon
    ring = [[west, 43.7], [far, 43.7], [far, 43.8], [west, 43.8], [west, 43.7]]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    with day.operator.session() as db:
        row = Zone(name="old town", code="old", kind=kind, polygon=polygon, rules=list(rules))
        db.add(row)
        db.flush()
        return row.id


def test_windows_are_told_with_cost_time_and_grams(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6, crews=2)
    plan_id = day.plan()
    answer = shown(day, asked(NEW, window(9, 11), window(19, 21)))
    can, cannot = answer.windows
    assert (can.offered, can.why_not) == (True, "")
    assert can.extra_cents is not None
    assert can.extra_s is not None
    assert can.extra_co2e_g is not None
    assert can.extra_s > 0
    assert can.starts_at is not None
    assert local(9) <= can.starts_at <= local(11)
    # The riders go home at four in the afternoon.
    assert (cannot.offered, cannot.extra_cents, cannot.extra_co2e_g) == (False, None, None)
    assert "would" in cannot.why_not
    assert (answer.plan_id, answer.plan_revision, answer.ways) == (plan_id, 1, "streets")
    assert answer.computed_at == clock.now()
    assert answer.expires_at == clock.now() + timedelta(minutes=15)


def test_without_windows_the_opening_hours_are_cut_into_slots(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    answer = shown(day, asked())
    assert [one.start for one in answer.windows] == [local(hour) for hour in range(6, 22, 2)]
    assert [one.offered for one in answer.windows] == [False, *[True] * 4, False, False, False]
    longer = shown(day, asked(slot_min=300))
    assert [(one.start, one.end) for one in longer.windows][-1] == (local(21), local(22))


def test_nothing_is_promised_for_what_is_over_or_has_left(
    operator: Organisation, morning: clock.Fixed
) -> None:
    day = make_hub_day(operator, orders=6, crews=1)
    day.plan()
    with clock.fixed(local(11)):
        over, later = shown(day, asked(NEW, window(8, 10), window(10, 14))).windows
    assert over.why_not == "It was over at 10:00."
    assert later.offered
    assert later.starts_at is not None
    # A trip of its own, that is loaded from eleven o'clock on.
    assert later.starts_at > local(11) + timedelta(minutes=10)


def test_too_large_is_told_and_bad_questions_are_refused(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    (large,) = shown(day, asked(NEW, window(9, 11), goods={"weight_g": 900_000})).windows
    assert large.why_not.startswith("No vehicle of the day may have it")
    with pytest.raises(OrderRefused) as refused:
        shown(day, asked(NEW, window(9, 11), window(12, 11)))
    assert refused.value.errors[0].pointer == "/windows/1/end"
    with pytest.raises(OrderRefused, match="no class of goods"):
        shown(day, asked(goods={"goods": "gold"}))
    with pytest.raises(OrderRefused, match="more than 0 kg"):
        shown(day, asked(goods={"weight_g": 0}))


def test_without_a_plan_there_is_no_quote(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    with pytest.raises(NoPlan, match="plan the day first"):
        shown(day, asked())


def test_hours_of_zones_count(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    spans = (window(8, 10), window(12, 14))
    assert [one.offered for one in shown(day, asked(NEW, *spans)).windows] == [True, True]
    zone(day, kind="restricted", rules=(RULE,))
    early, late = shown(day, asked(NEW, *spans)).windows
    assert early.offered
    assert not late.offered
    assert late.why_not == "No vehicle of the day may be in old town then."
    # Beside the zone all is as before.
    assert [one.offered for one in shown(day, asked(east(700), *spans)).windows] == [True, True]


def test_hours_of_traffic_count(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    before = shown(day, asked(NEW, window(12, 14))).windows[0]
    zone_id = zone(day)
    with operator.session() as db:
        slow = {"kinds": [], "weekdays": [], "begins": "11:00", "ends": "15:00", "longer_percent": 200}
        db.add(TrafficHours(position=0, zone_id=zone_id, **slow))
    after = shown(day, asked(NEW, window(12, 14))).windows[0]
    assert before.extra_s is not None
    assert after.extra_s is not None
    assert after.extra_s > before.extra_s


def test_goods_that_never_share_a_trip_go_by_another_one(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1, goods="food")
    day.plan()
    alike, apart = (shown(day, asked(NEW, goods={"goods": goods})).windows for goods in ("food", "chemicals"))
    pairs = [(one.extra_s, other.extra_s) for one, other in zip(alike, apart, strict=True) if one.offered]
    # With another trip the rider comes by the hub once more.
    assert any(other is None or (one or 0) < other for one, other in pairs)


def test_off_the_streets_the_nearest_place_stands_in(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    nearest = east(1200).lon
    edge = GridNetwork(bounds=BoundingBox(7.3, 43.6, nearest, 43.9))
    answer = show_quote(
        quoted(day, asked(LonLat(nearest + 0.001, HUB.lat), window(9, 11)), network_of=lambda hub: edge)
    )
    assert (answer.ways, answer.windows[0].offered) == ("nearest_place", True)
    assert answer.nearest_m is not None
    assert 210 < answer.nearest_m < 220
    with pytest.raises(Invalid, match="off the streets"):
        quoted(day, asked(LonLat(nearest + 0.01, HUB.lat), window(9, 11)), network_of=lambda hub: edge)


def test_another_organisation_gets_nothing_of_it(operator: Organisation, stranger: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    with pytest.raises(OrderRefused, match="does not exist here"):
        shown(replace(day, operator=stranger), asked())


@pytest.mark.parametrize("kind", ["cargo_bike", "e_van", "walker"])
def test_a_quote_equals_the_day_encoded_with_the_order(operator: Organisation, kind: str) -> None:
    """Ways, energy, zones and traffic of a new address are those of a plan that knew it all along."""
    day = make_hub_day(operator, orders=4, crews=1)
    with operator.session() as db:
        make_crew(db, day.hub_id, kind=kind, name="Other")
    plan_id = day.plan()
    zone_id = zone(day, kind="restricted", rules=(RULE,))
    with operator.session() as db:
        slow = {"kinds": [], "weekdays": [], "begins": "08:30", "ends": "15:00", "longer_percent": 50}
        db.add(TrafficHours(position=0, zone_id=zone_id, **slow))
    answer = quoted(day, asked(NEW, window(8, 10), window(9, 12)))
    with operator.session() as db:
        standing = standing_plan(db, get_plan(db, plan_id), GRID, currency="EUR")
    for offer in answer.offers:
        new = order(
            "new", NEW, window_start=offer.span.start, window_end=offer.span.end, release_at=local(5)
        )  # fmt: skip
        whole = replace(standing.day, orders=(*standing.day.orders, new))
        places = places_of(whole)
        streets = {one.code: streets_around(whole, GRID, places.points, one) for one in kinds_of(whole)}
        problem = lawful_problem(problem_of_day(whole, places, streets, currency="EUR").problem)
        steps = {vehicle: timed.steps for vehicle, timed in standing.plan.timed.items()}
        way = Scout(problem, Jobs(problem), steps).best((len(problem.tasks) - 1,), Question())
        assert way is not None
        assert offer.found is not None
        assert offer.found.extra_millicents == pytest.approx(way.extra_millicents, abs=2)


def merchant_of(operator: Organisation) -> Organisation:
    """Take a merchant on; its session sees the operator's rows that are its own."""
    with operator.session() as db:
        merchant, _ = create_merchant(db, NewOrganisation(name="Librairie"))
    return Organisation(operator.org_id, "merchant", Scope(operator.org_id, merchant.org_id))


def test_a_merchant_sees_its_price_and_not_the_operators_cost(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    merchant = merchant_of(operator)
    can, cannot = shown(replace(day, operator=merchant), asked(NEW, window(9, 11), window(19, 21))).windows
    assert (can.offered, can.extra_cents, can.extra_s, can.starts_at) == (True, None, None, None)
    assert can.extra_co2e_g is not None
    assert can.price_cents is None
    assert can.no_price.startswith("No rate card holds")
    # Neither rider nor vehicle is named to it.
    assert cannot.why_not == "No rider of the day can come then: the plan has no room for it."
    with operator.session() as db:
        create_rate_card(db, code="standard", valid_from=DAY, body=CARD)
    zone(day, kind="price")
    (priced,) = shown(replace(day, operator=merchant), asked(NEW, window(9, 11))).windows
    assert (priced.price_cents, priced.no_price) == (410, "")


def test_quotes_over_http(client: TestClient, operator: Organisation, stranger: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1, lon=7.4203, lat=43.7374)
    day.plan()
    body = {
        "address": {"line": "Quai", "lon": 7.4203, "lat": 43.7384},
        "hub_id": str(day.hub_id),
        "date": "2026-03-10",
        "windows": [{"start": "2026-03-10T09:00:00+01:00", "end": "2026-03-10T12:00:00+01:00"}],
    }
    answer = client.post("/v1/quotes", json=body, headers=operator.headers())
    assert answer.status_code == 200, answer.text
    assert answer.json()["hub_id"] == str(day.hub_id)
    assert client.post("/v1/quotes", json=body).status_code == 401
    assert client.post("/v1/quotes", json=body, headers=operator.headers("hub_staff")).status_code == 403
    other = client.post("/v1/quotes", json=body, headers=stranger.headers())
    assert (other.status_code, other.json()["code"]) == (422, "hub_not_found")
    twice = body | {"windows": body["windows"] * 2}
    assert client.post("/v1/quotes", json=twice, headers=operator.headers()).status_code == 422
    # An address is looked up as an order's is.
    found = body | {"address": {"line": "Rue Grimaldi", "house_number": "34", "city": "Monaco"}}
    looked_up = client.post("/v1/quotes", json=found, headers=operator.headers())
    assert looked_up.json().get("ways") == "streets", looked_up.text
    lost = body | {"address": {"line": "Nowhere Street 99"}}
    refused = client.post("/v1/quotes", json=lost, headers=operator.headers()).json()
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("order_refused", "/address/line")
