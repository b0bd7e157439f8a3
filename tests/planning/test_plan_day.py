"""The plan_day job: it stores one checked plan, whatever happens to the worker, and never a faulty one."""

import uuid
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from pannier.base import clock, jobs
from pannier.core.plan import Plan as CorePlan
from pannier.core.problem import Problem
from pannier.engine import OnProgress
from pannier.engine import Stop as Asked
from pannier.fleet.riders import change_rider
from pannier.fleet.vehicle_state import note_charge
from pannier.fleet.vehicles import change_vehicle
from pannier.orders.models import Order
from pannier.planning.jobs import Pulse
from pannier.planning.load_day import load_day
from pannier.planning.models import LeftOutOrder, Plan, Route, Stop, Task
from pannier.planning.pool import solve_here
from pannier.planning.progress import complete_route, mark_task, release_route, start_route
from pannier.planning.queries import open_tasks, sheet_of, tasks_of
from pannier.planning.service import stop_planning
from pannier.planning.solver import Effort, Solver
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day
from tests.support.rounds import make_order


def count(day: HubDay, table: Any) -> int:
    with day.operator.session() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def statuses(day: HubDay) -> set[str]:
    with day.operator.session() as db:
        return set(db.scalars(select(Order.status).where(Order.hub_id == day.hub_id)))


def test_a_day_is_planned_and_its_orders_know_it(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6)
    plan_id = day.plan()
    (plan,) = day.plans()
    assert (plan.id, plan.revision, plan.state, plan.checked) == (plan_id, 1, "draft", True)
    assert plan.totals["planned"] == 6
    assert plan.timings["matrices"][0]["profile"] == "cargo_bike"
    assert {"load_s", "solve_s", "check_s", "geometry_s", "store_s", "total_s"} <= set(plan.timings)
    assert statuses(day) == {"planned"}
    assert len(operator.events("order.planned")) == 6
    (ready,) = operator.events("plan.ready")
    assert (ready["plan_id"], ready["revision"]) == (str(plan_id), 1)


def test_stops_and_tasks_lie_in_time_and_place(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=5, crews=1)
    (route,) = day.routes(day.plan())
    with operator.session() as db:
        sheet = sheet_of(db, route.id)
        stops = [shown.stop for shown in sheet.stops]
    assert [stop.position for stop in stops] == list(range(len(stops)))
    assert (stops[0].kind, stops[-1].kind) == ("start", "end")
    for before, after in pairwise(stops):
        assert (
            before.planned_departure
            <= after.planned_arrival
            <= after.planned_start
            <= after.planned_departure
        )
    served = [shown for shown in sheet.stops if shown.tasks]
    assert all(local(8) <= shown.stop.planned_start <= local(12) for shown in served)
    assert sum(len(shown.tasks) for shown in served) == 5
    assert len(route.geometry) == len(stops)
    assert sum(stop.leg_distance_m for stop in stops) == route.distance_m


def test_a_job_that_runs_twice_makes_one_plan(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4)
    job_id = day.request()
    first = day.run(job_id)
    # A worker was killed after the plan was stored and before the job was closed: another takes the job again.
    with operator.session() as db:
        jobs.get_job(db, job_id).state = "processing"
    second = day.run(job_id)
    assert second.result == first.result
    assert len(day.plans()) == 1
    assert count(day, Task) == 4


def killed(
    problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Asked | None
) -> CorePlan:
    raise KeyboardInterrupt


def test_a_job_that_is_killed_while_it_solves_leaves_nothing_and_is_repeated(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4)
    job_id = day.request()
    with pytest.raises(KeyboardInterrupt):
        day.run(job_id, solve=killed)
    assert (count(day, Plan), count(day, Route), statuses(day)) == (0, 0, {"allocated"})
    assert day.run(job_id).state == "finished"
    assert count(day, Plan) == 1


def losing(
    problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Asked | None
) -> CorePlan:
    smaller = replace(problem, tasks=problem.tasks[1:])
    return solve_here(smaller, effort, on_progress=on_progress, stop=stop)


