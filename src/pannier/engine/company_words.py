"""The sentences of jobs left out for what must go by the same vehicle, or must not."""

from collections.abc import Iterable

from pannier.core.ids import TaskId
from pannier.core.plan import LeftOutCode
from pannier.engine.fleet import Fleet
from pannier.engine.jobs import Job

_MOST_NAMED = 3


def company_words(fleet: Fleet, job: Job) -> tuple[LeftOutCode, str]:
    """Return why no vehicle that could carry a job may take it beside what others carry already."""
    home = fleet.home_of(job)
    if home is None:
        kept_from = _named(fleet, fleet.jobs.company.kept_from(job))
        words = f"Every vehicle that could carry it has what must not go by the same vehicle: {kept_from}."
        return LeftOutCode.APART, words
    who, mates = fleet.problem.vehicles[home].label, with_it_text(fleet, job)
    if home in fleet.fit.vehicles_of(job):
        kept_from = _named(fleet, fleet.jobs.company.kept_from(job), vehicle=home)
        words = f"It must go by the same vehicle as {mates}, but {who} also has {kept_from}, which it must not go with."
        return LeftOutCode.APART, words
    return LeftOutCode.TOGETHER, f"It must go by the same vehicle as {mates}, but {who} cannot carry it."


def no_trip_words(fleet: Fleet, job: Job) -> str:
    """Return that no trip has room for a job, on no vehicle or on the one it must go by."""
    home = fleet.home_of(job)
    if home is None:
        return "The capacity of the day is used up: no trip has room for it and no further trip is allowed."
    who = fleet.problem.vehicles[home].heading
    return f"{who}, by which it must go with {with_it_text(fleet, job)}, has no room or trip left for it."


def with_it_text(fleet: Fleet, job: Job) -> str:
    """Return the tasks on the road that a job must go with."""
    return _named(fleet, fleet.jobs.company.with_it(job))


def mates_elsewhere(fleet: Fleet, job: Job, vehicle: int) -> tuple[TaskId, ...]:
    """Return the tasks that must go with a job and are on the road with another vehicle than this one."""
    others = [one for one in fleet.trips if one != vehicle]
    return _ids(fleet, fleet.jobs.company.with_it(job), others)


def unwanted_on(fleet: Fleet, job: Job, vehicle: int) -> tuple[TaskId, ...]:
    """Return the tasks of a vehicle that must not go by the one of a job."""
    return _ids(fleet, fleet.jobs.company.kept_from(job), (vehicle,))


def _named(fleet: Fleet, tasks: frozenset[int], *, vehicle: int | None = None) -> str:
    """Return those of some tasks that are on the road, or on one vehicle, as people list them."""
    ids = _ids(fleet, tasks, fleet.trips if vehicle is None else (vehicle,))
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"{', '.join(ids[:_MOST_NAMED])}{more}"


def _ids(fleet: Fleet, tasks: frozenset[int], vehicles: Iterable[int]) -> tuple[TaskId, ...]:
    """Return the ids of those of some tasks that these vehicles have, one a job, in the order of the problem."""
    served = {task for one in vehicles for trip in fleet.trips.get(one, ()) for task in trip}
    first: dict[Job, int] = {}
    for task in sorted(tasks & served):
        first.setdefault(fleet.jobs.by_task[task], task)
    return tuple(fleet.problem.tasks[task].id for task in first.values())
