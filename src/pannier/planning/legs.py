"""The ways of a plan on the map: one encoded polyline from each activity to the next."""

import structlog

from pannier.connect.road_network import NoRoute, Profile, RoadNetwork
from pannier.core.geo import LonLat
from pannier.core.plan import Plan, Route
from pannier.core.problem import Problem
from pannier.factors.kinds import vehicle_kind
from pannier.planning.day import Day
from pannier.planning.streets import profile_of_kind

log = structlog.get_logger(__name__)


def legs_of(day: Day, problem: Problem, plan: Plan, network: RoadNetwork) -> dict[str, tuple[str, ...]]:
    """Return for each vehicle the way to each of its activities; empty where nothing is driven."""
    ways: dict[tuple[str, int, int], str] = {}
    return {route.vehicle_id: _legs(day, problem, route, network, ways) for route in plan.routes}


def _legs(
    day: Day, problem: Problem, route: Route, network: RoadNetwork, ways: dict[tuple[str, int, int], str]
) -> tuple[str, ...]:
    kind = vehicle_kind(problem.vehicles[problem.vehicle_index[route.vehicle_id]].kind)
    profile = profile_of_kind(day, kind)
    legs, before = [], route.activities[0].place
    for activity in route.activities:
        leg = (kind.code, before, activity.place)
        if leg not in ways:
            start, end = problem.places[before].at, problem.places[activity.place].at
            ways[leg] = shape_of(network, start, end, profile)
        legs.append(ways[leg])
        before = activity.place
    return tuple(legs)


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
