"""The demo's order files: enough of them, of every sort, and invented people only."""

import csv
from pathlib import Path
from typing import Any

import pytest

from pannier.app import demo_world as world
from pannier.app.cli_operator import OperatorFile
from pannier.connect.geocoder import Geocoder
from pannier.core.address import Address
from pannier.orders.files.service import open_file

pytest_plugins = ["tests.conftest_map"]

FILES = (world.BOOK_FILE, world.GROCER_FILE)


def rows(name: str) -> list[dict[str, str]]:
    with (world.find_material() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if name == world.GROCER_FILE else ","))


def cell(row: dict[str, str], *names: str) -> str:
    return next(row[name] for name in names if name in row)


def all_rows() -> list[dict[str, str]]:
    return [row for name in FILES for row in rows(name)]


def test_there_are_at_least_three_hundred_orders_of_two_merchants() -> None:
    assert len(all_rows()) >= 300
    assert all(len(rows(name)) > 100 for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_column_of_the_files_is_known(name: str) -> None:
    _, layout = open_file((world.find_material() / name).read_bytes())
    assert not layout.kept


def test_all_sorts_of_orders_are_there() -> None:
    found = all_rows()
    kinds = {cell(row, "type", "Order type") for row in found}
    proofs = {cell(row, "proof", "Proof of delivery") for row in found}
    weights = [float(cell(row, "weight_kg", "Weight (kg)")) for row in found]
    assert kinds == {"delivery", "return"}
    assert proofs == {"", "photo", "signature", "pin"}
    assert min(weights) < 1
    assert sum(weight > 200 for weight in weights) >= 3
    assert any(int(cell(row, "parcels", "Boxes")) > 1 for row in found)
    assert any(cell(row, "access_notes", "Access") for row in found)


def test_a_few_orders_are_collected_at_the_bookshop_and_some_go_together() -> None:
    collected = [row for row in rows(world.BOOK_FILE) if row["pickup_address"]]
    assert len(collected) == 6
    assert {(row["pickup_address"], row["pickup_house_number"]) for row in collected} == {
        ("Boulevard Albert 1er", "27")
    }
    assert [row["bundle"] for row in collected].count("school-run") == 3


def test_some_orders_are_for_the_walker_alone() -> None:
    """Else a good plan may leave the walker at home, and the day's summary would lack a kind of vehicle."""
    operator = OperatorFile.read(world.find_material() / "operator.toml").sections
    able = {rider["name"] for rider in operator["riders"] if "house_keys" in rider.get("skills", ())}
    on_foot = {vehicle["name"] for vehicle in operator["vehicles"] if vehicle["kind"] == "walker"}
    assert able == {shift["rider"] for shift in operator["shifts"] if shift["vehicle"] in on_foot}
    locked = [row for row in all_rows() if cell(row, "required_skills", "Skills") == "house_keys"]
    assert 6 <= len(locked) <= 12
    assert sum(float(cell(row, "weight_kg", "Weight (kg)")) for row in locked) <= 25


def test_nobody_real_can_be_reached() -> None:
    for row in all_rows():
        assert cell(row, "customer_email", "E-mail").endswith(("@example.org", "@example.com"))
        assert cell(row, "customer_phone", "Mobile").startswith("+33 6 39 98 ")


def test_most_addresses_are_found_and_a_few_wait_for_a_person(monaco_geocoder: Geocoder) -> None:
    matches = [monaco_geocoder.find(address_of(row)) for row in all_rows()]
    in_review = [match for match in matches if not match.located]
    assert 2 <= len(in_review) <= 8
    assert len({match.best.label for match in matches if match.located and match.best}) > 200


def address_of(row: dict[str, str]) -> Address:
    values: dict[str, Any] = {"postcode": "98000", "city": "Monaco"}
    return Address(cell(row, "dropoff_address", "Address"), number=row.get("house_number") or None, **values)


def test_the_files_are_what_the_tool_writes(
    tmp_path: Path, monaco_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools import make_demo_orders

    monkeypatch.setattr(make_demo_orders, "OUT", tmp_path)
    make_demo_orders.main(monaco_map)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (world.find_material() / name).read_bytes()
