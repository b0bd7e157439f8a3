"""Doors that are walked to, from the rule in the console to the stored plan, its release and a running day."""

import uuid
from collections import Counter
from itertools import pairwise

import pytest

from pannier.core.geo import LonLat
from pannier.engine.stability import Stability
from pannier.fleet.problems import CannotWalk
from pannier.fleet.roster import roster
from pannier.fleet.rules import change_fleet_rules, fleet_rules
from pannier.planning.models import Route
from pannier.planning.parked_before import parked_before
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import get_plan, routes_of_plan, sheet_of, sheets_of
from pannier.planning.retime import problem_of_route, retimed
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import load_running_day
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.schemas import RouteOut
from pannier.planning.show import show_plan, show_routes
from pannier.planning.solver import Effort
from pannier.planning.standing import standing_plan
from pannier.planning.walks import parked_at
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, HubDay, on_the_grid
from tests.support.rounds import make_order

RULE = {"kind": "e_van", "within_m": 100, "carry_g": 12_000, "carry_parcels": 6}
# Two rows of three near doors each, and one far from all.
METRES = (1000, 1030, 1060, 2000, 2030, 2060, 3000)


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    with operator.session() as db:
        change_fleet_rules(db, {"walks": [RULE]})
        hub = make_hub(db)
        crew = make_crew(db, hub.id, kind="e_van", name="Van")
        points = [east(metres) for metres in METRES]
        ids = [make_order(db, hub.id, n, lon=point.lon, lat=point.lat).id for n, point in enumerate(points)]
        return HubDay(operator, hub.id, [crew], ids)


def shown(day: HubDay, plan_id: uuid.UUID) -> list[RouteOut]:
    with day.operator.session() as db:
        return show_routes(db, sheets_of(db, routes_of_plan(db, plan_id)))


def test_a_plan_tells_where_is_parked_and_which_doors_are_walked_to(day: HubDay) -> None:
    plan_id = day.plan(iterations=200)
    (route,) = shown(day, plan_id)
    doors = [stop for stop in route.stops if stop.orders]
    groups = Counter(stop.parked_at_stop for stop in doors if stop.parked_at_stop is not None)
    assert sorted(groups.values()) == [3, 3]
    assert sum(stop.parked_at_stop is None for stop in doors) == 1
    for before, stop in pairwise(doors):
        # Each door is a stop of its own, in time for its own walk, with its own order to prove.
        assert len(stop.orders) == 1
        on_foot = stop.parked_at_stop not in (None, stop.position)
        gap_s = (stop.planned_arrival - before.planned_departure).total_seconds()
        assert (gap_s == stop.walk_s) == on_foot
    with day.operator.session() as db:
        (sheet,) = sheets_of(db, routes_of_plan(db, plan_id))
        walked = [stop.stop for stop in sheet.stops if stop.stop.walk_s and stop.stop.park_lon]
        assert sum(stop.leg_distance_m == 0 for stop in walked) >= 4
        assert {(stop.park_lon, stop.park_lat) for stop in walked} == {
            (east(metres).lon, east(metres).lat) for metres in (1030, 2030)
        }
        totals = show_plan(get_plan(db, plan_id)).totals
        assert totals["walked_s"] > 150
        assert (
            totals["distance_m"] == sheet.route.distance_m == sum(s.stop.leg_distance_m for s in sheet.stops)
        )


def test_without_a_rule_every_door_is_parked_for(day: HubDay, operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"walks": []})
    (route,) = shown(day, day.plan(iterations=200))
    assert {stop.parked_at_stop for stop in route.stops} == {None}
    assert {stop.walk_s for stop in route.stops} == {0}


def test_a_released_route_keeps_its_stops_together_whatever_the_rule_says_now(day: HubDay) -> None:
    plan_id = day.plan(iterations=200)
    with day.operator.session() as db:
        change_fleet_rules(db, {"walks": []})
        (sheet,) = sheets_of(db, routes_of_plan(db, plan_id))
        (entry,) = roster(db, hub_id=day.hub_id, service_date=DAY)
        found, faults = retimed(problem_of_route(db, sheet, entry, network=GRID), sheet)
        assert faults == ()
        assert found is not None
        assert (found.distance_m, found.duration_s) == (sheet.route.distance_m, sheet.route.duration_s)


