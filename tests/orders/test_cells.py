"""Single cells of a file: numbers, dates, times, coordinates; and the names of columns."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.geo import LonLat
from pannier.orders.files import values
from pannier.orders.files.columns import columns, known_columns, layout_of, plain_name
from pannier.orders.files.values import CellFault
from pannier.orders.problems import FileRefused


@pytest.mark.parametrize(
    ("text", "delimiter", "value"),
    [
        ("2.5", ",", 2.5), ("2,5", ";", 2.5), ("2,5", ",", 2.5), ("1,500", ";", 1.5), ("1.500", ",", 1.5),
        ("1.234,5", ";", 1234.5), ("1,234.5", ",", 1234.5), ("1 234,5", ";", 1234.5), (" 3 ", ",", 3.0),
        ("-2", ",", -2.0), ("0,250", ",", 0.25), ("1.234.567", ",", 1234567.0),
    ],
)  # fmt: skip
def test_numbers_are_read_with_point_or_comma(text: str, delimiter: str, value: float) -> None:
    assert values.number(text, delimiter=delimiter) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [("1,500", "ambiguous_number"), ("abc", "not_a_number"), ("1e5", "not_a_number"), ("nan", "not_a_number"),
     ("--2", "not_a_number"), ("2 kg", "not_a_number"), (".", "not_a_number")],
)  # fmt: skip
def test_what_is_no_clear_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(CellFault) as fault:
        values.number(text, delimiter=",")
    assert fault.value.code == code


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    try:
        found = values.number(text, delimiter=",")
    except CellFault:
        return
    assert abs(found) < float("inf")
    assert any(char.isdigit() for char in text)


@pytest.mark.parametrize("text", ["2026-03-02", "02/03/2026", "2.3.2026", "02-03-2026", "2026-03-02 10:00"])
def test_dates_are_read_day_first(text: str) -> None:
    assert values.day(text) == date(2026, 3, 2)


@pytest.mark.parametrize("text", ["03/13/2026", "tomorrow", "2026-02-30", "26-3-2"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(CellFault, match="is no date"):
        values.day(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10:00", time(10)), ("10h30", time(10, 30)), ("9:05:30", time(9, 5, 30)),
        ("2026-03-02 10:00", datetime.fromisoformat("2026-03-02T10:00")),
        ("02/03/2026 10:00", datetime.fromisoformat("2026-03-02T10:00")),
        ("2026-03-02T10:00:00Z", datetime.fromisoformat("2026-03-02T10:00:00+00:00")),
    ],
)  # fmt: skip
def test_moments_are_read(text: str, value: Any) -> None:
    assert values.moment(text) == value


@pytest.mark.parametrize("text", ["25:00", "noon", "2026-03-02", "10"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(CellFault, match="is no time"):
        values.moment(text)


@pytest.mark.parametrize(
    "text", ["10:00-12:00", "10:00 - 12:00", "10:00 – 12:00", "10h00-12h00", "10:00 to 12:00"]
)
def test_slots_are_read(text: str) -> None:
    assert values.slot(text) == (time(10), time(12))


def test_a_slot_may_name_its_day() -> None:
    slot = values.slot("2019-12-12 10:00 - 2019-12-12 11:00")
    assert slot == tuple(datetime.fromisoformat(f"2019-12-12T{hour}:00") for hour in (10, 11))


@pytest.mark.parametrize("text", ["10:00", "morning", "10:00-12:00-14:00"])
def test_what_is_no_slot_is_refused(text: str) -> None:
    with pytest.raises(CellFault):
        values.slot(text)


def test_coordinates_are_read_with_point_or_comma() -> None:
    assert values.point("7,42", "43.73", delimiter=",") == LonLat(7.42, 43.73)
    assert values.pair("43.73, 7.42", delimiter=",") == LonLat(7.42, 43.73)
    with pytest.raises(CellFault, match="not between"):
        values.point("7.42", "143.73", delimiter=",")
    with pytest.raises(CellFault, match="no pair"):
        values.pair("43.73", delimiter=",")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Order ID", "reference"), ("dropoff.address", "dropoff_address"), ("address.streetAddress", "dropoff_address"),
        ("Time window from", "dropoff_time_window_start"), ("after", "dropoff_time_window_start"),
        ("latlong", "latlong"), ("dropoff.comments", "notes"), ("weight", "weight_kg"),
        ("Duration (min)", "dropoff_service_time"),
        ("ZIP", "postcode"), ("pickup.metadata", "dropoff_metadata"), ("proof of delivery", "proof"),
        ("dropoff.packages", "dropoff_packages"), ("Vehicle features", "required_skills"), ("tour.name", "group"),
    ],
)  # fmt: skip
def test_other_systems_names_of_columns_are_known(header: str, column: str) -> None:
    assert columns()[plain_name(header)].name == column


@pytest.mark.parametrize("name", sorted(columns()))
def test_every_name_of_a_column_is_recognised_in_a_header(name: str) -> None:
    assert known_columns([name.upper().replace(" ", "_")]) == 1


def test_a_missing_column_is_one_clear_error_for_the_file() -> None:
    with pytest.raises(FileRefused) as refusal:
        layout_of(["reference", "weight"])
    told = "The file lacks the column dropoff_address; it has: reference, weight. Add it."
    assert refusal.value.detail == told


def test_coordinates_may_stand_for_the_address() -> None:
    assert layout_of(["ref", "lat", "lon"]).places == {"reference": 0, "lat": 1, "lon": 2}


def test_two_columns_of_one_meaning_are_refused() -> None:
    with pytest.raises(FileRefused, match="both mean notes"):
        layout_of(["ref", "address", "notes", "comments"])


def test_unknown_columns_are_kept_as_metadata() -> None:
    assert layout_of(["ref", "address", "metadata.shop", "Colour"]).kept == {"shop": 2, "Colour": 3}
