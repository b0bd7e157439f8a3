"""Routes go to their riders only when the checker agrees and their parcels are in the hub."""

import uuid

import pytest
from sqlalchemy import select

from pannier.dispatch.models import Override
from pannier.dispatch.problems import AlreadyLoaded, PlanSuperseded
from pannier.dispatch.release import Released, reassign, release
from pannier.fleet.models import Shift
from pannier.fleet.riders import change_rider
from pannier.fleet.vehicles import change_vehicle
from pannier.hub.models import ParcelCustody
from pannier.orders.models import Order
from pannier.planning.models import Plan, Route
from pannier.planning.problems import ReassignBlocked, RouteNotFound, RouteState
from pannier.planning.progress import start_route
from pannier.planning.queries import open_route_of_rider, sheet_of, tasks_of
from tests.support.fleet_days import DAY
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order


def let_go(day: HubDay, plan_id: uuid.UUID, **how: object) -> Released:
    with day.operator.session() as db:
        return release(db, plan_id, by="person:1", network_of=on_the_grid, **how)  # type: ignore[arg-type]


def test_a_plan_whose_parcels_are_here_goes_to_its_riders(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4)
    plan_id = day.plan()
    day.receive()
    done = let_go(day, plan_id)
    routes = day.routes(plan_id)
    assert set(done.released) == {route.id for route in routes}
    assert done.blocked == ()
    assert {route.state for route in routes} == {"released"}
    assert [(event["override"], event["revision"]) for event in operator.events("route.released")] == [
        (False, 1)
    ] * len(routes)
    with operator.session() as db:
        assert db.get_one(Plan, plan_id).state == "released"
        sheet = open_route_of_rider(db, routes[0].rider_id, DAY)
        assert sheet is not None
        assert sheet.route.id == routes[0].id


def test_a_route_with_a_missing_parcel_stays_and_names_it(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=1)
    plan_id = day.plan()
    day.receive(day.orders[1:])
    done = let_go(day, plan_id)
    (blocked,) = done.blocked
    assert (done.released, blocked.code, len(blocked.missing)) == ((), "parcels_missing", 1)
    with operator.session() as db:
        reference = db.get_one(Order, day.orders[0]).reference
    assert f"(order {reference})" in blocked.detail
    assert operator.events("route.released") == []
    assert {route.state for route in day.routes(plan_id)} == {"draft"}


