"""What the street network must and must not say."""

from __future__ import annotations

import pickle
import threading
from pathlib import Path

import numpy as np
import pytest

from pannier.connect.road_network import UNREACHABLE, NoRoute, Profile, UnknownOption
from pannier.core.geo import LonLat, decode_polyline6, great_circle_m
from pannier.factors.kinds import vehicle_kinds
from pannier.places.network import ValhallaNetwork
from pannier.places.network.matrices import assemble
from pannier.places.network.snapping import Snapper
from pannier.places.profiles import profile_of

SEA = LonLat(7.435, 43.726)
NICE = LonLat(7.262, 43.71)
OLD_TOWN = [
    LonLat(7.4215, 43.7295),
    LonLat(7.4285, 43.7295),
    LonLat(7.4285, 43.7335),
    LonLat(7.4215, 43.7335),
]


def test_three_profiles_give_three_different_matrices(monaco_network, stops, van, bike, walker):
    durations = [monaco_network.matrix(stops, profile).duration_s for profile in (van, bike, walker)]
    assert all((d[~np.eye(5, dtype=bool)] > 0).all() for d in durations)
    # Across the country a van is quicker than a bike and a bike quicker than a walker.
    assert durations[0][0, 4] < durations[1][0, 4] < durations[2][0, 4]


def test_no_way_is_shorter_than_the_crow_flies(monaco_network, stops, van, bike, walker):
    crow = np.array([[great_circle_m(a, b) for b in stops] for a in stops])
    for profile in (van, bike, walker):
        # Both ends are moved to the nearest street, at most a few dozen metres each.
        assert (monaco_network.matrix(stops, profile).distance_m >= crow - 120).all()


def test_a_point_in_the_sea_is_reported_and_fails_nothing_else(monaco_network, stops, van):
    alone = monaco_network.matrix(stops, van)
    with_sea = monaco_network.matrix([*stops[:2], SEA, *stops[2:]], van)
    good = [0, 1, 3, 4, 5]
    assert np.array_equal(with_sea.duration_s[np.ix_(good, good)], alone.duration_s)
    assert (with_sea.duration_s[2] == UNREACHABLE).all()
    assert (with_sea.distance_m[:, 2] == UNREACHABLE).all()
    assert {(p.index, p.role, p.code) for p in with_sea.problems} == {
        (2, "source", "off_network"),
        (2, "target", "off_network"),
    }
    assert with_sea.unreachable == ()


def test_a_point_outside_the_map_is_reported_as_such(monaco_network, stops, bike):
    matrix = monaco_network.matrix([NICE, stops[0]], bike)
    assert {problem.code for problem in matrix.problems} == {"outside_map"}
    assert "43.710000,7.262000" in matrix.problems[0].detail


def test_places_in_a_closed_zone_are_unreachable_not_estimated(monaco_network, stops):
    inside = LonLat(7.4247, 43.7310)
    closed = Profile.of("diesel", "auto", exclude=[OLD_TOWN])
    matrix = monaco_network.matrix([stops[0], inside, stops[4]], closed)
    pairs = {(0, 1), (1, 0), (1, 2), (2, 1)}
    assert pairs <= set(matrix.unreachable) | {(p.index, 1 - p.index) for p in matrix.problems} | pairs
    assert matrix.duration_s[0, 1] == matrix.duration_s[1, 2] == UNREACHABLE
    assert matrix.duration_s[0, 2] > 0
    with pytest.raises(NoRoute) as caught:
        monaco_network.route([stops[4], stops[0], inside], closed)
    assert caught.value.leg == 1


def test_targets_of_their_own_give_a_rectangle(monaco_network, stops, bike):
    square = monaco_network.matrix(stops, bike)
    rectangle = monaco_network.matrix(stops[:2], bike, targets=stops[1:])
    assert rectangle.duration_s.shape == (2, 4)
    assert np.array_equal(rectangle.duration_s, square.duration_s[:2, 1:])


def test_nobody_asks_for_nothing(monaco_network, bike, stops):
    assert monaco_network.matrix([], bike).duration_s.shape == (0, 0)
    assert monaco_network.matrix(stops, bike, targets=[]).duration_s.shape == (5, 0)
    assert monaco_network.route(stops[:1], bike).legs == ()


