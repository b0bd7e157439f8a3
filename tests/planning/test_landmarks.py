"""What ways to landmarks say about a way that nobody measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE
from pannier.planning.landmarks import TURN_S, at_least_s


def seconds(spots: list[tuple[int, int]]) -> NDArray[np.int32]:
    """Return the seconds between spots of a town in which one second leads one step, along streets of a grid."""
    at = np.array(spots)
    apart: NDArray[np.int32] = np.abs(at[:, None, :] - at[None, :, :]).sum(axis=2).astype(np.int32)
    return apart


def test_one_beyond_a_landmark_is_as_far_as_it_less_the_way_there() -> None:
    # The new place (the last) lies 10 s from the landmark 0; place 1 lies 1,000 s beyond it, place 2 at the landmark.
    all_s = seconds([(0, 0), (1000, 0), (0, 0), (-10, 0)])
    there, back = at_least_s(all_s[:3, :3], [0], all_s[:1, 3], all_s[3, :1])
    assert there.tolist() == back.tolist() == [0, 990 - TURN_S, 0]


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=4, max_size=12), st.data())
def test_no_way_is_shorter_than_its_bound(spots: list[tuple[int, int]], data: st.DataObject) -> None:
    all_s, size = seconds(spots), len(spots) - 1
    marks = data.draw(st.lists(st.integers(0, size - 1), unique=True))
    there, back = at_least_s(all_s[:size, :size], marks, all_s[marks, size], all_s[size, marks])
    assert (there <= all_s[:size, size]).all()
    assert (back <= all_s[size, :size]).all()


@pytest.mark.parametrize("lost", ["to the new place", "between known ones"])
def test_where_no_way_leads_nothing_is_said(lost: str) -> None:
    known_s, own_s = np.array([[0, 900], [900, 0]], dtype=np.int32), np.array([5], dtype=np.int32)
    assert at_least_s(known_s, [0], own_s, own_s)[:, 1].tolist() == [895 - TURN_S] * 2
    if lost == "to the new place":
        own_s[:] = UNREACHABLE
    else:
        known_s[known_s == 900] = UNREACHABLE
    assert not at_least_s(known_s, [0], own_s, own_s).any()
