"""Attempts: the same facts lead to the same state, however they are told."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pannier.core.attempts import Conflict, Fact, Outcome, Settled, settle, to_tell

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def fact(number, outcome, minute, *, counter=0, by_rider=True):
    return Fact(uuid.UUID(int=number), Outcome(outcome), NINE + timedelta(minutes=minute), counter, by_rider)


def test_the_last_of_two_tries_holds():
    settled = settle([fact(1, "failed", 0), fact(2, "succeeded", 30)])
    assert (settled.holding, settled.outcome) == (uuid.UUID(int=2), Outcome.SUCCEEDED)


def test_delivered_stays_delivered_when_another_phone_says_failed_later():
    settled = settle([fact(1, "succeeded", 0), fact(2, "failed", 30)])
    assert settled.outcome is Outcome.SUCCEEDED
    assert settled.conflicts == {uuid.UUID(int=2): Conflict.ALREADY_DELIVERED}


def test_the_rest_of_a_partial_delivery_may_follow():
    assert settle([fact(1, "partial", 0), fact(2, "succeeded", 30)]).outcome is Outcome.SUCCEEDED


def test_the_same_failure_told_by_two_phones_counts_once():
    settled = settle([fact(1, "failed", 0), fact(2, "failed", 1)])
    assert settled.conflicts == {uuid.UUID(int=2): Conflict.REPEATED}


def test_a_rider_takes_an_outcome_back_within_ten_minutes():
    settled = settle([fact(1, "succeeded", 0), fact(2, "reopened", 10)])
    assert settled.holding is None
    assert settled.reopened == {uuid.UUID(int=1)}


def test_after_ten_minutes_only_others_than_the_rider_reopen():
    late = [fact(1, "succeeded", 0), fact(2, "reopened", 11)]
    assert settle(late).conflicts == {uuid.UUID(int=2): Conflict.TOO_LATE}
    assert settle([late[0], fact(2, "reopened", 11, by_rider=False)]).holding is None


def test_there_is_nothing_to_reopen_before_an_attempt():
    assert settle([fact(1, "reopened", 0)]).conflicts == {uuid.UUID(int=1): Conflict.NOTHING_TO_REOPEN}


def test_equal_times_are_told_apart_by_the_phones_count():
    first, second = fact(9, "succeeded", 0, counter=4), fact(1, "reopened", 0, counter=5)
    assert settle([second, first]).reopened == {first.id}


facts = st.lists(
    st.builds(
        fact,
        st.integers(1, 12),
        st.sampled_from(list(Outcome)),
        st.integers(0, 40),
        counter=st.integers(0, 3),
        by_rider=st.booleans(),
    ),
    max_size=9,
    unique_by=lambda f: f.id,
)


@given(facts, st.randoms(use_true_random=False))
def test_any_order_and_any_repeats_settle_alike(known, random):
    told = known + random.choices(known, k=len(known)) if known else []
    random.shuffle(told)
    assert settle(told) == settle(known)


@given(facts, st.randoms(use_true_random=False))
def test_the_last_fact_told_is_the_one_that_holds(known, random):
    told: list[uuid.UUID] = []
    waiting = list(known)
    random.shuffle(waiting)
    seen: list[Fact] = []
    settled = Settled()
    while waiting:
        seen.append(waiting.pop())
        settled = settle(seen)
        told += to_tell(settled, told)
    assert (told[-1] if told else None) == settled.last
    assert not to_tell(settled, told)


def test_a_late_failure_of_a_delivered_order_is_not_told():
    delivered = uuid.UUID(int=2)
    settled = settle([fact(1, "failed", 0), fact(2, "succeeded", 30)])
    assert to_tell(settled, [delivered]) == ()


def test_facts_told_in_order_are_told_once_each():
    settled = settle([fact(1, "failed", 0), fact(2, "succeeded", 30)])
    assert to_tell(settled, []) == (uuid.UUID(int=1), uuid.UUID(int=2))