def test_a_plan_that_fails_the_check_is_not_stored(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4)
    job = day.run(day.request(), solve=losing)
    assert job.state == "error"
    assert job.error is not None
    assert job.error["code"] == "plan_refused"
    assert job.error["errors"][0]["code"] == "assignment"
    assert (count(day, Plan), count(day, Stop), statuses(day)) == (0, 0, {"allocated"})
    assert [event["code"] for event in operator.events("plan.failed")] == ["plan_refused"]


def test_seed_and_iterations_make_the_plan(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=9)
    first, second = day.plan(seed=5, iterations=25), day.plan(seed=5, iterations=25)
    shapes = []
    for plan_id in (first, second):
        with operator.session() as db:
            routes = [tasks_of(db, route.id) for route in day.routes(plan_id)]
            shapes.append([[task.order_id for task in tasks] for tasks in routes])
    assert shapes[0] == shapes[1]
    one, two = day.plans()
    assert one.problem_sha256 == two.problem_sha256


def test_a_new_plan_supersedes_the_draft(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4)
    old = day.plan()
    new = day.plan()
    assert [(plan.revision, plan.state) for plan in day.plans()] == [(1, "superseded"), (2, "draft")]
    assert {route.state for route in day.routes(old)} == {"cancelled"}
    with operator.session() as db:
        for order_id in day.orders:
            (task,) = open_tasks(db, order_id)
            assert task.route_id in {route.id for route in day.routes(new)}


def test_what_is_released_stays_and_only_the_rest_is_planned(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=2)
    (route, *_) = day.routes(day.plan())
    with operator.session() as db:
        release_route(db, route.id, at=clock.now())
        kept = {task.order_id for task in tasks_of(db, route.id)}
        late = {make_order(db, day.hub_id, n).id for n in (4, 5)}
    new = day.plan()
    assert [plan.state for plan in day.plans()] in (["released", "draft"], ["draft", "draft"])
    with operator.session() as db:
        planned = {task.order_id for other in day.routes(new) for task in tasks_of(db, other.id)}
        assert sheet_of(db, route.id).route.state == "released"
    assert planned == (set(day.orders) | late) - kept
    assert route.shift_id not in {other.shift_id for other in day.routes(new)}


def test_a_shift_is_free_again_after_its_route(operator: Organisation, morning: clock.Fixed) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    (route,) = day.routes(day.plan())
    morning.move_to(local(10))
    with operator.session() as db:
        release_route(db, route.id, at=local(8))
        start_route(db, route.id, at=local(8))
        for task in tasks_of(db, route.id):
            mark_task(db, task.id, state="closed", outcome="succeeded")
        complete_route(db, route.id, at=local(9.5), round_id=uuid.uuid4())
        for order in db.scalars(select(Order).where(Order.hub_id == day.hub_id)):
            order.status = "delivered"
        make_order(db, day.hub_id, 3)
        (shift,) = load_day(db, hub_id=day.hub_id, service_date=DAY).shifts
    assert (shift.starts_at, shift.rested_s) == (local(9.5), 0)


