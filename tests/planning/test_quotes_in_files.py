"""Order files place orders by quotes: by the same rules as the API, with what is wrong told of the row's column."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.orders.models import Order
from pannier.partners.merchants import NewOrganisation, create_merchant
from tests.orders.test_imports import counts, imported, rows
from tests.planning.test_orders_by_quote import HERE, ask, window
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day

pytestmark = pytest.mark.usefixtures("monaco_installed")
HEADER = "reference,address,house_number,postcode,city,lat,lon,quote_id,window_start,window_end,parcels"
SPAN = ("", "")


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    made = make_hub_day(operator, orders=3, crews=1)
    made.plan()
    return made


def line(
    quote_id: object,
    *,
    reference: str = "Q-1",
    span: tuple[str, str] = SPAN,
    street: str = "Rue Grimaldi",
    parcels: str = "",
) -> str:
    cells = (reference, street, "12", "98000", "Monaco", HERE.lat, HERE.lon, quote_id, *span, parcels)
    return ",".join(map(str, cells))


def taken(client: TestClient, day: HubDay, *lines: str, header: str = HEADER, **form: Any) -> Any:
    return imported(client, day.operator, rows(*lines, header=header), **form)


def wrong(report: Any) -> list[tuple[str, str]]:
    return [(error["column"], error["code"]) for row in report["rows"] for error in row["errors"]]


def test_a_row_takes_the_window_day_and_hub_of_its_quote(client: TestClient, day: HubDay) -> None:
    quote_id = ask(day).quote_id
    # The file is for another day: the quote says which one it is for.
    later = (DAY + timedelta(days=1)).isoformat()
    report = taken(client, day, line(quote_id), date=later, hub_id=str(day.hub_id))
    assert counts(report) == (1, 0, 0, 0), report
    with day.operator.session() as db:
        order = db.get_one(Order, uuid.UUID(report["rows"][0]["order_id"]))
        assert (order.quote_id, order.service_date, order.hub_id) == (quote_id, DAY, day.hub_id)
        assert (order.window_start, order.window_end) == (local(9), local(11))
        assert order.quoted_co2e_g is not None
    assert counts(taken(client, day, line(quote_id), date=later, hub_id=str(day.hub_id))) == (0, 0, 1, 0)


def test_a_row_names_one_of_several_windows(client: TestClient, day: HubDay) -> None:
    quote_id = ask(day, window(9, 11), window(12, 14)).quote_id
    assert wrong(taken(client, day, line(quote_id))) == [("window_start", "window_not_quoted")]
    report = taken(client, day, line(quote_id, span=("12:00", "14:00")))
    with day.operator.session() as db:
        order = db.get_one(Order, uuid.UUID(report["rows"][0]["order_id"]))
        assert (order.window_start, order.quote_id) == (local(12), quote_id)


def test_a_quote_that_is_none_is_told_of_its_cell(client: TestClient, day: HubDay) -> None:
    assert wrong(taken(client, day, line("Q7"))) == [("quote_id", "quote_unreadable")]
    assert wrong(taken(client, day, line(uuid.uuid4()))) == [("quote_id", "quote_not_found")]


def test_an_expired_quote_is_told_of_its_cell(client: TestClient, day: HubDay) -> None:
    found = ask(day)
    with clock.fixed(found.expires_at + timedelta(minutes=1)):
        assert wrong(taken(client, day, line(found.quote_id))) == [("quote_id", "quote_expired")]


def test_a_quote_of_somebody_else_is_unknown(client: TestClient, day: HubDay) -> None:
    quote_id = ask(day).quote_id
    with day.operator.session() as db:
        merchant = create_merchant(db, NewOrganisation(name="Shop"))[0].org_id
    report = taken(client, day, line(quote_id), merchant_id=str(merchant))
    assert wrong(report) == [("quote_id", "quote_not_found")]
    assert "for this merchant" in report["rows"][0]["errors"][0]["detail"]


def test_a_quote_for_another_address_or_less_is_told_of_these_columns(
    client: TestClient, day: HubDay
) -> None:
    quote_id = ask(day).quote_id
    elsewhere = taken(client, day, line(quote_id, street="Rue Plati"))
    assert wrong(elsewhere) == [("address", "quote_for_other_address")]
    assert wrong(taken(client, day, line(quote_id, parcels="2"))) == [("parcels", "quote_for_other_goods")]


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_quote_is_for_one_order_of_a_file(client: TestClient, day: HubDay, dry_run: str) -> None:
    quote_id = ask(day).quote_id
    report = taken(client, day, line(quote_id), line(quote_id, reference="Q-2"), dry_run=dry_run)
    assert counts(report) == (1, 0, 0, 1)
    assert wrong(report) == [("quote_id", "quote_used")]


def test_rows_of_one_order_say_one_quote(client: TestClient, day: HubDay) -> None:
    quote_id = ask(day).quote_id
    report = taken(client, day, line(quote_id), line(uuid.uuid4()))
    assert ("quote_id", "contradicts_first_row") in wrong(report)
