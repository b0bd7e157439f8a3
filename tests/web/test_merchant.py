"""The merchant's portal: a file with a report per row, one order by hand, and what a delivery came to."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import DAY, World

pytestmark = pytest.mark.web

FILE = """Order no;Date;Address;Zip;Town;Weight (kg);Recipient
CSV-1;2026-03-10;12 Rue Grimaldi;98000;Monaco;2,5;Ana Rossi
CSV-2;2026-03-10;9 Rue des Orchidées;98000;Monaco;-4;Bruno Keller
CSV-3;10/03/2026;;98000;Monaco;1;Chloé Marin
"""


def test_file_is_taken_row_by_row(when: Doing, then: Seeing, world: World) -> None:
    when.merchant.signs_in()
    when.merchant.opens("Imports")
    when.merchant.uploads("orders.csv", FILE)
    then.merchant.sees("Rows taken: 1, not taken: 2")
    then.merchant.sees_the_row(3, "CSV-2", "Rejected", "Weight (kg)")
    then.merchant.sees_the_row(4, "CSV-3", "Rejected", "Address")
    when.merchant.looks_at_all_rows()
    then.merchant.sees_the_row(2, "CSV-1", "New")
    [taken] = world.merchant.pages("/v1/orders", q="CSV-")
    assert taken["reference"] == "CSV-1"


def test_order_by_hand_is_accepted(when: Doing, then: Seeing, world: World) -> None:
    when.merchant.signs_in()
    when.merchant.opens("New order")
    when.merchant.fills_in(
        Your_reference="HAND-1",
        Name="Diego Lanz",
        Street_and_number="25 Boulevard des Moulins",
        Postcode="98000",
        City="Monaco",
        Delivery_day=DAY.isoformat(),
        Not_before="10:00",
        Not_after="12:00",
        Ready_from="8:30",
        Weight="3.5",
    )
    when.merchant.adds_a_load("cold_box", "2")
    when.merchant.sends_the_order()
    when.merchant.is_told("HAND-1 is accepted")
    then.merchant.sees_the_order("HAND-1")
    then.merchant.sees("Tue 10 Mar, 10:00–12:00", "3.5 kg", "Diego Lanz")
    then.merchant.sees("cold_box 2", "Ready from", "08:30")


def test_what_is_wrong_with_a_load_stands_beside_it(when: Doing, then: Seeing, world: World) -> None:
    when.merchant.signs_in()
    when.merchant.opens("New order")
    when.merchant.fills_in(Your_reference="HAND-2", Name="Diego Lanz", Street_and_number="Rue Basse 1")
    when.merchant.adds_a_load("Cold Box", "1.5")
    when.merchant.fills_in(Ready_from="9")
    when.merchant.sends_the_order()
    then.merchant.sees_beside("Load", "Give its name in small letters, like cold_box.")
    then.merchant.sees_beside("Amount", "Give a whole number above 0.")
    then.merchant.sees_beside("Delivery day", "The time it is ready needs a delivery day.")
    when.merchant.fills_in(Delivery_day=DAY.isoformat())
    when.merchant.screen.allow("status of 422")
    when.merchant.changes_the_load("cold_box", "2000000000")
    when.merchant.sends_the_order()
    then.merchant.sees_beside("Amount", "1000000000 or less")
    then.merchant.screen.keep_picture("order-loads")


def test_delivered_order_shows_price_and_emission(when: Doing, then: Seeing, world: World) -> None:
    day = world.driven(name="Larvotto", orders=2)
    when.merchant.signs_in()
    when.merchant.opens_the_order(day.orders[0]["reference"])
    then.merchant.sees("Delivered", "kept", "€5.20", "Diesel van baseline")


def test_a_window_is_taken_from_those_that_can_still_be_offered(
    when: Doing, then: Seeing, world: World
) -> None:
    # The hub stands near the door in question, so that it is the nearest of all.
    near = {"lon": 7.4318, "lat": 43.7465}
    day = world.day(name="Quotes Larvotto", riders=1, orders=2, hub_at=near)
    world.plan(day)
    when.merchant.signs_in()
    when.merchant.opens("New order")
    when.merchant.fills_in(
        Your_reference="QUOTED-1",
        Name="Hana Svoboda",
        Street_and_number="34 Avenue Princesse Grace",
        Postcode="98000",
        City="Monaco",
        Delivery_day=DAY.isoformat(),
    )
    when.merchant.asks_which_windows_can_be_offered()
    when.merchant.takes_the_window("10:00")
    then.merchant.screen.keep_picture("order-quote")
    assert not faults_in_every_look(when.merchant.page, "When", (PHONE, DESKTOP))
    when.merchant.sends_the_order()
    when.merchant.is_told("QUOTED-1 is accepted")
    then.merchant.sees("Price as quoted")
    [order] = world.merchant.pages("/v1/orders", q="QUOTED-1")
    whole = world.merchant.get(f"/v1/orders/{order['id']}")
    assert whole["quote"]["id"]
    assert whole["window"]["start"].startswith("2026-03-10T10:00")
    assert whole["hub_id"] == day.hub_id
