"""What an order may be."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pannier.core.order_limits import Day, check_day, check_load, check_window, default_date

ZONE = ZoneInfo("Europe/Monaco")
DAY = Day(date(2026, 3, 2), time(7), time(21), ZONE)
BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def code(start: datetime, end: datetime, now: datetime = BEFORE) -> list[str]:
    return [fault.code for fault in check_window(start, end, day=DAY, now=now)]


def test_a_window_within_the_day_is_fine() -> None:
    assert code(at(10), at(12)) == []


def test_a_window_that_ends_when_it_starts_is_refused() -> None:
    assert code(at(10), at(10)) == ["window_reversed"]
    assert code(at(12), at(10)) == ["window_reversed"]


def test_a_window_on_another_day_is_refused() -> None:
    assert code(at(10, day=3), at(12, day=3)) == ["window_other_day"]
    assert code(at(20), at(20, day=3)) == ["window_other_day"]


def test_a_window_outside_the_hubs_hours_is_refused() -> None:
    assert code(at(5), at(7)) == ["window_outside_hours"]
    assert code(at(21), at(22)) == ["window_outside_hours"]


def test_a_window_that_touches_the_hubs_hours_is_fine() -> None:
    assert code(at(6), at(7, 1)) == []
    assert code(at(20, 59), at(23)) == []


def test_a_window_that_is_over_is_refused_and_one_that_runs_is_not() -> None:
    assert code(at(10), at(12), now=at(12)) == ["window_past"]
    assert code(at(10), at(12), now=at(11)) == []


def test_yesterday_is_over_and_next_year_is_too_far() -> None:
    today = date(2026, 3, 2)
    assert [f.code for f in check_day(date(2026, 3, 1), today)] == ["date_past"]
    assert [f.code for f in check_day(today + timedelta(days=367), today)] == ["date_too_far"]
    assert check_day(today, today) == check_day(today + timedelta(days=366), today) == ()


def test_an_order_without_a_date_is_for_today_until_the_hub_opens() -> None:
    assert default_date(at(6, 59), DAY) == date(2026, 3, 2)
    assert default_date(at(7), DAY) == date(2026, 3, 3)


def test_an_order_on_demand_without_a_date_is_for_today_until_the_hub_closes() -> None:
    closes = DAY.closes_at
    assert default_date(closes - timedelta(seconds=1), DAY, on_demand=True) == DAY.on
    assert default_date(closes, DAY, on_demand=True) == DAY.on + timedelta(days=1)


@pytest.mark.parametrize(
    ("weight_g", "volume_ml", "parcels", "codes"),
    [
        (2000, 8000, 1, []),
        (1_500_000, 20_000_000, 200, []),
        (-1, 8000, 1, ["weight_not_positive"]),
        (0, 8000, 1, ["weight_not_positive"]),
        (1_500_001, 8000, 1, ["weight_too_large"]),
        (2000, 0, 1, ["volume_not_positive"]),
        (2000, 20_000_001, 1, ["volume_too_large"]),
        (2000, 8000, 0, ["parcels_out_of_range"]),
        (2000, 8000, 201, ["parcels_out_of_range"]),
        (-1, -1, -1, ["weight_not_positive", "volume_not_positive", "parcels_out_of_range"]),
    ],
)
def test_loads_outside_the_bounds_are_refused(
    weight_g: int, volume_ml: int, parcels: int, codes: list[str]
) -> None:
    assert [fault.code for fault in check_load(weight_g, volume_ml, parcels)] == codes


def test_a_hub_that_closes_after_midnight_closes_on_the_next_date() -> None:
    night = Day(date(2026, 3, 2), time(18), time(2), ZONE)
    assert night.closes_at == at(2, day=3)
    assert check_window(at(23), at(1, day=3), day=night, now=BEFORE) == ()
