import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.statistics import Interval, Proportion, proportion_of, wilson_interval


def test_wilson_interval_of_the_published_trial() -> None:
    found = wilson_interval(24, 500)
    assert (found.low, found.high) == pytest.approx((0.032465, 0.070427), abs=5e-7)


def test_nothing_observed_says_nothing() -> None:
    nothing = proportion_of([None, None])
    assert nothing == Proportion(0, 0)
    assert nothing.rate is None
    assert nothing.interval == Interval(0.0, 1.0)


def test_what_could_not_be_judged_does_not_count() -> None:
    kept = proportion_of([True, None, False, True, True])
    assert (kept.successes, kept.n, kept.rate) == (3, 4, 0.75)


def test_ten_of_ten_is_not_certain() -> None:
    found = Proportion(10, 10).interval
    assert found.high == 1.0
    assert found.low == pytest.approx(0.7225, abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_is_mirrored(pair: tuple[int, int]) -> None:
    successes, n = pair
    found, mirror = wilson_interval(successes, n), wilson_interval(n - successes, n)
    assert 0 <= found.low <= successes / n <= found.high <= 1
    assert found.low == pytest.approx(1 - mirror.high, abs=1e-9)


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="5 of 4 is no proportion"):
        Proportion(5, 4)