def test_many_orders_at_one_door_are_computed_once_and_answered_each(monaco_network, stops, bike):
    matrix = monaco_network.matrix([stops[0], stops[1], stops[0]], bike)
    assert np.array_equal(matrix.duration_s[0], matrix.duration_s[2])
    assert matrix.duration_s[0, 2] == 0


def test_a_second_question_is_answered_from_disk(monaco_map: Path, tmp_path: Path, stops, bike):
    first = ValhallaNetwork(monaco_map, cache_dir=tmp_path).matrix(stops, bike)
    second = ValhallaNetwork(monaco_map, cache_dir=tmp_path).matrix(stops, bike)
    assert (first.cached, second.cached) == (False, True)
    assert np.array_equal(first.duration_s, second.duration_s)
    assert np.array_equal(first.distance_m, second.distance_m)


def test_other_options_never_share_a_cache(monaco_map: Path, tmp_path: Path, stops, bike):
    network = ValhallaNetwork(monaco_map, cache_dir=tmp_path)
    network.matrix(stops, bike)
    slow = Profile.of("bike", "bicycle", options={"bicycle_type": "Hybrid", "cycling_speed": 12})
    assert not network.matrix(stops, slow).cached


def test_a_new_stop_costs_one_row_and_one_column():
    asked: list[tuple[int, int]] = []

    def compute(sources, targets):
        asked.append((len(sources), len(targets)))
        return tuple(np.array([[a[0] * k + b[0] for b in targets] for a in sources]) for k in (10, 100))

    old, _ = assemble(keys(4), keys(4), None, compute)
    grown, cached = assemble(keys(5), keys(5), old, compute)
    assert asked == [(4, 4), (1, 5), (4, 1)]
    assert not cached
    assert grown.duration_s[4, 2] == 402
    assert grown.duration_s[2, 4] == 204
    assert grown.duration_s[3, 1] == old.duration_s[3, 1] == 301


def keys(count: int) -> list[tuple[int, int]]:
    return [(i, 0) for i in range(count)]


def test_a_part_of_an_older_matrix_costs_nothing_in_any_order():
    old, _ = assemble(keys(4), keys(4), None, lambda s, t: (np.ones((4, 4)), np.arange(16).reshape(4, 4)))
    part, cached = assemble(keys(4)[::-2], keys(2), old, lambda s, t: pytest.fail("nothing is missing"))
    assert cached
    assert part.duration_s.tolist() == [[12, 13], [4, 5]]


def test_a_grown_matrix_is_that_made_at_once_but_for_seconds(monaco_map: Path, tmp_path: Path, stops, bike):
    network = ValhallaNetwork(monaco_map, cache_dir=tmp_path)
    network.matrix(stops[:4], bike)
    grown = network.matrix(stops, bike)
    at_once = ValhallaNetwork(monaco_map).matrix(stops, bike)
    assert np.abs(grown.duration_s - at_once.duration_s).max() <= 3
    assert np.abs(grown.distance_m - at_once.distance_m).max() <= 10
    assert network.matrix(stops[1:3], bike).cached


def test_ways_from_and_to_one_point_push_no_matrix_out(monaco_map: Path, tmp_path: Path, stops, bike):
    network = ValhallaNetwork(monaco_map, cache_dir=tmp_path)
    network.matrix(stops, bike)
    there = network.matrix(stops[1:], bike, targets=stops[:1])
    back = network.matrix(stops[:1], bike, targets=stops[1:])
    assert (there.distance_m.shape, back.distance_m.shape) == ((len(stops) - 1, 1), (1, len(stops) - 1))
    assert len(list(tmp_path.rglob("*.npz"))) == 1


def test_what_is_forgotten_about_points_is_asked_for_again(monaco_network, stops, bike):
    snapper = Snapper(monaco_network._actors, most=2)
    known = snapper.entries(stops, bike)
    assert len(known) == len(stops)
    # Some are known, some are not, and there is no room for all.
    assert [snapper.entries([*stops[n:], *stops[:n]], bike) == known for n in range(3)] == [True] * 3


