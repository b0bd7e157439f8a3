import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.geo import (
    BoundingBox,
    LonLat,
    bounding_box,
    decode_polyline6,
    encode_polyline6,
    great_circle_m,
)

points = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))


def test_one_degree_of_latitude_is_a_360th_of_the_meridian_circle():
    # 2 * pi * 6 371 008.8 m / 360 = 111 195.08 m
    assert great_circle_m(LonLat(7, 43), LonLat(7, 44)) == pytest.approx(111_195.08, abs=0.01)


def test_antipodes_are_half_a_great_circle_apart():
    assert great_circle_m(LonLat(0, 0), LonLat(180, 0)) == pytest.approx(20_015_114.4, abs=1)


@given(points, points)
def test_distance_is_symmetric_and_never_negative(a, b):
    assert great_circle_m(a, b) == pytest.approx(great_circle_m(b, a), abs=1e-6)
    assert great_circle_m(a, b) >= 0
    assert great_circle_m(a, a) == 0


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (-181, 0), (0, 91), (0, -91), (float("nan"), 0)])
def test_points_outside_the_earth_are_refused(lon, lat):
    with pytest.raises(ValueError, match="is not between"):
        LonLat(lon, lat)


def test_polyline_of_google_with_six_digits():
    # Google's own example with one more digit: the differences are ten times as large.
    assert encode_polyline6([LonLat(-120.2, 38.5)]) == "_izlhA~rlgdF"
    assert decode_polyline6("_izlhA~rlgdF") == (LonLat(-120.2, 38.5),)


@given(st.lists(points, max_size=20))
def test_polyline_keeps_points_to_six_digits(line):
    decoded = decode_polyline6(encode_polyline6(line))
    assert len(decoded) == len(line)
    for before, after in zip(line, decoded, strict=True):
        assert (after.lon, after.lat) == pytest.approx((before.lon, before.lat), abs=6e-7)


@pytest.mark.parametrize("code", ["_izlhA", "_izlhA~rlgd", "\x01", "_izlhA~rlgd "])
def test_broken_polylines_are_refused(code):
    with pytest.raises(ValueError, match="polyline"):
        decode_polyline6(code)


def test_the_box_around_points_holds_them_all():
    box = bounding_box([LonLat(1, 2), LonLat(3, -1)])
    assert box == BoundingBox(1, -1, 3, 2)
    assert box.contains(LonLat(2, 0))
    assert not box.contains(LonLat(0.9, 0))
    assert box.center == LonLat(2, 0.5)


def test_no_points_have_no_box():
    with pytest.raises(ValueError, match="No points"):
        bounding_box([])


def test_stored_points_have_six_digits():
    assert LonLat(7.41234567, 43.7).rounded() == LonLat(7.412346, 43.7)
