"""What tasks would rather have and what goods forbid, drawn onto a random problem."""

from dataclasses import replace
from random import Random

from pannier.core.problem import (
    BreakTotal,
    CostRates,
    Counted,
    Due,
    InvalidProblem,
    Limits,
    Preference,
    Problem,
    Task,
    TaskKind,
    Vehicle,
    WorkRule,
)
from pannier.core.work_time import lawful
from pannier.engine.jobs import Jobs
from tests.engine.random_fleets import HOUR

GOODS = ("hot", "cold", "fish")


def with_wishes(rng: Random, problem: Problem) -> Problem:
    """Return the problem with some wishes of each kind, or none."""
    vehicles = tuple(_vehicle(rng, one) for one in problem.vehicles)
    ids = [vehicle.id for vehicle in vehicles]
    tasks = tuple(_task(rng, one, ids) for one in problem.tasks)
    incompatible = rng.choice(((), (("hot", "cold"),), (("hot", "cold"), ("fish", "fish"))))
    wished = replace(problem, vehicles=vehicles, tasks=tasks, incompatible=incompatible)
    return with_company(rng, wished)


def with_company(rng: Random, problem: Problem) -> Problem:
    """Return the problem with some tasks that must go by the same vehicle, and some that must not."""
    jobs = [[problem.tasks[index].id for index in job] for job in Jobs(problem).all]
    rng.shuffle(jobs)
    groups = [jobs[first : first + size] for first, size in _sizes(rng, len(jobs))]
    together = [frozenset(rng.choice(job) for job in group) for group in groups]
    apart = [_apart(rng, jobs, groups) for _ in range(rng.choice((0, 0, 1, 2)))] if jobs else []
    return replace(problem, together=tuple(together), apart=tuple(one for one in apart if one))


def _sizes(rng: Random, count: int) -> list[tuple[int, int]]:
    """Return where each group begins and how many jobs it has; mostly there is none."""
    found, first = [], 0
    for _ in range(rng.choice((0, 0, 1, 2))):
        size = rng.randint(1, 4)
        if first + size <= count:
            found.append((first, size))
            first += size
    return found


def _apart(rng: Random, jobs: list[list[str]], groups: list[list[list[str]]]) -> frozenset[str]:
    """Return a set of tasks of which no two are of jobs that must go together."""
    drawn = rng.sample(jobs, min(len(jobs), rng.randint(1, 4)))
    kept = [
        job for job in drawn if not any(job in group and job != _first_of(group, drawn) for group in groups)
    ]
    return frozenset(task for job in kept for task in rng.sample(job, rng.randint(1, len(job))))


def _first_of(group: list[list[str]], drawn: list[list[str]]) -> list[str]:
    return next(job for job in drawn if job in group)


def _task(rng: Random, task: Task, vehicles: list[str]) -> Task:
    group = frozenset(rng.sample(vehicles, rng.randint(1, len(vehicles)))) if vehicles else frozenset()
    wish = Preference(group, rng.randint(1, 900_000), "knows the area") if group else None
    late = Due(rng.randint(6 * HOUR, 14 * HOUR), rng.choice((0, 300_000)), rng.choice((0, 1_000_000)))
    if late.by_s % 3 == 0:
        late = replace(late, from_s=late.by_s - late.by_s % 3600)  # Told a moment: earlier costs, too.
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
    wished = replace(
        vehicle,
        rates=rates,
        start_load=rng.choice(((), (), load)),
        last_in_first_out=rng.random() < 0.3,
        is_under_way=rng.random() < 0.2,
        trips=replace(
            vehicle.trips,
            first_loading_s=rng.choice((None, None, 0, 77)),
            first_limits=rng.choice(
                (None, None, None, Limits(rng.randint(0, 20_000), rng.randint(0, 9000), 3))
            ),
        ),
    )
    return with_work_rules(rng, wished)


def with_work_rules(rng: Random, vehicle: Vehicle) -> Vehicle:
    """Return the vehicle with rules of working time, where its shift does not need too many breaks for them."""
    ruled = replace(vehicle, work_rules=_work_rules(rng))
    try:
        lawful(ruled)
    except InvalidProblem:
        return vehicle
    return ruled


def _work_rules(rng: Random) -> tuple[WorkRule, ...]:
    """Return rules of working time much tighter than any law, so that they bind in short routes; often none."""
    own = Random(rng.random())
    if own.random() < 0.6:
        return ()
    stretch_s, whole_s, piece_s = own.randint(1500, 3 * HOUR), own.randint(60, 1800), own.randint(30, 300)
    stretches = WorkRule(
        name="stretches",
        counts=own.choice((Counted.WORK, Counted.DRIVING)),
        stretch_s=stretch_s,
        ways=((whole_s,), (piece_s, whole_s // 2 + 1)),
        before_s=own.choice((0, 0, own.randint(0, 2000))),
        split=own.random() < 0.5,
    )
    totals = WorkRule(
        name="totals",
        stretch_s=own.choice((None, stretch_s)),
        ways=((piece_s,),),
        totals=(BreakTotal(stretch_s, 2 * piece_s), BreakTotal(2 * stretch_s, 3 * piece_s + whole_s)),
        least_piece_s=piece_s,
        longest_s=own.choice((None, own.randint(600, 5 * HOUR))),
        split=own.random() < 0.5,
    )
    return own.choice(((stretches,), (totals,), (stretches, totals)))
