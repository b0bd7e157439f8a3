"""The in-memory network and geocoder keep the same rules as the real ones."""

from __future__ import annotations

import pytest

from pannier.connect.geocoder import Geocoder, ReviewCode
from pannier.connect.road_network import UNREACHABLE, NoRoute, RoadNetwork
from pannier.core.address import Address
from pannier.core.geo import BoundingBox, LonLat, decode_polyline6, great_circle_m
from pannier.places.geocoding.memory import FixedGeocoder
from pannier.places.grid import GridNetwork

BOX = BoundingBox(7.0, 43.0, 8.0, 44.0)
HERE, EAST, NORTH_EAST = LonLat(7.5, 43.5), LonLat(7.51, 43.5), LonLat(7.51, 43.51)
OUTSIDE = LonLat(9.0, 43.5)


def test_grid_distances_go_round_the_corner(bike):
    network: RoadNetwork = GridNetwork(speed_mps=5.0)
    matrix = network.matrix([HERE, EAST, NORTH_EAST], bike)
    metres = great_circle_m(HERE, EAST) + great_circle_m(EAST, NORTH_EAST)
    assert matrix.distance_m[0, 2] == pytest.approx(metres, abs=1)
    assert matrix.duration_s[0, 2] == pytest.approx(metres / 5.0, abs=1)
    assert matrix.duration_s.diagonal().tolist() == [0, 0, 0]
    assert network.matrix([HERE], bike, targets=[EAST, NORTH_EAST]).duration_s.shape == (1, 2)


def test_grid_reports_what_is_outside_or_closed(bike):
    outside = GridNetwork(bounds=BOX).matrix([HERE, OUTSIDE], bike)
    assert [(p.index, p.role, p.code) for p in outside.problems] == [
        (1, "source", "outside_map"),
        (1, "target", "outside_map"),
    ]
    assert GridNetwork(bounds=BOX).snap(OUTSIDE, bike) is None
    closed = GridNetwork.with_closed([EAST])
    assert closed.matrix([HERE, EAST], bike).unreachable == ((0, 1), (1, 0))
    with pytest.raises(NoRoute) as caught:
        closed.route([HERE, NORTH_EAST, EAST], bike)
    assert caught.value.leg == 1


def test_grid_route_agrees_with_its_matrix(bike):
    network = GridNetwork()
    route = network.route([HERE, NORTH_EAST], bike)
    assert route.distance_m == network.matrix([HERE, NORTH_EAST], bike).distance_m[0, 1]
    assert decode_polyline6(route.legs[0].shape) == (HERE, EAST, NORTH_EAST)
    snapped = network.snap(HERE, bike)
    assert snapped is not None
    assert snapped.on_road == HERE


def test_a_library_that_refuses_a_block_is_asked_for_its_parts(bike):
    from pannier.places.network.actors import NoWay
    from pannier.places.network.blocks import compute_block

    class Island:
        """Refuses every question that mixes the mainland (west) with the island (east)."""

        def ask(self, action, request):
            sides = {p["lon"] > 7.505 for p in request["sources"] + request["targets"]}
            if len(sides) == 2:
                raise NoWay("unconnected")
            shape = [[1.0] * len(request["targets"])] * len(request["sources"])
            return {"sources_to_targets": {"distances": shape, "durations": shape}}

    points = [HERE, LonLat(7.501, 43.5), EAST, LonLat(7.502, 43.5)]
    metres, seconds = compute_block(Island(), points, points, profile=bike)
    reachable = [[(i == 2) == (j == 2) for j in range(4)] for i in range(4)]
    assert (seconds != UNREACHABLE).tolist() == reachable
    assert set(metres[seconds != UNREACHABLE]) == {1000}


def test_fixed_geocoder_knows_only_what_it_was_given():
    geocoder: Geocoder = FixedGeocoder({"Rue Élan 5": HERE, "Rue Élan 7": EAST}, bounds=BOX)
    assert geocoder.find(Address("rue elan", number="5")).best.point == HERE
    assert geocoder.find(Address("Rue Élan 6")).code is ReviewCode.STREET_NOT_FOUND
    assert geocoder.find(Address("")).code is ReviewCode.EMPTY
    assert [c.label for c in geocoder.suggest("RUE", limit=1)] == ["Rue Élan 5"]
    assert geocoder.reverse(HERE).label == "Rue Élan 5"
    assert geocoder.reverse(NORTH_EAST) is None
    assert (geocoder.covers(HERE), geocoder.covers(OUTSIDE)) == (True, False)
