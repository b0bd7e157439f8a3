"""What must hold of every relaxation: with it a task goes in, and with a minute less it does not."""

from collections.abc import Iterator
from dataclasses import replace

from pannier.core.plan import LeftOut, Plan, Relaxation, RelaxationKind
from pannier.core.problem import Problem
from pannier.core.schedule import Step
from pannier.core.work_time import lawful_problem
from pannier.engine.encoding import FAR
from pannier.engine.jobs import Job, Jobs
from pannier.engine.lawful_ways import timed_by_law
from pannier.engine.levers import relaxed
from pannier.engine.scout import Question, Scout, Way

MOMENTS = {
    RelaxationKind.WINDOW_LATER,
    RelaxationKind.WINDOW_EARLIER,
    RelaxationKind.SHIFT_LATER,
    RelaxationKind.SHIFT_EARLIER,
    RelaxationKind.RELEASE,
    RelaxationKind.BREAK,
    RelaxationKind.ABOARD,
}


def steps_of(problem: Problem, plan: Plan) -> dict[int, list[Step]]:
    """Return the steps of each vehicle of a plan, but for breaks, which are put in anew."""
    found = {}
    for route in plan.routes:
        found[problem.vehicle_index[route.vehicle_id]] = [
            Step(
                one.kind,
                one.place,
                task=None if one.task_id is None else problem.task_index[one.task_id],
                station=None if one.station_id is None else problem.station_index[one.station_id],
            )
            for one in route.activities
        ]
    return found


def way_in(problem: Problem, plan: Plan, job: Job, *, vehicle: int | None) -> Way | None:
    """Return how a job goes into a plan as it stands, with one vehicle or any."""
    ways = Scout(problem, Jobs(problem), steps_of(problem, plan)).each(job, Question())
    able = [one for one in ways if vehicle is None or _alike(problem, one.vehicle, vehicle)]
    return min(able, key=lambda one: one.extra_millicents, default=None)


def _alike(problem: Problem, one: int, other: int) -> bool:
    return replace(problem.vehicles[one], id="", name="") == replace(problem.vehicles[other], id="", name="")


def not_true(problem: Problem, plan: Plan) -> Iterator[str]:
    """Yield in words which relaxations of a plan's tasks left out do not hold."""
    problem = lawful_problem(problem)
    jobs = Jobs(problem)
    if any(vehicle.latest_end_s >= FAR - 12 * 3600 for vehicle in problem.vehicles):
        return  # The search ends before such moments, so it tells nothing of them.
    for left in plan.left_out:
        job = jobs.by_task[problem.task_index[left.task_id]]
        for one in left.relaxations or ():
            # A longest duration is timed with breaks where they lie then; a search anew may put them elsewhere.
            if one.kind not in (RelaxationKind.INSTEAD, RelaxationKind.LIMIT):
                yield from _broken(problem, plan, job, left, one)


def _broken(problem: Problem, plan: Plan, job: Job, left: LeftOut, one: Relaxation) -> Iterator[str]:
    vehicle = problem.vehicle_index[one.vehicle_id]
    way = way_in(relaxed(problem, left.task_id, one), plan, job, vehicle=vehicle)
    if way is None:
        yield f"{left.task_id} does not go in: {one.words}"
    elif one.kind in MOMENTS and one.amounts[0].amount > 60:
        (amount,) = one.amounts
        less = replace(one, amounts=(replace(amount, amount=amount.amount - 60),))
        eased = relaxed(problem, left.task_id, less)
        way = way_in(eased, plan, job, vehicle=vehicle)
        if way is not None and _is_lawful(eased, way):
            yield f"{left.task_id} goes in with a minute less: {one.words}"


def _is_lawful(problem: Problem, way: Way) -> bool:
    """Tell whether a way keeps working time, its breaks moved where its windows allow it."""
    vehicle = problem.vehicles[way.vehicle]
    steps = way.steps(problem, vehicle)
    return not vehicle.work_rules or timed_by_law(problem, vehicle, steps, len(vehicle.breaks)) is not None
