"""The plan_day job: load, compute without a transaction open, check that the day is still the same, store.

It may run twice for the same request (a worker was killed): the plan is found by the job's id.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pannier.accounts.people import my_organisation
from pannier.base.eventlog import record
from pannier.base.jobs import RunningJob, get_job
from pannier.base.problems import Problem
from pannier.connect.road_network import RoadNetwork
from pannier.core.endurance import Targets
from pannier.core.events import PlanFailed
from pannier.core.units import count_text
from pannier.engine import Stop
from pannier.places.service import get_hub, network_of
from pannier.planning.begun import begun_plan
from pannier.planning.day import DEFAULT_TEMPERATURE_C, Day
from pannier.planning.load_day import load_day
from pannier.planning.make_plan import PlannedDay, Stopwatch, Tell, plan_options, plan_the_day
from pannier.planning.models import Plan
from pannier.planning.pool import solve_in_pool, weigh_in_pool
from pannier.planning.problems import DayKeepsChanging
from pannier.planning.solver import Effort, Endurance, Option, Solver, Weigher
from pannier.planning.store import lock_hub_day, plan_of_job, store_choices
from pannier.planning.waiting import orders_in_waiting
from pannier.planning.weighing import judged

TRIES = 3
_EVERY_S = 1.0

NetworkOf = Callable[[Any], RoadNetwork]


def plan_day(
    job: RunningJob,
    *,
    solve: Solver = solve_in_pool,
    weigh: Weigher = weigh_in_pool,
    network_of: NetworkOf = network_of,
) -> dict[str, Any]:
    """Plan what is not yet released of a hub's day; return the plan's id and figures."""
    try:
        return _plan_day(job, _Search(solve, weigh), network_of)
    except Problem as problem:
        with job.session() as db:
            hub_id, service_date = _which(job)
            failed = PlanFailed(job_id=job.id, hub_id=hub_id, service_date=service_date, code=problem.code)
            record(db, failed)
        raise


def _which(job: RunningJob) -> tuple[uuid.UUID, date]:
    return uuid.UUID(job.arguments["hub_id"]), date.fromisoformat(job.arguments["service_date"])


def _effort(job: RunningJob) -> Effort:
    given = job.arguments
    targets = Targets(given.get("promise_target"), given.get("reserve_target"))
    return Effort(
        seed=given["seed"],
        budget_s=given.get("budget_s"),
        iterations=given.get("iterations"),
        targets=targets,
        choices=bool(given.get("choices")),
    )


@dataclass(frozen=True)
class _Search:
    """Who searches: for one plan, or for plans with slack and several."""

    solve: Solver
    weigh: Weigher

    def plans(
        self,
        day: Day,
        network: RoadNetwork,
        effort: Effort,
        *,
        tell: Tell,
        stop: Stop,
        watch: Stopwatch,
        currency: str,
    ) -> tuple[PlannedDay, ...]:
        """Return the plans that the effort asks for, each with how it holds on other days."""
        if effort.is_weighed:
            return plan_options(
                day, network, self.weigh, effort, tell=tell, stop=stop, watch=watch, currency=currency
            )
        made = plan_the_day(
            day, network, self.solve, effort, tell=tell, stop=stop, watch=watch, currency=currency
        )
        with watch.step("judge_s"):
            held = Endurance(judged=judged(made.problem, made.plan, effort))
        return (replace(made, option=Option(plan=made.plan, endurance=held)),)


def _plan_day(job: RunningJob, search: _Search, network_of: NetworkOf) -> dict[str, Any]:
    pulse = Pulse(job)
    for _ in range(TRIES):
        watch = Stopwatch()
        with watch.step("load_s"), job.session() as db:
            done = plan_of_job(db, job.id)
            if done is not None:
                return _result(done)
            day = _load(job, db)
            network = network_of(get_hub(db, day.hub.id))
            currency = my_organisation(db).currency
            start = begun_plan(db, job.arguments)
        pulse.tell(
            0.05, f"Read {count_text(len(day.orders), 'order')} and {count_text(len(day.shifts), 'shift')}"
        )
        planned = search.plans(
            day, network, replace(_effort(job), start=start),
            tell=pulse.tell, stop=pulse.is_stopped, watch=watch, currency=currency,
        )  # fmt: skip
        pulse.tell(0.97, "Storing the plan")
        result = _store(job, planned, watch)
        if result is not None:
            return result
    raise DayKeepsChanging("Orders or shifts changed each time while the plan was made; plan again.")


def _load(job: RunningJob, db: Any) -> Day:
    hub_id, service_date = _which(job)
    warmth = float(job.arguments.get("temperature_c", DEFAULT_TEMPERATURE_C))
    return load_day(db, hub_id=hub_id, service_date=service_date, temperature_c=warmth)


def _store(job: RunningJob, planned: tuple[PlannedDay, ...], watch: Stopwatch) -> dict[str, Any] | None:
    """Store the plan, or return None when the day is no longer the one it was made for."""
    since = time.perf_counter()
    with job.session() as db:
        day = planned[0].day
        lock_hub_day(db, day.hub.id, day.service_date)
        done = plan_of_job(db, job.id)
        if done is not None:
            return _result(done)
        if _load(job, db) != day:
            return None
        plan = store_choices(
            db,
            planned,
            job_id=job.id,
            effort=_effort(job),
            timings=watch.total(),
            currency=my_organisation(db).currency,
            waiting=orders_in_waiting(db, day),
        )
        stored_s = round(time.perf_counter() - since, 3)
        plan.timings = {**watch.total(), "store_s": stored_s}
        return _result(plan)


def _result(plan: Plan) -> dict[str, Any]:
    totals = plan.totals
    return {
        "plan_id": str(plan.id),
        "revision": plan.revision,
        "routes": totals["routes"],
        "planned": totals["planned"],
        "left_out": totals["left_out"],
        "cost_cents": totals["cost_cents"],
        "weights_cents": totals.get("weights_cents", 0),
    }


class Pulse:
    """Tells a job's progress at most once a second, and looks as often whether somebody asked it to stop."""

    def __init__(self, job: RunningJob) -> None:
        self._job = job
        self._told = self._looked = float("-inf")
        self._stopped = False

    def tell(self, share: float, words: str) -> None:
        """Tell how far the job is, unless that was told a moment ago."""
        now = time.monotonic()
        if now - self._told >= _EVERY_S:
            self._told = now
            self._job.progress(share, words)

    def is_stopped(self) -> bool:
        """Tell whether the search shall end with the best plan it has."""
        now = time.monotonic()
        if not self._stopped and now - self._looked >= _EVERY_S:
            self._looked = now
            with self._job.session() as db:
                self._stopped = bool(get_job(db, self._job.id).arguments.get("stop"))
        return self._stopped
