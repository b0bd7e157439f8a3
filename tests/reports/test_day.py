"""The report of a day: figures one can add up by hand, in all four forms."""

import csv
import io
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.dispatch.models import Override
from pannier.emissions.freeze import VanDay
from pannier.emissions.rounds import settle_baseline
from pannier.fleet.kind_costs import OwnCosts, set_kind_costs
from pannier.orders.models import Order
from pannier.partners.models import PartnerContract
from pannier.partners.rate_cards import create_rate_card
from pannier.planning.models import LeftOutOrder, Stop
from pannier.planning.queries import stops_of
from pannier.reports.day import day_report
from pannier.reports.gather import day_facts
from pannier.reports.money import cost_of, fleet_of
from pannier.reports.report import DayReport
from pannier.reports.text import render_text
from tests.support.driven_days import DrivenDay, make_day, make_order
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation

CARD: dict[str, Any] = {
    "currency": "EUR",
    "zones": [],
    "elsewhere_cents": 500,
    "weight_bands": [{"up_to_g": 50_000, "add_cents": 0}],
    "failed_attempt_cents": 100,
}


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """A driven day that the test may change."""
    return _drive_a_day(operator)


@pytest.fixture(scope="module")
def seen(engine: Engine) -> DrivenDay:
    """The same day for all tests that only look at it."""
    return _drive_a_day(make_organisation("operator"))


def _drive_a_day(operator: Organisation) -> DrivenDay:
    """Five orders by cargo bike: three delivered (one late, one at the second try), one failed, one left over.

    Four hours, 10 km and one kWh at the plug; the vans' day has 20 km.
    """
    made = make_day(operator)
    with operator.session() as db:
        create_rate_card(db, code="standard", valid_from=DAY, body=CARD)
    for n in range(5):
        made.add(f"A-{n}", east(1_000 + n))
    made.release()
    operator.read_events()
    with operator.session() as db:
        vans = VanDay(distance_m=20_000, vans=1, order_ids=sorted(made.orders.values()))
        settle_baseline(db, hub_id=made.hub.id, service_date=DAY, day=vans, reason=None)
    made.attempt("A-0", at=local(9.5))
    made.attempt("A-1", at=local(12.25))
    made.attempt("A-2", "failed", at=local(10))
    made.attempt("A-2", at=local(11))
    made.attempt("A-3", "failed", at=local(10.5))
    made.complete()
    operator.read_events()
    return made


def _report(day: DrivenDay) -> DayReport:
    with day.operator.session() as db:
        return day_report(db, hub_id=day.hub.id, service_date=DAY)


def _get(client: TestClient, day: DrivenDay, path: str, role: str = "dispatcher", **params: Any) -> Any:
    return client.get(
        path,
        params={"hub_id": str(day.hub.id), "date": str(DAY), **params},
        headers=day.operator.headers(role),
    )


def test_each_order_counts_once_by_its_last_attempt_of_the_day(seen: DrivenDay) -> None:
    orders = _report(seen).orders
    assert (orders.total, orders.delivered, orders.failed, orders.open) == (5, 3, 1, 1)
    assert [(f.code, f.label, f.orders) for f in _report(seen).failures] == [
        ("recipient_absent", "Nobody at home", 1)
    ]


def test_attempts_are_counted_by_their_own_hour(seen: DrivenDay) -> None:
    attempts = _report(seen).attempts
    assert (attempts.total, attempts.succeeded, attempts.failed) == (5, 3, 2)
    assert attempts.by_hour == [(9, 1, 0), (10, 0, 2), (11, 1, 0), (12, 1, 0)]


def test_first_attempts_have_their_number_and_interval(seen: DrivenDay) -> None:
    """Two of four orders succeeded at once; Wilson: 0.150 to 0.850."""
    rate = _report(seen).first_attempt
    assert (rate.successes, rate.n, rate.rate) == (2, 4, 0.5)
    assert (round(rate.low, 3), round(rate.high, 3)) == (0.15, 0.85)


def test_a_window_is_kept_when_the_parcel_is_handed_over_within_it(seen: DrivenDay) -> None:
    """Windows are 9 to 12; A-1 was handed over at 12:15."""
    rate = _report(seen).windows_kept
    assert (rate.successes, rate.n) == (2, 3)


