"""What tasks would rather have and what goods forbid, drawn onto a random problem."""

from dataclasses import replace
from random import Random

from pannier.core.problem import CostRates, Due, Preference, Problem, Task, TaskKind, Vehicle
from tests.engine.random_fleets import HOUR

GOODS = ("hot", "cold", "fish")


def with_wishes(rng: Random, problem: Problem) -> Problem:
    """Return the problem with some wishes of each kind, or none."""
    vehicles = tuple(_vehicle(rng, one) for one in problem.vehicles)
    ids = [vehicle.id for vehicle in vehicles]
    tasks = tuple(_task(rng, one, ids) for one in problem.tasks)
    incompatible = rng.choice(((), (("hot", "cold"),), (("hot", "cold"), ("fish", "fish"))))
    return replace(problem, vehicles=vehicles, tasks=tasks, incompatible=incompatible)


def _task(rng: Random, task: Task, vehicles: list[str]) -> Task:
    group = frozenset(rng.sample(vehicles, rng.randint(1, len(vehicles)))) if vehicles else frozenset()
    wish = Preference(group, rng.randint(1, 900_000), "knows the area") if group else None
    late = Due(rng.randint(6 * HOUR, 14 * HOUR), rng.choice((0, 300_000)), rng.choice((0, 1_000_000)))
    is_carried = task.kind is TaskKind.DROPOFF
    return replace(
        task,
        due=late if rng.random() < 0.25 else None,
        preferences=(wish,) if wish and rng.random() < 0.2 else (),
        only=group if rng.random() < 0.1 else frozenset(),
        max_aboard_s=rng.randint(0, rng.choice((900, 2 * HOUR)))
        if is_carried and rng.random() < 0.2
        else None,
        goods=rng.choice((None, None, *GOODS)),
    )


def _vehicle(rng: Random, vehicle: Vehicle) -> Vehicle:
    uneven = replace(vehicle.rates, squared_hour_millicents=900_000, squared_task_millicents=20_000)
    rates: CostRates = rng.choice((vehicle.rates, vehicle.rates, uneven))
    load = tuple(min(most, rng.randint(0, 9)) for most in vehicle.capacity)
    return replace(
        vehicle,
        rates=rates,
        start_load=rng.choice(((), (), load)),
        last_in_first_out=rng.random() < 0.3,
        trips=replace(vehicle.trips, first_loading_s=rng.choice((None, None, 0, 77))),
    )
