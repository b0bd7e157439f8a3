"""An expected arrival that is read late is never in the past."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from pannier.tracking.expected import Expected, as_of
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
