"""An order placed by a quote takes its window, price and grams; one that it is not for is refused with the reason."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pannier.base import clock
from pannier.billing.billable import Billable
from pannier.billing.quotes import quote_for_merchant
from pannier.core.address import Address
from pannier.core.pricing import Occasion
from pannier.orders.accept import accept, accept_many
from pannier.orders.models import Order, WindowQuote
from pannier.orders.service import change
from pannier.orders.show import show
from pannier.orders.submission import Submission, Window
from pannier.partners.merchants import NewOrganisation, create_merchant
from pannier.partners.rate_cards import create_rate_card
from pannier.planning.load_day import load_day
from pannier.planning.quotes.make import make_quote
from pannier.planning.quotes.values import Asked, Goods, Quoted
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid

pytestmark = pytest.mark.usefixtures("monaco_installed")
HERE = east(850)
CARD = {
    "currency": "EUR",
    "zones": [{"code": "all", "base_cents": 410}],
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}],
    "failed_attempt_cents": 200,
}


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    made = make_hub_day(operator, orders=3, crews=1)
    made.plan()
    return made


def window(begin: float, end: float) -> Window:
    return Window(local(begin), local(end))


def ask(day: HubDay, *windows: Window, **values: Any) -> Quoted:
    asked = Asked(
        address=Address("Rue Grimaldi", number="12", postcode="98000", city="Monaco"), point=HERE, service_date=DAY,
        hub_id=day.hub_id, windows=windows or (window(9, 11),), goods=Goods(weight_g=2_000, volume_ml=8_000), **values,
    )  # fmt: skip
    with day.operator.session() as db:
        return make_quote(db, asked, network_of=on_the_grid)


def sent(quote_id: uuid.UUID | None, **values: Any) -> Submission:
    usual = Submission(
        reference="Q-1",
        line="rue grimaldi  12",
        postcode="98000",
        city="Monaco",
        point=HERE,
        quote_id=quote_id,
    )
    return replace(usual, **values)


def place(day: HubDay, one: Submission) -> uuid.UUID:
    with day.operator.session() as db:
        order = accept(db, one, source="api").order
        assert order is not None
        return order.id


def pointer_of(day: HubDay, one: Submission) -> tuple[str, str]:
    with day.operator.session() as db:
        (result,) = accept_many(db, [one], source="api")
    (fault,) = result.faults
    return fault.pointer, fault.code


def test_an_order_takes_the_window_price_and_grams_of_its_quote(day: HubDay) -> None:
    with day.operator.session() as db:
        create_rate_card(db, code="standard", valid_from=DAY, body=CARD)
    found = ask(day)
    order_id = place(day, sent(found.quote_id))
    with day.operator.session() as db:
        order = db.get_one(Order, order_id)
        assert (order.window_start, order.window_end) == (local(9), local(11))
        assert (order.service_date, order.hub_id, order.quote_id) == (DAY, day.hub_id, found.quote_id)
        price = found.offers[0].price.cents
        assert (order.quoted_price_cents, order.quoted_currency) == (price, "EUR" if price else None)
        shown = show(db, order).quote
        assert shown is not None
        assert shown.co2e_g is not None
        assert shown.co2e_g >= 0
        order.status, order.carrier = "allocated", "own"
    with day.operator.session() as db:
        (planned,) = [
            one for one in load_day(db, hub_id=day.hub_id, service_date=DAY).orders if one.id == order_id
        ]
        assert (planned.window_start, planned.window_end) == (local(9), local(11))


def test_the_quoted_price_is_what_a_delivery_is_charged(day: HubDay) -> None:
    order_id = place(day, sent(ask(day).quote_id))
    with day.operator.session() as db:
        order = db.get_one(Order, order_id)
        order.quoted_price_cents, order.quoted_currency = 333, "EUR"
        billable = Billable(order=order, occasion=Occasion.DELIVERY, service_date=DAY, at=local(10))
        found = quote_for_merchant(db, billable)
        assert (found.total_cents, found.currency, found.problem) == (333, "EUR", None)
        failed = quote_for_merchant(db, replace(billable, occasion=Occasion.FAILED_ATTEMPT))
        assert failed.total_cents != 333


def test_what_the_quote_is_not_for_is_refused_where_it_stands(day: HubDay, stranger: Organisation) -> None:
    found = ask(day)
    quote_id = found.quote_id
    assert pointer_of(day, sent(uuid.uuid4())) == ("/quote_id", "quote_not_found")
    assert pointer_of(replace(day, operator=stranger), sent(quote_id)) == ("/quote_id", "quote_not_found")
    assert pointer_of(day, sent(quote_id, line="Rue Grimaldi 14")) == ("/address", "quote_for_other_address")
    assert pointer_of(day, sent(quote_id, window=window(11, 13))) == ("/window", "window_not_quoted")
    assert pointer_of(day, sent(quote_id, date=DAY + timedelta(days=1))) == ("/date", "quote_for_other_order")
    assert pointer_of(day, sent(quote_id, kind="return")) == ("/quote_id", "quote_for_other_order")
    with day.operator.session() as db:
        merchant = create_merchant(db, NewOrganisation(name="Shop"))[0].org_id
    assert pointer_of(day, sent(quote_id, merchant_org_id=merchant)) == ("/quote_id", "quote_not_found")
    with clock.fixed(found.expires_at + timedelta(seconds=1)):
        assert pointer_of(day, sent(quote_id)) == ("/quote_id", "quote_expired")


def test_of_several_windows_one_is_named(day: HubDay) -> None:
    quote_id = ask(day, window(9, 11), window(11, 13)).quote_id
    assert pointer_of(day, sent(quote_id)) == ("/window", "window_not_quoted")
    order_id = place(day, sent(quote_id, window=window(11, 13)))
    with day.operator.session() as db:
        assert db.get_one(Order, order_id).window_start == local(11)


def test_a_window_that_was_not_offered_cannot_be_taken(day: HubDay) -> None:
    quote_id = ask(day, window(19, 21)).quote_id
    assert pointer_of(day, sent(quote_id)) == ("/window", "window_not_quoted")


def test_the_same_order_again_is_taken_after_the_quote_has_expired(day: HubDay) -> None:
    found = ask(day)
    order_id = place(day, sent(found.quote_id))
    with clock.fixed(found.expires_at + timedelta(minutes=5)):
        assert place(day, sent(found.quote_id)) == order_id
        assert place(day, sent(found.quote_id, notes="Ring twice")) == order_id
    with day.operator.session() as db:
        assert db.get_one(Order, order_id).quote_id == found.quote_id


def test_another_window_ends_what_was_promised(day: HubDay) -> None:
    order_id = place(day, sent(ask(day).quote_id))
    with day.operator.session() as db:
        change(db, order_id, {}, window=window(13, 15))
    with day.operator.session() as db:
        order = db.get_one(Order, order_id)
        assert (order.quote_id, order.quoted_price_cents, order.quoted_co2e_g) == (None, None, None)


def test_the_same_again_changes_nothing_whatever_became_of_the_quote(day: HubDay) -> None:
    found = ask(day)
    first = sent(found.quote_id)
    order_id = place(day, first)
    with day.operator.session() as db:
        db.delete(db.get_one(WindowQuote, found.quote_id))
        change(db, order_id, {}, window=window(13, 15))
    with clock.fixed(found.expires_at + timedelta(days=2)), day.operator.session() as db:
        (again,) = accept_many(db, [first], source="api")
        assert (again.outcome, again.faults) == ("unchanged", ())


def test_a_quote_is_for_one_order(day: HubDay) -> None:
    quote_id = ask(day).quote_id
    place(day, sent(quote_id))
    assert pointer_of(day, sent(quote_id, reference="Q-2")) == ("/quote_id", "quote_used")
    both = ask(day).quote_id
    with day.operator.session() as db:
        results = accept_many(db, [sent(both, reference=name) for name in ("Q-3", "Q-4")], source="api")
    assert [[fault.code for fault in one.faults] for one in results] == [[], ["quote_used"]]


@pytest.mark.parametrize("more", [{"weight_g": 2_001}, {"volume_ml": 8_001}, {"parcels": 2}])
def test_a_quote_is_for_no_more_than_was_asked(day: HubDay, more: dict[str, int]) -> None:
    found = ask(day)
    assert pointer_of(day, sent(found.quote_id, **more)) == ("/weight_kg", "quote_for_other_goods")
    order_id = place(day, sent(found.quote_id, weight_g=1_500))
    assert pointer_of(day, sent(found.quote_id, **more)) == ("/weight_kg", "quote_for_other_goods")
    with day.operator.session() as db:
        assert db.get_one(Order, order_id).weight_g == 1_500


def test_goods_that_become_more_end_what_was_promised(day: HubDay) -> None:
    order_id = place(day, sent(ask(day).quote_id))
    with day.operator.session() as db:
        change(db, order_id, {"weight_g": 1_000})
        assert db.get_one(Order, order_id).quote_id is not None
        change(db, order_id, {"weight_g": 1_001})
        assert db.get_one(Order, order_id).quote_id is None


def test_a_quote_is_for_the_coordinates_that_were_asked(day: HubDay) -> None:
    found = ask(day)
    assert pointer_of(day, sent(found.quote_id, point=east(1_900))) == ("/address", "quote_for_other_address")
