"""Attempts: the same facts lead to the same state, however they are told."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pannier.core.attempts import (
    Conflict,
    Fact,
    Outcome,
    Settled,
    Telling,
    both_ends,
    in_order,
    not_collected,
    settle,
    standing,
    to_tell,
)

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


class Reader:
    """Somebody who reads the log in its order, as orders do: counts failures by attempt and keeps the last state."""

    def __init__(self):
        self.failed: set[uuid.UUID] = set()
        self.state = "open"

    def read(self, known: dict[uuid.UUID, Fact], telling: Telling, settled: Settled) -> None:
        told = known[telling.id]
        if telling.undo or told.outcome is Outcome.REOPENED:
            self.failed.discard(telling.id if telling.undo else settled.took_back[telling.id])
            self.state = "open"
        elif told.outcome is Outcome.FAILED:
            if told.id not in self.failed:
                self.state = "failed"
            self.failed.add(told.id)
        else:
            self.state = "delivered" if told.outcome is Outcome.SUCCEEDED else "partly"


def read_log(waiting: list[Fact]) -> tuple[str, set[uuid.UUID]]:
    reader, seen, told = Reader(), {}, []
    for new in waiting:
        seen[new.id] = new
        settled = settle(seen.values())
        attempts = {id for id, one in seen.items() if one.outcome is not Outcome.REOPENED}
        for telling in to_tell(settled, told, attempts):
            reader.read(seen, telling, settled)
        told = list(standing(settled))
        assert not to_tell(settled, told, attempts)
    return reader.state, reader.failed


@given(facts, st.randoms(use_true_random=False))
def test_who_reads_the_log_ends_alike_however_it_was_told(known, random):
    shuffled = list(known)
    random.shuffle(shuffled)
    assert read_log(shuffled) == read_log(in_order(known))


def test_facts_told_in_order_are_told_once_each():
    settled = settle([fact(1, "failed", 0), fact(2, "succeeded", 30)])
    told = to_tell(settled, [], {uuid.UUID(int=1), uuid.UUID(int=2)})
    assert told == (Telling(uuid.UUID(int=1)), Telling(uuid.UUID(int=2)))


def test_a_late_failure_is_told_before_the_delivery_that_is_told_again():
    first, second = uuid.UUID(int=1), uuid.UUID(int=2)
    settled = settle([fact(1, "failed", 0), fact(2, "succeeded", 30)])
    told = to_tell(settled, [second], {first, second})
    assert told == (Telling(second, undo=True), Telling(first), Telling(second))


def test_only_what_is_aboard_at_that_moment_can_be_handed_over():
    collections = [fact(1, "failed", 0), fact(2, "reopened", 1), fact(3, "succeeded", 5)]
    early, late, failed = fact(4, "succeeded", 3), fact(5, "partial", 6), fact(6, "failed", 2)
    assert not_collected([early, late, failed], collections) == {early.id}
    assert not_collected([late], []) == {late.id}


def test_a_hand_over_of_what_nobody_had_is_kept_and_does_not_hold():
    given = [fact(1, "succeeded", 0), fact(2, "failed", 10)]
    settled = settle(given, refused={uuid.UUID(int=1)})
    assert settled.conflicts == {uuid.UUID(int=1): Conflict.NOT_COLLECTED}
    assert settled.outcome is Outcome.FAILED


@given(
    st.lists(st.tuples(st.sampled_from(["succeeded", "failed", "reopened"]), st.integers(0, 40)), max_size=6),
    st.lists(st.tuples(st.sampled_from(["succeeded", "failed", "reopened"]), st.integers(0, 40)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_log_of_both_ends_reads_as_it_happened_however_it_was_told(taken, given_, chance):
    """Told one by one in any order, what stands in the log at the end is the run in order."""
    ends = [(fact(n + 1, outcome, minute, counter=n), True) for n, (outcome, minute) in enumerate(taken)]
    ends += [(fact(n + 50, outcome, minute, counter=n), False) for n, (outcome, minute) in enumerate(given_)]
    chance.shuffle(ends)
    told: list[uuid.UUID] = []
    for count in range(1, len(ends) + 1):
        known = ends[:count]
        collected = settle(one for one, at_sender in known if at_sender)
        delivered = settle(one for one, at_sender in known if not at_sender)
        both = both_ends(collected, delivered, [one for one, _ in known])
        tries = {one.id for one, _ in known if one.outcome is not Outcome.REOPENED}
        news = to_tell(both, told, tries, anew=True)
        undone = {telling.id for telling in news if telling.undo}
        assert undone <= set(told)
        if undone:
            told = []
        elif any(telling.id in told for telling in news):
            told = told[: told.index(news[0].id)]
        told += [telling.id for telling in news if not telling.undo]
        assert tuple(told) == standing(both)
