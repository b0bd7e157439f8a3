"""Order files say what plans go by: when parcels are ready, what leaving an order out costs, other loads."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.orders.queries import order_by_reference
from pannier.orders.service import set_release
from tests.orders.test_imports import counts, imported, order_of, rows, upload
from tests.support.organisations import Organisation

BASE = "reference,address,house_number,postcode,date,notes"
HEADER = f"{BASE},release_at,prize,load_cold_box,load_pallets"
START = "{ref},Rue Grimaldi,34,98000,2026-03-02,{notes}"
TEN = "2026-03-02T10:00:00+01:00"


def line(*facts: str, ref: str = "A", notes: str = "Ring") -> str:
    return ",".join([START.format(ref=ref, notes=notes), *facts])


def facts(order: Any) -> tuple[datetime | None, int | None, dict[str, int]]:
    moment = order["release_at"]
    return moment and datetime.fromisoformat(moment), order["prize_cents"], order["other_loads"]


def taken(client: TestClient, operator: Organisation, *lines: str, header: str = HEADER) -> Any:
    """Import a file of one order, and return that order."""
    report = imported(client, operator, rows(*lines, header=header))
    assert counts(report)[3] == 0, report["rows"]
    return order_of(client, operator, report["rows"][0])


def faults(client: TestClient, operator: Organisation, *lines: str, header: str = HEADER) -> Any:
    told = imported(client, operator, rows(*lines, header=header))["rows"]
    return [(error["column"], error["code"]) for row in told for error in row["errors"]]


def test_a_file_says_what_plans_go_by(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    content = rows(line("10:00", "9.50", "12", "1"), line("", "", "", "0", ref="B"), header=HEADER)
    report = imported(client, operator, content)
    first, second = (facts(order_of(client, operator, row)) for row in report["rows"])
    assert first == (datetime.fromisoformat(TEN), 950, {"cold_box": 12, "pallets": 1})
    assert second == (None, None, {})
    assert counts(imported(client, operator, content)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    "text", ["10:00", "10h00", "2026-03-02 10:00", "02/03/2026 10:00", "2026-03-02T09:00:00Z", TEN]
)
def test_a_time_is_read_as_that_of_a_window(
    client: TestClient, operator: Organisation, hub: uuid.UUID, text: str
) -> None:
    assert facts(taken(client, operator, line(text, "", "", "")))[0] == datetime.fromisoformat(TEN)


def test_a_prize_is_an_amount_or_cents(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    order = taken(client, operator, line("950"), header=f"{BASE},prize_cents")
    assert order["prize_cents"] == 950
    assert taken(client, operator, line("0", ref="B"), header=f"{BASE},prize")["prize_cents"] == 0


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (line("soon", "", "", ""), ("release_at", "not_a_time")),
        (line("0001-01-01T00:00+14:00", "", "", ""), ("release_at", "not_a_time")),
        (line("", "much", "", ""), ("prize", "not_a_number")),
        (line("", "9.505", "", ""), ("prize", "not_whole_cents")),
        (line("", "-1", "", ""), ("prize", "prize_out_of_range")),
        (line("", "100000.01", "", ""), ("prize", "prize_out_of_range")),
        (line("", "", "cold", ""), ("load_cold_box", "not_a_number")),
        (line("", "", "1.5", ""), ("load_cold_box", "not_a_whole_number")),
        (line("", "", "9" * 400, ""), ("load_cold_box", "not_a_number")),
        (line("", "", "", "-1"), ("load_pallets", "load_out_of_range")),
        (line("", "", "", "1000000001"), ("load_pallets", "load_out_of_range")),
    ],
)
def test_a_fault_names_its_column(
    client: TestClient, operator: Organisation, hub: uuid.UUID, row: str, fault: tuple[str, str]
) -> None:
    assert faults(client, operator, row) == [fault]


def test_a_prize_is_not_said_twice(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    header = f"{BASE},prize,prize_cents"
    assert faults(client, operator, line("9.50", "950"), header=header) == [("prize_cents", "prize_twice")]


def test_an_order_has_at_most_five_other_loads(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    header = ",".join([BASE, *(f"load_l{n}" for n in range(6))])
    assert faults(client, operator, line(*"123456"), header=header) == [("load_l0", "too_many_loads")]
    order = taken(client, operator, line(*"123450"), header=header)
    assert len(order["other_loads"]) == 5


def test_what_a_file_has_no_column_for_stays(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    taken(client, operator, line("10:00", "9.50", "12", "1"))
    stays = taken(client, operator, line(notes="Knock"), header=BASE)
    assert stays["notes"] == "Knock"
    assert facts(stays) == (datetime.fromisoformat(TEN), 950, {"cold_box": 12, "pallets": 1})
    one = taken(client, operator, line("3", notes="Knock"), header=f"{BASE},load_pallets")
    assert one["other_loads"] == {"cold_box": 12, "pallets": 3}


def test_an_emptied_cell_takes_away_what_a_file_said(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    taken(client, operator, line("10:00", "9.50", "12", "1"))
    assert facts(taken(client, operator, line("10:00", "", "", "1")))[1:] == (None, {"pallets": 1})


def test_what_a_transfer_said_outlives_an_empty_cell(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    taken(client, operator, line("", "", "", ""))
    with operator.session() as db:
        order = order_by_reference(db, "A")
        assert order is not None
        set_release(db, order.id, datetime.fromisoformat(TEN))
    changed = taken(client, operator, line("", "", "", "", notes="Knock"))
    assert facts(changed)[0] == datetime.fromisoformat(TEN)


def test_rows_of_one_order_add_up_their_loads_and_agree_on_the_rest(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    order = taken(client, operator, line("10:00", "9.50", "12", ""), line("", "", "3", "1"))
    assert order["other_loads"] == {"cold_box": 15, "pallets": 1}
    told = faults(
        client, operator, line("10:00", "9.50", "", "", ref="B"), line("11:00", "0", "", "", ref="B")
    )
    assert told[1:] == [("release_at", "contradicts_first_row"), ("prize", "contradicts_first_row")]
    most = "1000000000"
    told = faults(client, operator, line("", "", most, "", ref="C"), line("", "", most, "", ref="C"))
    assert set(told) == {("load_cold_box", "load_out_of_range")}


def test_only_what_begins_with_load_and_names_one_is_a_load(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    header = f"{BASE},Load_Cold_L,Load ID,load_1,load_"
    answer = upload(client, operator, rows(line("12", "L-7", "2.5", "x"), header=header))
    assert answer.json()["kept_columns"] == ["Load ID", "load_"]
    order = taken(client, operator, line("12", "L-7", "2.5", "x"), header=header)
    assert (order["other_loads"], order["weight_kg"]) == ({"cold_l": 12}, 2.5)


def test_two_columns_of_one_load_are_refused(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    answer = upload(client, operator, rows(line("1", "2"), header=f"{BASE},load_cold_l,LOAD_COLD_L"))
    assert "'load_cold_l' and 'LOAD_COLD_L' both mean load_cold_l" in answer.json()["detail"]


def test_a_load_that_is_closed_names_its_column(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    order = taken(client, operator, line("", "", "1", ""))
    client.post(f"/v1/orders/{order['id']}/cancel", json={}, headers=operator.headers())
    told = faults(client, operator, line("10:00", "9.50", "2", ""))
    assert sorted(column for column, _ in told) == ["load_cold_box", "prize", "release_at"]
    assert {code for _, code in told} == {"order_closed_field"}