def test_a_charge_told_on_the_day_counts_and_one_of_the_day_before_does_not(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    vehicle_id = day.crews[0].vehicle.id

    def known() -> float | None:
        with operator.session() as db:
            (shift,) = load_day(db, hub_id=day.hub_id, service_date=DAY).shifts
            return shift.charge_wh

    with operator.session() as db:
        note_charge(db, vehicle_id, charge_wh=90.0, source="rider", at=local(-5))
    assert known() is None
    with operator.session() as db:
        note_charge(db, vehicle_id, charge_wh=120.0, source="rider", at=local(4))
    assert known() == 120.0


@pytest.mark.parametrize("who", ["vehicle", "rider"])
def test_inactive_riders_and_vehicles_are_not_planned(operator: Organisation, who: str) -> None:
    day = make_hub_day(operator, orders=2, crews=2)
    crew = day.crews[0]
    with operator.session() as db:
        if who == "vehicle":
            change_vehicle(db, crew.vehicle.id, {"active": False})
        else:
            change_rider(db, crew.rider.id, {"active": False})
    assert [route.shift_id for route in day.routes(day.plan())] == [day.crews[1].shift.id]


def test_a_day_without_shifts_fails_in_words(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=0)
    job = day.run(day.request())
    assert job.error is not None
    assert job.error["code"] == "no_shifts"
    assert "POST /v1/shifts" in job.error["detail"]


def changing(day: HubDay, times: int) -> Solver:
    """Return a solver during whose work an order becomes heavier, so many times."""
    left = iter(range(times))

    def solve(
        problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Asked | None
    ) -> CorePlan:
        if next(left, None) is not None:
            with day.operator.session() as db:
                db.get_one(Order, day.orders[0]).weight_g += 100
        return solve_here(problem, effort, on_progress=on_progress, stop=stop)

    return solve


def test_a_day_that_changes_meanwhile_is_planned_again(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2)
    assert day.run(day.request(), solve=changing(day, 1)).state == "finished"
    with operator.session() as db:
        (stop,) = {
            db.get_one(Stop, task.stop_id)
            for task in db.scalars(select(Task).where(Task.order_id == day.orders[0]))
        }
        first = db.scalars(select(Stop).where(Stop.route_id == stop.route_id, Stop.position == 0)).one()
    assert first.load_g % 3000 == 100
    job = day.run(day.request(), solve=changing(day, 99))
    assert job.error is not None
    assert job.error["code"] == "day_keeps_changing"


def test_orders_that_cannot_be_planned_yet_are_told(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1)
    with operator.session() as db:
        make_order(db, day.hub_id, 1, status="confirmed", carrier=None, review_code="street_not_found")
        make_order(db, day.hub_id, 2, status="confirmed", carrier=None)
        make_order(db, day.hub_id, 3, weight_g=900_000)
    plan_id = day.plan()
    with operator.session() as db:
        found = {row.code: row.reason for row in db.scalars(select(LeftOutOrder))}
    assert set(found) == {"address_review", "not_allocated", "too_large"}
    assert all(reason.endswith(".") for reason in found.values())
    assert "(street not found)" in found["address_review"]
    assert [event["code"] for event in operator.events("order.left_out")] == ["too_large"]
    assert day.plans()[0].id == plan_id


def test_a_cancelled_order_leaves_its_route(operator: Organisation) -> None:
    from pannier.orders.service import cancel

    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    with operator.session() as db:
        cancel(db, day.orders[0], reason="merchant")
    with operator.session() as db:
        task = db.scalars(select(Task).where(Task.order_id == day.orders[0])).one()
        assert (task.state, task.outcome) == ("closed", "cancelled")
        assert db.get_one(Stop, task.stop_id).state == "skipped"


def test_a_search_can_be_stopped(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3)
    job_id = day.request()
    asked: list[bool] = []

    def patient(
        problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Asked | None
    ) -> CorePlan:
        assert stop is not None
        with operator.session() as db:
            stop_planning(db, job_id)
        asked.append(stop())
        return solve_here(problem, effort, on_progress=on_progress, stop=stop)

    assert day.run(job_id, solve=patient).state == "finished"
    assert asked == [True]


def test_progress_is_not_told_more_than_once_a_second(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1)
    job_id = day.request()
    running = jobs.RunningJob(job_id, operator.scope, {}, "test")
    pulse = Pulse(running)
    pulse.tell(0.1, "first")
    pulse.tell(0.2, "second")
    with operator.session() as db:
        assert jobs.get_job(db, job_id).message == "first"


def test_another_operators_day_is_not_touched(operator: Organisation, stranger: Organisation) -> None:
    mine, theirs = make_hub_day(operator, orders=2), make_hub_day(stranger, orders=2)
    mine.plan()
    assert statuses(theirs) == {"allocated"}
    assert theirs.plans() == []