def test_cost_is_what_was_really_driven_times_the_kinds_rates(seen: DrivenDay) -> None:
    """Cargo bike: 4 h x 22.00 + 4.00 + 10 km x 0.04 + 1 kWh x 0.28 = 92.68 for three deliveries."""
    cost = _report(seen).cost
    assert (cost.labour_cents, cost.vehicle_cents, cost.energy_cents) == (8_800, 400 + 40, 28)
    assert cost.own_cents == 9_268
    assert cost.per_delivery_cents == pytest.approx(9_268 / 3)
    assert cost.charged_cents == 3 * 500 + 2 * 100


def test_the_days_report_counts_what_kinds_cost_the_operator_on_that_day(day: DrivenDay) -> None:
    """Four hours, 10 km and one kWh: 4 x 1,000 + 500 + 10 x 12.5 + 31.25 cents."""
    own = OwnCosts(fixed_cents=500, per_hour_cents=1_000, per_km_cents=12.5, per_kwh_cents=31.25)
    with day.operator.session() as db:
        set_kind_costs(db, "cargo_bike", own, since=DAY)
    cost = _report(day).cost
    assert (cost.labour_cents, cost.vehicle_cents, cost.energy_cents) == (4_000, 500 + 125, 31)
    with day.operator.session() as db:
        set_kind_costs(db, "cargo_bike", OwnCosts(), since=DAY)
        set_kind_costs(db, "cargo_bike", own, since=DAY + timedelta(days=1))
    assert _report(day).cost.own_cents == 9_268


def test_kilometres_energy_and_hours_are_by_kind_of_vehicle(seen: DrivenDay) -> None:
    kind = _report(seen).fleet[0]
    assert (kind.label, kind.rounds, kind.deliveries) == ("Cargo bike", 1, 3)
    assert (kind.distance_km, kind.energy_kwh, kind.hours) == (10.0, 1.0, 4.0)
    assert kind.co2e_g == 47.273


def test_reloads_and_swaps_count_when_they_were_done(day: DrivenDay) -> None:
    with day.operator.session() as db:
        last = max(stop.position for stop in stops_of(db, day.route_id))
        for n, (kind, state) in enumerate((("reload", "done"), ("reload", "pending"), ("swap", "done"))):
            copy = db.scalars(select(Stop).where(Stop.route_id == day.route_id)).first()
            assert copy is not None
            values = {
                c.key: getattr(copy, c.key)
                for c in Stop.__table__.columns
                if c.key not in {"id", "created_at"}
            }
            db.add(Stop(**values | {"position": last + 1 + n, "kind": kind, "state": state}))
    (kind_day,) = _report(day).fleet
    assert (kind_day.reloads, kind_day.swaps) == (1, 1)


def test_what_was_saved_is_against_the_frozen_baseline(seen: DrivenDay) -> None:
    """The four attempted orders of five bear four fifths of the vans' 20 km x 0.34752 kg."""
    emissions = _report(seen).emissions
    assert emissions.co2e_g == 47.273
    assert emissions.per_delivery_g == pytest.approx(47.273 / 3)
    assert emissions.baseline_g == pytest.approx(20 * 347.52 * 4 / 5, rel=0.01)
    assert emissions.saved_g == pytest.approx((emissions.baseline_g or 0) - 47.273)
    assert (emissions.baseline_kind, emissions.primary_share) == ("B2", 1.0)


def test_a_failed_order_that_moved_on_stays_in_the_day_it_was_attempted(day: DrivenDay) -> None:
    with day.operator.session() as db:
        order = db.get_one(Order, day.orders["A-3"])
        order.service_date, order.status = DAY + timedelta(days=1), "reattempt_scheduled"
    assert (_report(day).orders.total, _report(day).orders.failed) == (5, 1)
    with day.operator.session() as db:
        tomorrow = day_report(db, hub_id=day.hub.id, service_date=DAY + timedelta(days=1))
    assert (tomorrow.orders.total, tomorrow.orders.failed, tomorrow.orders.open) == (1, 0, 1)


