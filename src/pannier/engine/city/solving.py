"""Solve a city: `solve` for days of many hubs, which never holds a matrix of the whole."""

from collections.abc import Mapping

from pannier.core.ids import PlaceIndex, TaskId
from pannier.core.plan import ActivityKind, Plan
from pannier.core.schedule import Step
from pannier.engine.budget import Budget, OnProgress, Stop, Watch
from pannier.engine.city.city import City
from pannier.engine.city.finishing import NOBODYS, Effort, plan_of
from pannier.engine.city.parts import Work
from pannier.engine.city.rounds import Rounds
from pannier.engine.city.standing import Standing
from pannier.engine.city.workers import Threads

_ORDERED = {
    ActivityKind.START,
    ActivityKind.DELIVERY,
    ActivityKind.PICKUP,
    ActivityKind.RELOAD,
    ActivityKind.END,
}


def solve_city(
    city: City,
    *,
    budget: Budget,
    seed: int,
    workers: int = 1,
    work: Work | None = None,
    start: Plan | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """Return the best plan found for all hubs together; its places are the city's and the checker has passed it.

    `workers` parts are searched at a time, by threads of this process or by what `work` does with them. With a budget
    in iterations the same seed gives the same plan, whoever works; with seconds of the processor each worker has so
    many. Getting ready, and the last look at every route, come on top of seconds. `start`, `on_progress` and `stop`
    are as in `solve`.
    Raises EngineFault when a plan comes out that breaks a rule, which would be a defect; InvalidProblem for what
    cannot be meant; ValueError without a worker.
    """
    watch = Watch(on_progress, stop)
    rounds = Rounds(city, budget, seed, workers, work or Threads(workers), watch)
    best = _best_of(rounds, start)
    effort = Effort(seed, rounds.clock.iterations, workers)
    plan = plan_of(city, best, _belonging(city, best, rounds), effort)
    watch.report(cost_cents=plan.cost.total_cents, left_out=len(plan.left_out))
    return plan


def search_city(
    city: City,
    *,
    budget: Budget,
    seed: int,
    work: Work,
    workers: int = 1,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Standing:
    """Return the best orders of stops found, for whoever times and checks each hub's routes by himself.

    Everything is as in `solve_city`, which does that too.
    """
    return _best_of(Rounds(city, budget, seed, workers, work, Watch(on_progress, stop)), None)


def _best_of(rounds: Rounds, start: Plan | None) -> Standing:
    city = rounds.city
    if not city.vehicles or not city.tasks:
        return _nothing(city)
    return rounds.run(_steps_of(city, start) if start is not None else {})


def _nothing(city: City) -> Standing:
    """Return the plan in which nobody does anything."""
    everything = range(len(city.tasks))
    return Standing({}, frozenset(everything), 1000.0 * city.prizes_cents(everything))


def _belonging(city: City, best: Standing, rounds: Rounds) -> Mapping[TaskId, PlaceIndex]:
    """Return the hub of each task: its vehicle's, or where it waited for one."""
    waiting = rounds.hubs or [0] * len(city.jobs)
    found = {
        city.tasks[task].id: city.hubs[hub] if city.hubs else NOBODYS
        for job, hub in zip(city.jobs, waiting, strict=True)
        for task in job
    }
    for vehicle, steps in best.routes.items():
        found.update(
            {city.tasks[step.task].id: city.homes[vehicle] for step in steps if step.task is not None}
        )
    return found


def _steps_of(city: City, plan: Plan) -> Mapping[int, tuple[Step, ...]]:
    """Return the routes of an earlier plan, as far as the city still has their vehicles and tasks."""
    stations = {station.id: index for index, station in enumerate(city.stations)}
    routes = {}
    for route in plan.routes:
        steps = []
        for one in route.activities:
            station = stations.get(one.station_id or "")
            task = city.task_index.get(one.task_id or "")
            if (one.task_id is None or task is not None) and (one.kind in _ORDERED or station is not None):
                steps.append(Step(one.kind, one.place, task=task, station=station))
        if route.vehicle_id in city.vehicle_index:
            routes[city.vehicle_index[route.vehicle_id]] = tuple(steps)
    return routes
