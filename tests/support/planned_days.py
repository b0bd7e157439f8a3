"""A hub with crews and orders in the tables, planned on a grid of streets by jobs that run in this process."""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from pannier.base import jobs
from pannier.core.custody import Custody, ScanAction
from pannier.hub.custody import Handling, ensure_rows, put
from pannier.places.grid import GridNetwork
from pannier.planning.jobs import plan_day
from pannier.planning.models import Plan, Route
from pannier.planning.pool import solve_here
from pannier.planning.service import request_plan
from pannier.planning.solver import Solver
from pannier.planning.weighing import weigh_here
from tests.support.fleet_days import DAY
from tests.support.fleets import Crew, local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.rounds import make_order

GRID = GridNetwork()


def on_the_grid(hub: Any) -> GridNetwork:
    """Return the network of any hub: the grid."""
    return GRID


@dataclass
class HubDay:
    """A hub's day in the tables."""

    operator: Organisation
    hub_id: uuid.UUID
    crews: list[Crew]
    orders: list[uuid.UUID]

    def request(self, *, seed: int = 1, iterations: int = 20, **wishes: Any) -> uuid.UUID:
        """Ask for a plan; return the job's id."""
        with self.operator.session() as db:
            effort = {"seed": seed, "iterations": iterations, **wishes}
            return request_plan(db, hub_id=self.hub_id, service_date=DAY, **effort).id

    def run(self, job_id: uuid.UUID, *, solve: Solver = solve_here) -> jobs.Job:
        """Run the job as a worker would and return it ended."""
        handler = partial(plan_day, solve=solve, weigh=weigh_here, network_of=on_the_grid)
        jobs.run(job_id, self.operator.org_id, {"plan_day": handler})
        with self.operator.session() as db:
            return jobs.get_job(db, job_id)

    def plan(self, **effort: Any) -> uuid.UUID:
        """Plan the day and return the plan's id."""
        job = self.run(self.request(**effort))
        assert job.error is None, job.error
        assert job.result is not None
        return uuid.UUID(job.result["plan_id"])

    def plans(self) -> list[Plan]:
        """List the plans of the day by revision."""
        with self.operator.session() as db:
            return list(db.scalars(select(Plan).where(Plan.hub_id == self.hub_id).order_by(Plan.revision)))

    def routes(self, plan_id: uuid.UUID) -> list[Route]:
        """List the routes of a plan by their vehicle's shift."""
        with self.operator.session() as db:
            query = select(Route).where(Route.plan_id == plan_id)
            return list(db.scalars(query.order_by(Route.shift_id)))

    def receive(self, order_ids: list[uuid.UUID] | None = None) -> None:
        """Scan parcels into the hub."""
        handling = Handling(
            scan_id=uuid.uuid4(),
            action=ScanAction.RECEIVE,
            at=local(6),
            device_time=local(6),
            received_at=local(6),
            hub_id=self.hub_id,
        )
        with self.operator.session() as db:
            for row in ensure_rows(db, self.orders if order_ids is None else order_ids):
                put(db, row, (Custody.RECEIVED,), handling)


def make_hub_day(operator: Organisation, *, orders: int = 8, crews: int = 2, **values: Any) -> HubDay:
    """Set up a hub, crews on cargo bikes from eight to four, and orders that are allocated to them."""
    with operator.session() as db:
        hub = make_hub(db)
        made = [make_crew(db, hub.id, name=f"Bike {n}") for n in range(crews)]
        ids = [make_order(db, hub.id, n, **values).id for n in range(orders)]
        return HubDay(operator, hub.id, made, ids)