def test_a_row_that_is_touched_later_changes_no_figure(day: DrivenDay) -> None:
    before = _report(day)
    with day.operator.session() as db:
        order = db.get_one(Order, day.orders["A-0"])
        order.details = {"note": "looked at next week"}
    after = _report(day)
    assert after.model_dump(exclude={"made_at"}) == before.model_dump(exclude={"made_at"})


def test_an_outcome_that_was_taken_back_does_not_count(day: DrivenDay) -> None:
    attempt_id = day.attempt("A-4", at=local(11.5))
    assert _report(day).orders.delivered == 4
    day.take_back("A-4", attempt_id)
    assert (_report(day).orders.delivered, _report(day).orders.open) == (3, 1)


def test_partners_left_out_orders_reviews_and_overrides_are_shown(day: DrivenDay) -> None:
    partner = make_organisation("partner")
    with day.operator.session() as db:
        db.add(
            PartnerContract(
                partner_org_id=partner.org_id, name="Bikes", zones=[], max_share=1.0,
                co2e_g_per_delivery=40, promise="", rate_card="bikes",
            )
        )  # fmt: skip
        body = {**CARD, "elsewhere_cents": 350}
        create_rate_card(
            db, code="bikes", valid_from=DAY, body=body, owner="partner", partner_org_id=partner.org_id
        )
        given = make_order(db, day.hub, "P-1", east(9), carrier="partner", partner_org_id=partner.org_id)
        doubtful = make_order(db, day.hub, "R-1", None, status="confirmed", review_code="street_not_found")
        make_order(db, day.hub, "C-1", east(3), status="cancelled")
        day.orders["P-1"] = given.id
        # The partner's order and the doubtful one count elsewhere.
        for order_id in (day.orders["A-4"], given.id, doubtful.id):
            reason = "No vehicle is free."
            db.add(LeftOutOrder(plan_id=day.plan_id, order_id=order_id, code="window", reason=reason))
        db.add(Override(route_id=day.route_id, reason="Customer waits", missing=["1", "2"], by="test"))
    _partner_delivers(day, "P-1")
    day.operator.read_events()
    report = _report(day)
    assert (report.orders.total, report.orders.in_review, report.orders.cancelled) == (7, 1, 1)
    assert [(p.name, p.orders, p.delivered, p.cost_cents) for p in report.partners] == [("Bikes", 1, 1, 350)]
    assert (report.cost.partner_deliveries, report.cost.partner_per_delivery_cents) == (1, 350.0)
    assert report.cost.per_delivery_cents == pytest.approx((9_268 + 350) / 4)
    assert report.emissions.co2e_g == pytest.approx(47.273 + 40)
    assert report.emissions.compared_g == pytest.approx(47.273)
    assert [(left.reference, left.code) for left in report.left_out] == [("A-4", "window")]
    assert [released.missing_parcels for released in report.overrides] == [2]


def _partner_delivers(day: DrivenDay, reference: str) -> None:
    own, day.route_id = day.route_id, None  # type: ignore[assignment]
    day.attempt(reference, at=local(11))
    day.route_id = own


def test_a_day_on_which_nothing_happened_claims_nothing(operator: Organisation) -> None:
    empty = make_day(operator)
    report = _report(empty)
    assert report.first_attempt.rate is None
    assert (report.windows_kept.low, report.windows_kept.high) == (0.0, 1.0)
    assert report.cost.per_delivery_cents is None
    assert report.emissions.saved_g is None
    text = render_text(report)
    assert "nothing to judge (n = 0)" in text
    assert "%" not in text.replace("0 %", "").replace("100%", "")


def test_json_csv_text_and_page_show_the_same_figures(client: TestClient, seen: DrivenDay) -> None:
    report = _get(client, seen, "/v1/reports/day").json()
    assert report["windows_kept"]["n"] == 3
    table = list(csv.DictReader(io.StringIO(_get(client, seen, "/v1/reports/day.csv").text)))
    kept = next(row for row in table if row["section"] == "windows")
    assert (kept["value"], kept["n"]) == ("0.6667", "3")
    assert next(row for row in table if row["measure"] == "own")["value"] == "9268"
    text = _get(client, seen, "/v1/reports/day.txt").text
    page = _get(client, seen, "/reports/day")
    assert page.headers["content-type"].startswith("text/html")
    for shown in (text, page.text):
        assert "66.7 % (n = 3, 95 % between 20.8 % and 93.9 %)" in shown
        assert "92.68 EUR" in shown
        assert "Nobody at home" in shown