def test_a_damaged_cache_file_is_computed_anew(monaco_map: Path, tmp_path: Path, stops, bike):
    network = ValhallaNetwork(monaco_map, cache_dir=tmp_path)
    fine = network.matrix(stops, bike)
    (file,) = tmp_path.rglob("*.npz")
    file.write_bytes(file.read_bytes()[:100])
    again = network.matrix(stops, bike)
    assert not again.cached
    assert np.array_equal(again.duration_s, fine.duration_s)


def test_a_route_has_a_leg_between_neighbours_and_agrees_with_the_matrix(monaco_network, stops, bike):
    route = monaco_network.route(stops, bike)
    matrix = monaco_network.matrix(stops, bike)
    assert len(route.legs) == 4
    for i, leg in enumerate(route.legs):
        assert abs(leg.duration_s - matrix.duration_s[i, i + 1]) <= 5
    shape = decode_polyline6(route.legs[0].shape)
    assert great_circle_m(shape[0], stops[0]) < 100
    assert great_circle_m(shape[-1], stops[1]) < 100
    assert route.distance_m == sum(leg.distance_m for leg in route.legs)


def test_a_duration_factor_stretches_matrix_and_route_alike(monaco_network, stops):
    once = Profile.of("van", "auto")
    longer = Profile.of("van", "auto", duration_factor=1.5)
    plain, stretched = monaco_network.matrix(stops, once), monaco_network.matrix([*stops, SEA], longer)
    assert np.array_equal(stretched.duration_s[:5, :5], np.rint(plain.duration_s * 1.5))
    assert (stretched.duration_s[5] == UNREACHABLE).all()
    legs = zip(monaco_network.route(stops, once).legs, monaco_network.route(stops, longer).legs, strict=True)
    assert all(abs(b.duration_s - 1.5 * a.duration_s) <= 1.5 for a, b in legs)


def test_snapping_tells_how_far_the_street_is(monaco_network, stops, bike):
    snapped = monaco_network.snap(stops[0], bike)
    assert snapped is not None
    assert snapped.distance_m == pytest.approx(great_circle_m(stops[0], snapped.on_road))
    assert snapped.distance_m < 100
    assert monaco_network.snap(SEA, bike) is None
    assert monaco_network.snap(SEA, bike, cutoff_m=3_000) is not None


def test_a_street_that_the_border_cuts_off_is_not_where_a_van_stops(monaco_network, stops, van):
    # The nearest street leads out of the country only; a van that stops there never comes back.
    border = LonLat(7.438357, 43.750668)
    matrix = monaco_network.matrix([stops[0], border], van)
    assert matrix.duration_s[0, 1] > 0
    assert matrix.duration_s[1, 0] > 0


def test_unknown_options_and_absurd_values_are_refused(monaco_network, stops):
    wrong = [
        Profile.of("x", "cargo"),
        Profile.of("x", "bicycle", options={"bicycle_type": "cargo"}),
        Profile.of("x", "bicycle", options={"cycling_sped": 20}),
        Profile.of("x", "bicycle", options={"cycling_speed": 200}),
        Profile.of("x", "auto", options={"exclude_tolls": 1}),
        Profile.of("x", "auto", exclude=[[stops[0], stops[1]]]),
        Profile.of("x", "auto", duration_factor=0),
    ]
    for profile in wrong:
        with pytest.raises(UnknownOption):
            monaco_network.matrix(stops, profile)


@pytest.mark.parametrize("kind", sorted(vehicle_kinds()))
def test_every_vehicle_kind_gets_through_the_city(monaco_network, stops, kind):
    matrix = monaco_network.matrix(stops, profile_of(kind))
    assert not matrix.problems
    assert not matrix.unreachable


def test_a_network_travels_to_another_process_as_its_folder(monaco_network, stops, bike):
    copy = pickle.loads(pickle.dumps(monaco_network))
    assert (copy.name, copy.fingerprint) == ("monaco", monaco_network.fingerprint)
    assert np.array_equal(copy.matrix(stops, bike).duration_s, monaco_network.matrix(stops, bike).duration_s)


def test_threads_may_share_a_network(monaco_network, stops, bike):
    expected = monaco_network.matrix(stops, bike).duration_s
    answers: list[bool] = []

    def ask() -> None:
        for _ in range(5):
            answers.append(np.array_equal(monaco_network.matrix(stops, bike).duration_s, expected))
            monaco_network.route(stops, bike)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 20