def test_an_override_is_kept_with_its_reason_and_told(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    done = let_go(day, plan_id, override_reason="They follow by hand")
    assert len(done.released) == 1
    with operator.session() as db:
        (row,) = db.scalars(select(Override))
    assert (row.reason, row.by, len(row.missing)) == ("They follow by hand", "person:1", 2)
    assert [event["override"] for event in operator.events("route.released")] == [True]


def test_an_override_without_need_leaves_no_trace(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    let_go(day, plan_id, override_reason="Just in case")
    with operator.session() as db:
        assert list(db.scalars(select(Override))) == []
    assert [event["override"] for event in operator.events("route.released")] == [False]


def test_releasing_twice_changes_nothing(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    first, second = let_go(day, plan_id), let_go(day, plan_id)
    assert first == second
    assert len(operator.events("route.released")) == 1


def test_an_order_that_grew_meanwhile_keeps_its_route_back(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    with operator.session() as db:
        db.get_one(Order, day.orders[0]).weight_g = 150_000
    (blocked,) = let_go(day, plan_id, override_reason="No").blocked
    assert blocked.code == "plan_outdated"
    assert "Plan the day again." in blocked.detail


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lon": 7.43}, "goes to another place"),
        ({"window_start": local(13), "window_end": local(15)}, "has another window"),
    ],
)
def test_an_order_that_moved_meanwhile_keeps_its_route_back(
    operator: Organisation, change: dict[str, object], words: str
) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    with operator.session() as db:
        for name, value in change.items():
            setattr(db.get_one(Order, day.orders[0]), name, value)
    (blocked,) = let_go(day, plan_id).blocked
    assert blocked.code == "plan_outdated"
    assert words in blocked.detail


def test_a_cancelled_order_does_not_keep_the_others_back(operator: Organisation) -> None:
    from pannier.orders.service import cancel

    day = make_hub_day(operator, orders=3, crews=1)
    plan_id = day.plan()
    day.receive()
    with operator.session() as db:
        cancel(db, day.orders[0], reason="merchant")
    assert len(let_go(day, plan_id).released) == 1


def test_a_route_whose_orders_are_all_cancelled_stays(operator: Organisation) -> None:
    from pannier.orders.service import cancel

    day = make_hub_day(operator, orders=1, crews=1)
    plan_id = day.plan()
    with operator.session() as db:
        cancel(db, day.orders[0], reason="merchant")
    assert [found.code for found in let_go(day, plan_id).blocked] == ["nothing_to_do"]


def test_no_override_helps_an_inactive_rider(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    with operator.session() as db:
        change_rider(db, day.crews[0].rider.id, {"active": False})
    assert [found.code for found in let_go(day, plan_id, override_reason="No").blocked] == ["rider_inactive"]


def test_a_superseded_plan_is_not_released(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    old, _ = day.plan(), day.plan()
    with pytest.raises(PlanSuperseded):
        let_go(day, old)


def test_only_routes_of_the_plan_can_be_named(operator: Organisation, stranger: Organisation) -> None:
    day, other = make_hub_day(operator, orders=2), make_hub_day(stranger, orders=2)
    plan_id, other_id = day.plan(), other.plan()
    with pytest.raises(RouteNotFound):
        let_go(day, plan_id, route_ids=[other.routes(other_id)[0].id])


def spare_crew(day: HubDay, **values: object) -> Crew:
    with day.operator.session() as db:
        return make_crew(db, day.hub_id, name="Spare", **values)  # type: ignore[arg-type]


def give(day: HubDay, route_id: uuid.UUID, crew: Crew) -> Route:
    with day.operator.session() as db:
        return reassign(db, route_id, crew.shift.id, network_of=on_the_grid).route


def test_a_route_goes_to_another_shift_with_its_stops_in_order(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=1)
    (route,) = day.routes(day.plan())
    with operator.session() as db:
        before = [task.order_id for task in tasks_of(db, route.id)]
    crew = spare_crew(day, kind="cargo_trike")
    moved = give(day, route.id, crew)
    assert (moved.id, moved.rider_id, moved.vehicle_kind, moved.revision) == (
        route.id,
        crew.rider.id,
        "cargo_trike",
        2,
    )
    with operator.session() as db:
        assert [task.order_id for task in tasks_of(db, route.id)] == before
        assert sheet_of(db, route.id).stops[-1].stop.charge_pct is not None
        assert db.get_one(Order, before[0]).route_id == route.id


def test_a_released_route_tells_its_new_revision(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    (route_id,) = let_go(day, plan_id).released
    give(day, route_id, spare_crew(day))
    assert [event["revision"] for event in operator.events("route.released")] == [1, 2]


def test_a_vehicle_that_is_too_small_is_refused_in_words(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1, weight_g=40_000)
    (route,) = day.routes(day.plan())
    crew = spare_crew(day, kind="walker")
    with pytest.raises(ReassignBlocked) as blocked:
        give(day, route.id, crew)
    assert blocked.value.errors
    assert any("25.0 kg" in error.detail for error in blocked.value.errors)
    assert day.routes(route.plan_id)[0].shift_id == day.crews[0].shift.id


def test_a_shift_that_has_a_route_is_refused(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    (route,) = day.routes(day.plan())
    with pytest.raises(ReassignBlocked, match="has a route already"):
        give(day, route.id, day.crews[0])


def test_an_inactive_vehicle_is_refused(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    (route,) = day.routes(day.plan())
    crew = spare_crew(day)
    with operator.session() as db:
        change_vehicle(db, crew.vehicle.id, {"active": False})
    with pytest.raises(ReassignBlocked, match="not active"):
        give(day, route.id, crew)


def test_a_loaded_or_started_route_stays_with_its_rider(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    plan_id = day.plan()
    day.receive()
    (route_id,) = let_go(day, plan_id).released
    crew = spare_crew(day)
    with operator.session() as db:
        db.scalars(
            select(ParcelCustody).where(ParcelCustody.order_id == day.orders[0])
        ).one().state = "loaded"
    with pytest.raises(AlreadyLoaded, match="unload"):
        give(day, route_id, crew)
    with operator.session() as db:
        db.scalars(
            select(ParcelCustody).where(ParcelCustody.order_id == day.orders[0])
        ).one().state = "received"
        start_route(db, route_id, at=local(8))
    with pytest.raises(RouteState):
        give(day, route_id, crew)


def test_reloads_swaps_and_breaks_go_along_to_the_other_shift(operator: Organisation) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        tired = {"battery_wh": 90, "spare_batteries": 2}
        crews = [make_crew(db, hub.id, name=name, hours=(7, 18), **tired) for name in ("First", "Second")]
        for crew in crews:
            crew.shift.break_start, crew.shift.break_end, crew.shift.break_s = local(7.5), local(8.5), 900
        crews[1].shift.service_date = DAY.replace(day=11)
        wide = {"window_start": None, "window_end": None, "volume_ml": 240_000, "weight_g": 40_000}
        orders = [make_order(db, hub.id, 10 + n, **wide).id for n in range(6)]
        day = HubDay(operator, hub.id, crews, orders)
    (route,) = day.routes(day.plan())
    kinds = stop_kinds(day, route.id)
    assert {"reload", "swap", "break"} <= set(kinds)
    with operator.session() as db:
        db.get_one(Shift, crews[1].shift.id).service_date = DAY
    moved = give(day, route.id, crews[1])
    assert moved.shift_id == crews[1].shift.id
    assert stop_kinds(day, route.id) == kinds


def stop_kinds(day: HubDay, route_id: uuid.UUID) -> list[str]:
    with day.operator.session() as db:
        return [shown.stop.kind for shown in sheet_of(db, route_id).stops]
