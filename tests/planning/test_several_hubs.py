"""Several hubs planned together: orders go where they are served best, goods stay put, and no crash loses a part."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from pannier.base import clock, jobs
from pannier.engine.city import search_piece
from pannier.orders.locate import relocate
from pannier.orders.models import Order
from pannier.planning.jobs import plan_day
from pannier.planning.models import Plan, Route, SeveralPart, SeveralRun, Task
from pannier.planning.pool import solve_here
from pannier.planning.problems import HubsApart
from pannier.planning.service import stop_planning
from pannier.planning.several import parts
from pannier.planning.several.jobs import plan_part, plan_several
from pannier.planning.several.service import Asked, hubs_of, request_several
from pannier.planning.weighing import weigh_here
from tests.support.fleet_days import DAY, HUB
from tests.support.fleets import make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, on_the_grid
from tests.support.rounds import make_order

EAST = 0.012
"""Degrees between the two hubs: some 900 metres."""


@dataclass
class TwoHubs:
    """A hub with one bike in the west, one with one in the east."""

    operator: Organisation
    west: uuid.UUID
    east: uuid.UUID
    orders: list[uuid.UUID]

    def request(self, **asked: Any) -> uuid.UUID:
        given = {"iterations": 400, "workers": 1} | asked
        with self.operator.session() as db:
            return request_several(db, Asked(hub_ids=(self.west, self.east), service_date=DAY, **given)).id

    def run(self, job_id: uuid.UUID, **search: Any) -> jobs.Job:
        handlers = {
            "plan_several": partial(
                plan_several, network_of=on_the_grid, **({"search": search_piece} | search)
            ),
            "plan_part": partial(plan_part, network_of=on_the_grid, search=search_piece),
            "plan_day": partial(plan_day, solve=solve_here, weigh=weigh_here, network_of=on_the_grid),
        }
        jobs.run(job_id, self.operator.org_id, handlers)
        return self.job(job_id)

    def job(self, job_id: uuid.UUID) -> jobs.Job:
        with self.operator.session() as db:
            return jobs.get_job(db, job_id)

    def plan(self, **asked: Any) -> dict[str, Any]:
        """Plan both hubs to the end, and return what the first job says."""
        job = self.run(self.request(**asked))
        assert job.error is None, job.error
        assert job.result is not None
        for hub in job.result["hubs"]:
            assert self.run(uuid.UUID(hub["job_id"])).error is None
        return job.result

    def hub_of(self, order_id: uuid.UUID) -> uuid.UUID | None:
        with self.operator.session() as db:
            return db.get_one(Order, order_id).hub_id

    def planned(self) -> dict[uuid.UUID, uuid.UUID]:
        """Return the hub whose draft holds each order."""
        query = (
            select(Task.order_id, Route.hub_id)
            .join(Route, Route.id == Task.route_id)
            .where(Route.state == "draft")
        )
        with self.operator.session() as db:
            rows = db.execute(query).all()
        assert len({row[0] for row in rows}) == len(rows)
        return {row[0]: row[1] for row in rows}

    def set(self, order_id: uuid.UUID, **values: Any) -> None:
        with self.operator.session() as db:
            row = db.get_one(Order, order_id)
            for name, value in values.items():
                setattr(row, name, value)


def two_hubs(operator: Organisation, *, orders: int = 16, **values: Any) -> TwoHubs:
    """Return a day whose orders all begin in the west, where one bike is too few for them."""
    with operator.session() as db:
        west = make_hub(db, name="West").id
        east = make_hub(db, name="East", lon=HUB.lon + EAST).id
        make_crew(db, west, name="W1", hours=(8, 10))
        make_crew(db, east, name="E1", hours=(8, 12.5))
        ids = [make_order(db, west, n, **values).id for n in range(orders)]
    return TwoHubs(operator, west, east, ids)


@pytest.fixture
def day(operator: Organisation) -> TwoHubs:
    return two_hubs(operator, service_s=900, hub_given=False)


def test_orders_go_to_the_hub_that_has_room_and_each_hub_gets_its_plan(day: TwoHubs) -> None:
    result = day.plan()
    planned = day.planned()
    assert set(planned) == set(day.orders)
    assert set(planned.values()) == {day.west, day.east}
    assert all(day.hub_of(order) == hub for order, hub in planned.items())
    assert result["moved"] == sum(hub == day.east for hub in planned.values())
    with day.operator.session() as db:
        assert [plan.checked for plan in db.scalars(select(Plan))] == [True, True]


def test_an_order_whose_hub_somebody_named_moves_only_where_that_is_asked_for(day: TwoHubs) -> None:
    for order in day.orders:
        day.set(order, hub_given=True)
    assert day.plan()["moved"] == 0
    assert day.plan(assign="all")["moved"] > 0


def test_goods_that_lie_in_a_hub_stay_there_whatever_is_asked_for(day: TwoHubs) -> None:
    HubDay(day.operator, day.west, [], day.orders).receive()
    assert day.plan(assign="all")["moved"] == 0
    assert {day.hub_of(order) for order in day.orders} == {day.west}


def test_a_crash_of_the_whole_loses_no_part_that_was_found(day: TwoHubs) -> None:
    job_id = day.request()
    searched: list[int] = []

    def counted(problem: Any, begun: Any, **how: Any) -> Any:
        searched.append(how["seed"])
        if len(searched) == 2:
            raise KeyboardInterrupt
        return search_piece(problem, begun, **how)

    with pytest.raises(KeyboardInterrupt):
        day.run(job_id, search=counted)
    with day.operator.session() as db:
        rows = list(db.scalars(select(SeveralPart)))
        assert [row.found is not None for row in rows].count(True) == 1
        # The worker is dead, and silent for longer than a worker that is alive.
        for row in rows:
            row.taken_at = row.taken_at and clock.wall_now() - timedelta(hours=1)
    again: list[int] = []
    job = day.run(
        job_id, search=lambda *given, **how: (again.append(how["seed"]), search_piece(*given, **how))[1]
    )
    assert job.error is None, job.error
    assert searched[0] not in again
    assert searched[1] in again


def test_a_part_that_a_free_worker_has_searched_is_not_searched_again(day: TwoHubs) -> None:
    job_id = day.request()
    helped: list[dict[str, Any]] = []

    def slow(problem: Any, begun: Any, **how: Any) -> Any:
        if not helped:
            with day.operator.session() as db:
                waiting = [job.id for job in db.scalars(select(jobs.Job).where(jobs.Job.kind == "plan_part"))]
            helped.extend(day.run(one).result or {} for one in waiting)
        return search_piece(problem, begun, **how)

    assert day.run(job_id, search=slow).error is None
    assert [one["searched"] for one in helped] == [1, 0]


def test_a_part_whose_worker_is_silent_is_taken_by_another_one(day: TwoHubs) -> None:
    job_id = day.request()
    with day.operator.session() as db:
        parts.ask_for(db, job_id, 0, [{"seed": 1}])
        taken = parts.take(db, job_id)
        assert taken is not None
        assert parts.take(db, job_id) is None
        db.get_one(SeveralPart, taken.id).taken_at = clock.wall_now() - timedelta(hours=1)
        db.flush()
        assert parts.take(db, job_id) == taken
        parts.keep(db, taken.id, {"first": 1})
        parts.keep(db, taken.id, {"second": 1})
        assert parts.found_of(db, job_id, 0, 1) == [{"first": 1}]


def test_a_search_that_is_stopped_keeps_what_it_has(day: TwoHubs) -> None:
    job_id = day.request(iterations=None, budget_s=3000.0)
    with day.operator.session() as db:
        stop_planning(db, job_id)
    job = day.run(job_id)
    assert job.error is None, job.error
    assert job.result is not None
    for hub in job.result["hubs"]:
        assert day.run(uuid.UUID(hub["job_id"])).error is None
    assert len(day.planned()) > 8


def test_what_the_whole_found_is_what_each_hub_begins_with(day: TwoHubs) -> None:
    job = day.run(day.request(iterations=800))
    assert job.result is not None
    with day.operator.session() as db:
        run = db.scalars(select(SeveralRun)).one()
        assert run.snapshot is None
        found = {
            step["task_id"] for steps in run.begun.values() for step in steps if step["task_id"] is not None
        }
        assert not list(db.scalars(select(SeveralPart)))
    assert found == {str(order) for order in day.orders}
    again = day.run(job.id)
    assert again.result == job.result


def test_a_draft_that_held_an_order_which_leaves_is_called_off(day: TwoHubs) -> None:
    alone = HubDay(day.operator, day.west, [], day.orders)
    alone.plan()
    assert day.run(day.request()).error is None
    assert {route.state for route in day_routes(day, day.west)} == {"cancelled"}


def day_routes(day: TwoHubs, hub_id: uuid.UUID) -> list[Route]:
    with day.operator.session() as db:
        return list(db.scalars(select(Route).where(Route.hub_id == hub_id)))


def test_each_hub_tells_how_far_it_is(day: TwoHubs) -> None:
    job_id = day.request()
    with day.operator.session() as db:
        _, hubs = hubs_of(db, job_id)
        assert [(hub.name, hub.job) for hub in hubs] == [("West", None), ("East", None)]
    day.run(job_id)
    with day.operator.session() as db:
        _, hubs = hubs_of(db, job_id)
        assert [hub.job.state for hub in hubs if hub.job] == ["pending", "pending"]
        assert sum(hub.gained for hub in hubs) > 0


def test_hubs_of_two_cities_are_not_planned_together(operator: Organisation) -> None:
    with operator.session() as db:
        one = make_hub(db, name="One").id
        other = make_hub(db, name="Other", map_name="helsinki").id
        with pytest.raises(HubsApart, match="another map"):
            request_several(db, Asked(hub_ids=(one, other), service_date=DAY))
        with pytest.raises(HubsApart, match="Two hubs"):
            request_several(db, Asked(hub_ids=(one,), service_date=DAY))


def test_an_order_that_is_found_where_it_lay_keeps_the_hub_of_its_plan(
    day: TwoHubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first one lies 400 m from the west, 560 m from the east; its place is looked for again.
    near_west = day.orders[0]
    day.set(near_west, hub_id=day.east)
    monkeypatch.setattr("pannier.orders.locate.places.network_of", on_the_grid)
    with day.operator.session() as db:
        row = db.get_one(Order, near_west)
        relocate(db, row, keeps_hub=True)
        assert row.hub_id == day.east
        relocate(db, row)
        assert row.hub_id == day.west
