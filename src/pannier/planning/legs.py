"""The ways of a plan on the map: one encoded polyline from each activity to the next."""

from collections.abc import Iterable, Mapping, Sequence

import structlog

from pannier.connect.road_network import NoRoute, Profile, RoadNetwork
from pannier.core.geo import LonLat, decode_polyline6, encode_polyline6
from pannier.core.plan import Plan, Route
from pannier.core.problem import Matrices, Problem
from pannier.factors.kinds import vehicle_kind
from pannier.places.profiles import profile_of
from pannier.planning.areas import WALKER, Hours, limits_of, profile_between
from pannier.planning.day import Day
from pannier.planning.streets import kinds_of
from pannier.planning.walks import parked_at

log = structlog.get_logger(__name__)


def legs_of(day: Day, problem: Problem, plan: Plan, network: RoadNetwork) -> dict[str, tuple[str, ...]]:
    """Return for each vehicle the way to each of its activities; empty where nothing is driven."""
    ways: dict[tuple[str, int, int], str] = {}
    limits = {kind.code: limits_of(day, kind) for kind in kinds_of(day)}
    return {route.vehicle_id: _legs(limits, problem, route, network, ways) for route in plan.routes}


def _legs(
    limits: Mapping[str, Sequence[Hours]],
    problem: Problem,
    route: Route,
    network: RoadNetwork,
    ways: dict[tuple[str, int, int], str],
) -> tuple[str, ...]:
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    kind, matrices = vehicle_kind(vehicle.kind), problem.matrices_of(vehicle)
    legs, before = [], route.activities[0].place
    for activity in route.activities:
        leg = (kind.code, before, activity.place)
        if leg not in ways:
            parts = _parts(matrices, before, activity.place)
            ways[leg] = _joined(
                shape_of(
                    network,
                    start,
                    end,
                    profile_of(WALKER)
                    if walked
                    else profile_between(limits.get(kind.code, ()), kind, start, end),
                )
                for walked, one, other in parts
                for start, end in ((problem.places[one].at, problem.places[other].at),)
            )
        legs.append(ways[leg])
        before = activity.place
    return tuple(legs)


def _parts(matrices: Matrices, before: int, place: int) -> list[tuple[bool, int, int]]:
    """Return the parts of a way, on foot or not: between doors of one stop, or back to the vehicle and on with it."""
    if matrices.is_same_stop(before, place):
        return [(True, before, place)]
    left, reached = parked_at(matrices, before), parked_at(matrices, place)
    left, reached = before if left is None else left, place if reached is None else reached
    return [(True, before, left), (False, left, reached), (True, reached, place)]


def _joined(shapes: Iterable[str]) -> str:
    """Return the lines of the parts of a way as one."""
    drawn = [shape for shape in shapes if shape]
    if len(drawn) < 2:
        return "".join(drawn)
    return encode_polyline6([point for shape in drawn for point in decode_polyline6(shape)])


def shape_of(network: RoadNetwork, start: LonLat, end: LonLat, profile: Profile) -> str:
    """Return the way between two points, empty when they are one or the network draws none."""
    if start == end:
        return ""
    try:
        return network.route([start, end], profile).legs[0].shape
    except NoRoute as gap:
        # The matrix has this way, so the plan stands; only its line on the map is missing, and never guessed.
        log.warning("planning.leg_not_drawn", profile=profile.name, reason=str(gap))
        return ""
