"""Few plugs: routes are searched as if each were alone at the chargers, then those that meet there give way.

A fixpoint over reservations: of the routes found, those that come first keep their plugs; all others are searched
again, from where they are, with those plugs taken, until none meet. Every round keeps a route more at least, so it
ends, and always with a clean plan: what then fits nowhere is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import Cost, Plan
from pannier.core.problem import Problem, Task
from pannier.core.schedule import Step, Timeline, route_of, timeline
from pannier.engine.budget import Budget
from pannier.engine.decode import START_SLACK_S
from pannier.engine.jobs import Job, Jobs
from pannier.engine.plug_uses import Use, first_without_plug, uses_of, with_taken
from pannier.engine.searching import NAME, WHOLE, Found, Stretch, Team, Tell, search_stretch

_FIRST_SHARE = 0.6
"""Of the budget, for the routes as if each were alone; what is left is for those that give way."""
_ROUND_SHARE = 0.5
"""Of what is then left, for each round."""


@dataclass(frozen=True)
class _Round:
    """What is searched: the tasks that are still to be given, by position in the whole problem."""

    problem: Problem
    tasks: tuple[int, ...]
    start: Plan | None


@dataclass(frozen=True)
class _Day:
    """What all rounds share."""

    problem: Problem
    jobs: Jobs
    seed: int
    team: Team
    tell: Tell
    stretch: Stretch


def search_with_plugs(
    problem: Problem,
    jobs: Jobs,
    *,
    budget: Budget,
    seed: int,
    team: Team,
    start: Plan | None,
    tell: Tell,
    stretch: Stretch = WHOLE,
) -> tuple[Found, Found]:
    """Return the best plan found in which no two routes need the same plug, and the one that the search got to.

    Where plugs are no matter both are as `search_stretch` tells them, else both are the best.
    """
    if not problem.has_few_plugs:
        return search_stretch(
            problem, jobs, budget=budget, seed=seed, team=team, start=start, tell=tell, stretch=stretch
        )
    best = _taking_turns(_Day(problem, jobs, seed, team, tell, stretch), budget, start)
    return best, best


def _taking_turns(day: _Day, budget: Budget, start: Plan | None) -> Found:
    """Return the best plan found in which no two routes need the same plug."""
    problem, jobs = day.problem, day.jobs
    turn, unspent = _Round(problem, tuple(range(len(problem.tasks))), start), 1.0
    kept: dict[int, tuple[Step, ...]] = {}
    share, done = _FIRST_SHARE, 0
    while True:
        found = _searched(day, turn, budget.share(unspent * share))
        done += found.iterations
        unspent, share = unspent * (1 - share), _ROUND_SHARE
        steps = dict(found.steps)
        first = _first_come(problem, steps, kept)
        if first is None:
            break
        kept.update({vehicle: steps.pop(vehicle) for vehicle in first})
        turn = _next_round(problem, jobs, kept, steps)
    again = _searched(day, replace(turn, start=_plan(problem, steps)), budget.share(unspent))
    is_better = _rank(turn, again) < _rank(turn, found)
    best = again if is_better and _first_come(problem, again.steps, kept) is None else found
    return replace(_joined(day, kept, best, frozenset(turn.tasks)), iterations=done + again.iterations)


def _rank(turn: _Round, found: Found) -> tuple[int, float]:
    """Return what makes a plan good: first the fewest required jobs left out, then the least cost."""
    required = sum(turn.problem.tasks[job[0]].prize_cents is None for job in found.left)
    return required, found.cost_millicents


def _searched(day: _Day, turn: _Round, budget: Budget) -> Found:
    """Return what a round finds, its tasks by their positions in the whole problem."""
    found, _ = search_stretch(
        turn.problem, Jobs(turn.problem), budget=budget, seed=day.seed, team=day.team, start=turn.start,
        tell=day.tell, stretch=day.stretch,
    )  # fmt: skip
    return replace(
        found, steps={vehicle: _renumbered(one, turn.tasks) for vehicle, one in found.steps.items()}
    )


def _first_come(
    problem: Problem, steps: Mapping[int, tuple[Step, ...]], kept: Mapping[int, tuple[Step, ...]]
) -> list[int] | None:
    """Return the routes whose plugs are free when they come, first come first served; None where all are."""
    uses = {vehicle: _uses(problem, vehicle, one) for vehicle, one in steps.items()}
    charging = sorted((own[0].window.start_s, vehicle) for vehicle, own in uses.items() if own)
    taken = [use for vehicle, one in kept.items() for use in _uses(problem, vehicle, one)]
    served = []
    for _, vehicle in charging:
        if first_without_plug(uses[vehicle], taken) is None:
            served.append(vehicle)
            taken.extend(uses[vehicle])
    return None if len(served) == len(charging) else served


def _uses(problem: Problem, vehicle: int, steps: Sequence[Step]) -> list[Use]:
    """Return the plugs a route has."""
    return uses_of(problem, _timed(problem, vehicle, steps))


def _timed(problem: Problem, vehicle: int, steps: Sequence[Step]) -> Timeline:
    return timeline(problem, problem.vehicles[vehicle], steps, keep_slack_s=START_SLACK_S)


def _next_round(
    problem: Problem,
    jobs: Jobs,
    kept: Mapping[int, tuple[Step, ...]],
    steps: Mapping[int, tuple[Step, ...]],
) -> _Round:
    """Return the problem of the routes that are not kept, with the plugs of the kept ones taken."""
    free = _free(problem, kept)
    tasks = tuple(sorted(task for job in _open_jobs(problem, jobs, kept) for task in job))
    taken = [use for vehicle, one in kept.items() for use in _uses(problem, vehicle, one)]
    names = frozenset(problem.tasks[task].id for task in tasks)
    given = replace(
        with_taken(problem, taken),
        tasks=tuple(_for(problem.tasks[task], free) for task in tasks),
        together=tuple(group & names for group in problem.together if group & names),
        apart=tuple(group & names for group in problem.apart if group & names),
    )
    return _Round(given, tasks, _plan(problem, steps))


def _free(problem: Problem, kept: Mapping[int, tuple[Step, ...]]) -> frozenset[VehicleId]:
    """Return the vehicles whose routes are not kept."""
    return frozenset(one.id for index, one in enumerate(problem.vehicles) if index not in kept)


def _open_jobs(problem: Problem, jobs: Jobs, kept: Mapping[int, tuple[Step, ...]]) -> list[Job]:
    """Return the jobs that vehicles which are free may still do: none that must go with what is on a kept route."""
    done = {step.task for one in kept.values() for step in one}
    names = {problem.tasks[task].id for task in done if task is not None}
    bound = frozenset[TaskId]().union(*(group for group in problem.together if group & names))
    free = _free(problem, kept)

    def is_open(job: Job) -> bool:
        tasks = [problem.tasks[task] for task in job]
        allowed = all(not task.only or task.only & free for task in tasks)
        return bool(free) and allowed and not done & set(job) and not any(task.id in bound for task in tasks)

    return [job for job in jobs.all if is_open(job)]


def _for(task: Task, free: frozenset[VehicleId]) -> Task:
    """Return a task that only vehicles that are free may do."""
    return replace(task, only=task.only & free if task.only else free)


def _plan(problem: Problem, steps: Mapping[int, tuple[Step, ...]]) -> Plan:
    """Return routes as a plan to begin with, clean or not."""
    routes = tuple(
        route_of(problem, problem.vehicles[vehicle], _timed(problem, vehicle, one))
        for vehicle, one in steps.items()
    )
    return Plan(routes=routes, left_out=(), cost=Cost(), seed=0, engine=NAME, iterations=0)


def _renumbered(steps: Iterable[Step], tasks: Sequence[int]) -> tuple[Step, ...]:
    """Return steps with the positions that their tasks have in the whole problem."""
    return tuple(step if step.task is None else replace(step, task=tasks[step.task]) for step in steps)


def _joined(day: _Day, kept: Mapping[int, tuple[Step, ...]], last: Found, searched: frozenset[int]) -> Found:
    """Return the kept routes with what the last round found."""
    problem, steps = day.problem, {**kept, **last.steps}
    done = {step.task for one in steps.values() for step in one}
    left = frozenset(job for job in day.jobs.all if not done & set(job))
    before = sum(_timed(problem, vehicle, one).cost.total_millicents for vehicle, one in kept.items())
    # The last round counts the prizes of its own jobs only.
    shut_out = [job for job in left if not searched.issuperset(job)]
    prizes = 1000 * sum(problem.tasks[job[0]].prize_cents or 0 for job in shut_out)
    return replace(last, steps=steps, left=left, cost_millicents=before + last.cost_millicents + prizes)