def test_no_rate_in_the_csv_lacks_its_number_and_interval(client: TestClient, seen: DrivenDay) -> None:
    table = list(csv.DictReader(io.StringIO(_get(client, seen, "/v1/reports/day.csv").text)))
    shares = [row for row in table if row["unit"] == "share"]
    assert len(shares) == 2
    assert all(row["n"] and row["low"] and row["high"] for row in shares)


def test_texts_cannot_run_as_formulas_in_a_spreadsheet(client: TestClient, day: DrivenDay) -> None:
    with day.operator.session() as db:
        odd = make_order(db, day.hub, "=1+1", east(2), status="allocated")
        db.add(LeftOutOrder(plan_id=day.plan_id, order_id=odd.id, code="window", reason="@late"))
    table = list(csv.DictReader(io.StringIO(_get(client, day, "/v1/reports/day.csv").text)))
    row = next(row for row in table if row["section"] == "left_out")
    assert (row["key"], row["value"]) == ("'=1+1", "'@late")


def test_the_page_escapes_what_people_wrote(client: TestClient, operator: Organisation) -> None:
    day = make_day(operator, name="<script>alert(1)</script>")
    page = _get(client, day, "/reports/day").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_opens_by_cookie_for_the_first_hub_today(client: TestClient, seen: DrivenDay) -> None:
    client.cookies.set("pannier_session", seen.operator.sign_in_new("dispatcher"))
    with clock.fixed(local(20)):
        page = client.get("/reports/day")
    assert page.status_code == 200
    assert f"{seen.hub.name}" in page.text
    assert re.search(r"3<small>of 5 orders", page.text)


def test_an_operator_without_a_hub_is_told_so(client: TestClient, operator: Organisation) -> None:
    page = client.get("/reports/day", headers=operator.headers("dispatcher"))
    assert (page.status_code, "There is no hub yet" in page.text) == (200, True)


def test_reports_are_not_for_merchants_and_not_for_strangers(
    client: TestClient, seen: DrivenDay, stranger: Organisation
) -> None:
    assert _get(client, seen, "/v1/reports/day", role="rider").status_code == 403
    params = {"hub_id": str(seen.hub.id), "date": str(DAY)}
    for path in ("/v1/reports/day", "/v1/reports/day.csv", "/reports/day"):
        foreign = client.get(path, params=params, headers=stranger.headers("dispatcher"))
        assert foreign.status_code in {200, 404}
        assert seen.hub.name not in foreign.text
        assert client.get(path, params=params).status_code == 401


def test_a_browser_is_sent_to_sign_in_and_told_where_to_go_then(client: TestClient) -> None:
    wanted = f"/reports/day?date={DAY}"
    as_browser = {"Accept": "text/html,*/*;q=0.8"}
    answer = client.get(wanted, headers=as_browser, follow_redirects=False)
    assert answer.status_code == 303
    target = urlsplit(answer.headers["Location"])
    assert (target.netloc, target.path, parse_qs(target.query)) == ("", "/console/", {"next": [wanted]})
    assert client.get(f"/v1{wanted}", headers=as_browser).status_code == 401


def test_an_unknown_hub_is_named(client: TestClient, operator: Organisation) -> None:
    answer = client.get(
        "/v1/reports/day",
        params={"hub_id": str(uuid.uuid4()), "date": str(DAY)},
        headers=operator.headers("dispatcher"),
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "hub_not_found")


def test_deliveries_of_rounds_that_are_still_driven_do_not_lower_the_cost(seen: DrivenDay) -> None:
    with seen.operator.session() as db:
        facts = day_facts(db, seen.hub, DAY)
    fleet = fleet_of(facts.rounds)
    closed = cost_of(facts, fleet, delivered=3, by_partners=0)
    driving = cost_of(replace(facts, rounds_open=1), fleet, delivered=30, by_partners=0)
    assert driving.per_delivery_cents == closed.per_delivery_cents
    assert driving.charged_per_delivery_cents == pytest.approx((closed.charged_per_delivery_cents or 0) / 10)
