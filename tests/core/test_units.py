import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.units import (
    amount_text,
    clock_text,
    count_text,
    distance_text,
    divide_half_up,
    divide_up,
    duration_text,
    energy_text,
    joules_of_wh,
    round_half_up,
    split_exactly,
    wh_of_joules,
)


def test_halves_round_away_from_zero():
    assert [divide_half_up(n, 2) for n in (1, 3, -1, -3, 4)] == [1, 2, -1, -2, 2]
    assert round_half_up(2.5) == 3
    assert round_half_up(-0.5) == -1


def test_division_rounds_up_where_nothing_may_be_lost():
    assert divide_up(7, 2) == 4
    assert divide_up(8, 2) == 4


def test_shares_go_to_the_largest_remainders():
    # 10 over 1:1:1 leaves one unit; all remainders are equal, so the first gets it.
    assert split_exactly(10, [1, 1, 1]) == (4, 3, 3)
    # Exact shares 2.5, 1.25, 6.25: one unit is left and goes to the half.
    assert split_exactly(10, [2, 1, 5]) == (3, 1, 6)


def test_zero_weights_get_equal_shares():
    assert split_exactly(5, [0, 0]) == (3, 2)
    assert split_exactly(7, [0, 1]) == (0, 7)


def test_a_negative_total_is_split_like_its_positive():
    assert split_exactly(-10, [1, 1, 1]) == (-4, -3, -3)


@pytest.mark.parametrize("weights", [[-1, 2], [float("nan")], [float("inf")]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="Weight 0 is"):
        split_exactly(10, weights)


def test_nothing_can_be_split_among_nobody():
    assert split_exactly(0, []) == ()
    with pytest.raises(ValueError, match="among nobody"):
        split_exactly(3, [])


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=30),
)
def test_shares_always_sum_to_the_total_and_are_near_their_quota(total, weights):
    shares = split_exactly(total, weights)
    assert sum(shares) == total
    assert shares == split_exactly(total, weights)
    if sum(weights) > 1e-3:
        quotas = [total * weight / sum(weights) for weight in weights]
        tolerance = 1 + abs(total) * 1e-9
        assert all(abs(share - quota) < tolerance for share, quota in zip(shares, quotas, strict=True))


def test_quantities_read_as_people_say_them():
    assert clock_text(9 * 3600 + 5 * 60) == "09:05"
    assert clock_text(25 * 3600) == "01:00+1"
    assert (duration_text(45), duration_text(61), duration_text(7500)) == ("45 s", "2 min", "2 h 05 min")
    assert (distance_text(850), distance_text(12_400)) == ("850 m", "12.4 km")
    assert (energy_text(3601), energy_text(45_000_000)) == ("2 Wh", "12.5 kWh")
    assert (amount_text(12_500, "g"), amount_text(3, "parcels")) == ("12.5 kg", "3 parcels")
    assert (amount_text(1, "parcels"), amount_text(1, "gas")) == ("1 parcel", "1 gas")


def test_one_of_a_kind_has_no_plural():
    told = (count_text(0, "stop"), count_text(1, "stop"), count_text(2, "box", "boxes"))
    assert told == ("0 stops", "1 stop", "2 boxes")


def test_watt_hours_and_joules_are_the_same_energy():
    assert joules_of_wh(0.5) == 1800
    assert wh_of_joules(3600) == 1.0