def test_a_plan_in_memory_has_the_groups_it_was_planned_with(day: HubDay) -> None:
    plan_id = day.plan(iterations=200)
    with day.operator.session() as db:
        plan = get_plan(db, plan_id)
        (route,) = routes_of_plan(db, plan_id)
        found = standing_plan(db, plan, GRID, currency="EUR")
        (timed,) = found.plan.timed.values()
        assert timed.faults == []
        assert sum(leg.distance_m for leg in timed.legs) == route.distance_m
        assert timed.clock.departures[-1] - timed.clock.starts[0] == route.duration_s


def out(day: HubDay, doors: int) -> Route:
    """Release the plan's route and serve its first doors."""
    plan_id = day.plan(iterations=200)
    with day.operator.session() as db:
        (route,) = [release_route(db, one.id, at=local(7)) for one in day.routes(plan_id)]
        start_route(db, route.id, at=route.starts_at)
        for shown_stop in sheet_of(db, route.id).stops[: doors + 1]:
            mark_stop(db, shown_stop.stop.id, state="done", arrived_at=shown_stop.stop.planned_arrival)
            for task in shown_stop.tasks:
                mark_task(db, task.id, state="closed", outcome="succeeded")
        return route


def test_a_rider_among_doors_walks_on_when_the_day_is_planned_anew(day: HubDay) -> None:
    route = out(day, 1)
    with day.operator.session() as db:
        sheet = sheet_of(db, route.id)
        now = sheet.stops[1].stop.planned_departure
        first = next(stop.stop for stop in sheet.stops if stop.stop.park_lon)
        running = load_running_day(
            db,
            hub_id=day.hub_id,
            service_date=DAY,
            change=Change(operation="replanned"),
            network=GRID,
            now=now,
        )
        (matrices,) = running.problem.matrices
        assert first.park_lon is not None
        assert first.park_lat is not None
        parked = parked_before([sheet])["e_van"]
        assert LonLat(first.park_lon, first.park_lat) in parked.values()
        # Those that are left of the groups still are one stop each; new orders are driven to.
        left = [place for place in range(matrices.size) if parked_at(matrices, place) is not None]
        assert len(left) >= 5


def test_an_accepted_proposal_leaves_doors_of_one_stop_together(day: HubDay) -> None:
    out(day, 0)
    with day.operator.session() as db:
        new = make_order(db, day.hub_id, 40, lon=east(1045).lon, lat=east(1045).lat, window_end=local(15)).id
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation="orders_inserted", order_ids=(new,)),
        effort=Effort(seed=1, iterations=200),
        stability=Stability(
            0, 0
        ),  # Else parking there twice may cost less than telling somebody another moment.
    )
    with day.operator.session() as db:
        made = propose(db, asked, network_of=on_the_grid)
    with day.operator.session() as db:
        accept(db, made.id, by="person:1", network_of=on_the_grid)
    with day.operator.session() as db:
        (route,) = show_routes(
            db, sheets_of(db, [db.get_one(Route, one.id) for one in day.routes(day.plans()[-1].id)])
        )
    groups = Counter(stop.parked_at_stop for stop in route.stops if stop.parked_at_stop is not None)
    assert sorted(groups.values()) == [3, 3]


@pytest.mark.parametrize("walks", [[{**RULE, "kind": "walker"}], [{**RULE, "kind": "tank"}], [RULE, RULE]])
def test_a_rule_for_who_goes_on_foot_anyway_or_a_second_one_is_refused(
    operator: Organisation, walks: list[dict[str, object]]
) -> None:
    with operator.session() as db, pytest.raises(CannotWalk) as refused:
        change_fleet_rules(db, {"walks": walks})
    assert refused.value.errors[0].pointer == f"/walks/{len(walks) - 1}/kind"


def test_the_log_keeps_for_which_kinds_riders_walk(operator: Organisation) -> None:
    with operator.session() as db:
        change_fleet_rules(db, {"walks": [RULE, {**RULE, "kind": "cargo_bike", "within_m": 25}]})
        assert fleet_rules(db).walks["cargo_bike"].within_m == 25
    (event,) = operator.events("rules.changed")
    assert event["walking_kinds"] == ["cargo_bike", "e_van"]
