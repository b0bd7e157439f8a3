import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.timewindow import TimeWindow

windows = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda pair: TimeWindow(min(pair), max(pair))
)


def test_both_ends_belong_to_the_window():
    window = TimeWindow(10, 20)
    assert window.contains(10)
    assert window.contains(20)
    assert not window.contains(21)
    assert window.length_s == 10


def test_a_window_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends at 9 s, before it starts at 10 s"):
        TimeWindow(10, 9)


def test_a_window_does_not_start_before_the_day():
    with pytest.raises(ValueError, match="not negative"):
        TimeWindow(-1, 5)


def test_windows_that_touch_share_one_moment():
    assert TimeWindow(0, 10).intersection(TimeWindow(10, 20)) == TimeWindow(10, 10)
    assert TimeWindow(0, 9).intersection(TimeWindow(10, 20)) is None


@given(windows, windows, st.integers(0, 1000))
def test_the_intersection_holds_exactly_the_moments_of_both(a, b, moment):
    shared = a.intersection(b)
    in_both = a.contains(moment) and b.contains(moment)
    assert in_both == (shared is not None and shared.contains(moment))
    assert shared is None or (a.covers(shared) and b.covers(shared))
