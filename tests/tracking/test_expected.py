"""An expected arrival that is read late is never in the past."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pannier.tracking.expected import Expected, as_of, route_as_of
from pannier.tracking.words import heard_in_words

TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def foretold() -> Expected:
    return Expected(
        stop_id=uuid.UUID(int=1),
        eta=TEN,
        early=TEN - 2 * MINUTE,
        late=TEN + 2 * MINUTE,
        computed_at=TEN - 20 * MINUTE,
        source="plan",
        overdue=False,
    )


def test_what_lies_ahead_is_told_as_it_was_computed():
    assert as_of(foretold(), TEN - 5 * MINUTE) == foretold()


def test_what_is_past_of_an_interval_is_not_expected_any_more():
    shown = as_of(foretold(), TEN + MINUTE)
    assert (shown.early, shown.eta, shown.late) == (TEN + MINUTE, TEN + MINUTE, TEN + 2 * MINUTE)
    assert not shown.overdue


def test_an_interval_that_has_passed_is_overdue():
    shown = as_of(foretold(), TEN + 3 * MINUTE)
    assert shown.overdue
    assert shown.early == shown.eta == shown.late == TEN + 3 * MINUTE


def later(minutes: float) -> Expected:
    shift = minutes * MINUTE
    row = foretold()
    return replace(row, eta=row.eta + shift, early=row.early + shift, late=row.late + shift)


def minutes_of(rows: list[Expected], work: list[float], at: float) -> list[float]:
    shown = route_as_of(rows, [each * MINUTE for each in work], TEN + at * MINUTE)
    return [(row.eta - TEN) / MINUTE for row in shown]


def test_stops_after_an_overdue_one_keep_their_ways_and_services():
    assert minutes_of([later(0), later(10), later(25)], [0, 10, 15], at=30) == [30, 40, 55]


def test_the_interval_of_a_later_stop_moves_along():
    _, second = route_as_of([later(0), later(10)], [timedelta(), 10 * MINUTE], TEN + 5 * MINUTE)
    assert (second.early, second.eta, second.late) == tuple(TEN + n * MINUTE for n in (13, 15, 17))
    assert not second.overdue


def test_time_meant_for_waiting_is_gained_back():
    # The way to the second stop takes 10 of its 40 minutes; the rest waits for its window.
    assert minutes_of([later(0), later(40), later(50)], [0, 10, 10], at=20) == [20, 40, 50]
    assert minutes_of([later(0), later(40), later(50)], [0, 10, 10], at=35) == [35, 45, 55]


def test_nothing_moves_while_nobody_is_overdue():
    assert minutes_of([later(0), later(10)], [0, 99], at=-1) == [0, 10]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "a moment ago"),
        (7, "about 7 minutes ago"),
        (33, "about 35 minutes ago"),
        (59, "about 1 hour ago"),
        (150, "about 2 hours ago"),
        (3000, "more than a day ago"),
    ],
)
def test_the_last_sign_of_a_rider_is_told_in_round_words(minutes: int, words: str):
    assert heard_in_words(TEN, TEN + minutes * MINUTE) == words
