"""Working times and the time of a phone that may be wrong."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.device_time import happened
from pannier.core.duty import DutyFact, DutyKind, duty_spans, worked_at

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def at(hours):
    return EIGHT + timedelta(hours=hours)


def told(number, kind, hours):
    return DutyFact(uuid.UUID(int=number), DutyKind(kind), at(hours))


DAY = [
    told(1, "duty.start", 0),
    told(2, "break.start", 3),
    told(3, "break.end", 3.5),
    told(4, "duty.end", 8),
]


def test_a_day_has_a_start_a_break_and_an_end():
    (span,) = duty_spans(DAY)
    assert (span.start, span.end, span.breaks[0].end) == (at(0), at(8), at(3.5))


def test_nobody_works_in_a_break():
    spans = duty_spans(DAY)
    assert worked_at(spans, at(2.9))
    assert not worked_at(spans, at(3.2))
    assert worked_at(spans, at(3.5))


def test_nobody_works_before_the_start_or_after_the_end():
    spans = duty_spans(DAY)
    assert not worked_at(spans, at(-0.1))
    assert not worked_at(spans, at(8.1))


def test_a_second_start_changes_nothing():
    assert duty_spans([*DAY, told(9, "duty.start", 1)]) == duty_spans(DAY)


def test_a_duty_that_nobody_ended_is_over_after_sixteen_hours():
    first, second = duty_spans([told(1, "duty.start", 0), told(2, "duty.start", 24)])
    assert first.end == at(16)
    assert second.end is None
    assert not worked_at([first], at(17))


def test_ending_duty_ends_the_break():
    (span,) = duty_spans([told(1, "duty.start", 0), told(2, "break.start", 3), told(3, "duty.end", 4)])
    assert span.breaks[0].end == at(4)


@given(st.permutations(DAY + DAY[:2]))
def test_duty_told_in_any_order_and_twice_is_the_same(facts):
    assert duty_spans(facts) == duty_spans(DAY)


def test_a_time_told_hours_later_stays_as_it_was():
    assert happened(at(0), at(8)).at == at(0)


def test_a_known_offset_mends_a_wrong_clock():
    assert happened(at(-2), at(0), offset_s=7200).at == at(0)


@pytest.mark.parametrize("year", [1970, 2106])
def test_an_impossible_clock_is_marked_and_the_upload_stands_in(year):
    wrong = happened(datetime(year, 1, 1, tzinfo=UTC), at(1))
    assert wrong.suspect
    assert wrong.at == at(1)


def test_a_minute_ahead_is_believed():
    assert happened(at(0) + timedelta(seconds=60), at(0)).at == at(0) + timedelta(seconds=60)
