"""What spreads, what is aimed at, what was promised; and rates of days that share their luck."""

import pytest

from pannier.core.endurance import BadTarget, Judgement, Spread, Spreads, Targets, promise_of
from pannier.core.problem import Due
from pannier.core.statistics import Clustered, clustered, wilson_interval
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import dropoff

MORNING, NOON = TimeWindow(100, 200), TimeWindow(400, 500)
NOTHING = Clustered(0, 0, 10, 0.0)


def test_days_that_all_differ_are_worth_fewer_trials_than_deliveries() -> None:
    # Two days of 100 deliveries each: all in time, then half of them late.
    found = clustered([100, 50], [100, 100])
    assert found.rate == 0.75
    assert found.deviation == pytest.approx(0.25)
    alone = wilson_interval(150, 200)
    assert found.interval.low < alone.low
    assert found.interval.high > alone.high


def test_clusters_of_one_are_plain_trials() -> None:
    ones = clustered([1] * 476 + [0] * 24, [1] * 500)
    assert (ones.interval.low, ones.interval.high) == pytest.approx((1 - 0.070427, 1 - 0.032465), abs=2e-4)


def test_where_nothing_ever_happened_only_days_count() -> None:
    never = clustered([0] * 1000, [8] * 1000)
    assert never.interval.low == 0
    assert never.interval.high == pytest.approx(0.00383, abs=1e-4)
    assert clustered([], []).rate is None
    assert clustered([], []).interval.high == 1.0


@pytest.mark.parametrize(
    ("promises", "reserve"), [(0.4, None), (1.0, None), (-1, None), (None, 0), (None, 0.6), (None, 1e-4)]
)
def test_a_target_that_cannot_be_told_is_refused(promises, reserve) -> None:
    with pytest.raises(BadTarget, match="give a share from"):
        Targets(promises, reserve)


def test_targets_may_be_off() -> None:
    assert Targets().are_off
    assert not Targets(reserve=0.001).are_off


def test_a_judgement_reaches_its_targets_or_not() -> None:
    kept, touched = clustered([97, 97], [100, 100]), clustered([0, 1], [500, 500])
    found = Judgement(days=2, seed=1, windows=kept, reserves=touched, shifts=kept, stops=())
    assert found.reaches(Targets(0.97, 0.001))
    assert not found.keeps_promises(Targets(0.971))
    often = Judgement(
        days=2, seed=1, windows=kept, reserves=clustered([1, 1], [500, 500]), shifts=kept, stops=()
    )
    assert not often.keeps_reserve(Targets(reserve=0.001))
    nothing = Judgement(days=2, seed=1, windows=NOTHING, reserves=NOTHING, shifts=NOTHING, stops=())
    assert nothing.reaches(Targets(0.99, 0.001))


def test_a_window_is_a_promise_and_so_is_what_is_due_before_it_ends() -> None:
    assert promise_of(dropoff("a", 1)) is None
    both = promise_of(dropoff("a", 1, windows=(MORNING, NOON)))
    assert both is not None
    assert (both.windows, both.by_s) == ((MORNING, NOON), 500)
    assert promise_of(dropoff("a", 1, due=Due(450), windows=(MORNING, NOON))).by_s == 450
    assert promise_of(dropoff("a", 1, due=Due(900), windows=(MORNING,))).by_s == 200
    assert promise_of(dropoff("a", 1, due=Due(900))).by_s == 900


def test_spreads_are_by_kind() -> None:
    slow = Spread(day_travel=0.2)
    spreads = Spreads(Spread(pace=0.1), {"walker": slow})
    assert spreads.of("walker") is slow
    assert spreads.of("e_van").pace == 0.1
    with pytest.raises(ValueError, match="leg_travel is -1"):
        Spread(leg_travel=-1)
