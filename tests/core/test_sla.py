from datetime import UTC, datetime, timedelta

import pytest

from pannier.core.sla import Promise, early_s, first_attempt_success, late_s, on_time, window_kept

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TWO = NOON + timedelta(hours=2)
WINDOW = Promise(start=NOON, end=TWO)


@pytest.mark.parametrize(
    ("at", "kept"),
    [(NOON, True), (TWO, True), (NOON - timedelta(seconds=1), False), (TWO + timedelta(seconds=1), False)],
)
def test_both_ends_of_the_window_belong_to_it(at: datetime, kept: bool) -> None:
    assert window_kept(WINDOW, at) is kept


def test_early_breaks_the_window_but_is_on_time() -> None:
    early = NOON - timedelta(minutes=20)
    assert window_kept(WINDOW, early) is False
    assert on_time(WINDOW, early) is True
    assert (early_s(WINDOW, early), late_s(WINDOW, early)) == (1200, 0)


def test_late_is_counted_in_seconds() -> None:
    late = TWO + timedelta(minutes=3)
    assert on_time(WINDOW, late) is False
    assert (early_s(WINDOW, late), late_s(WINDOW, late)) == (0, 180)


def test_grace_forgives_both_ends() -> None:
    promise = Promise(start=NOON, end=TWO, grace_s=300)
    assert window_kept(promise, NOON - timedelta(minutes=5)) is True
    assert on_time(promise, TWO + timedelta(minutes=5)) is True
    assert window_kept(promise, TWO + timedelta(minutes=6)) is False


def test_without_a_promise_there_is_nothing_to_keep() -> None:
    assert window_kept(Promise(), NOON) is None
    assert on_time(Promise(start=NOON), TWO) is None
    assert window_kept(Promise(end=NOON), TWO) is False


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Promise(start=TWO, end=NOON)


def test_only_the_first_attempt_decides() -> None:
    assert first_attempt_success(["succeeded"]) is True
    assert first_attempt_success(["failed", "succeeded"]) is False
    assert first_attempt_success([]) is None
