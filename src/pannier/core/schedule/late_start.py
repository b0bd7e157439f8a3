"""When a route begins at the latest, where how long a way takes hangs on when it is begun."""

from collections.abc import Sequence

from pannier.core.problem import Problem, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.durations import due_s, occupied_s, parking_s
from pannier.core.schedule.steps import Step


def latest_begin_s(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    starts: Sequence[int],
    latest: Sequence[int],
    keep_slack_s: int,
) -> int:
    """Return until when a timed route can begin that ends when it does and loses no slack.

    Backward from its end: each step may move to the end of its window less the slack kept, and as late as the way
    to the next one allows.
    """
    matrices = problem.matrices_of(vehicle)
    moment_s = starts[-1]
    for position in range(len(steps) - 1, 0, -1):
        arrival_s = moment_s - parking_s(problem, vehicle, steps, position)
        base_s = legs[position].duration_s
        origin, target = steps[position - 1].place, steps[position].place
        departure_s = arrival_s - base_s
        if matrices.traffic is not None and base_s and not matrices.is_same_stop(origin, target):
            departure_s = matrices.traffic.latest_departure_s(origin, target, base_s, arrival_s)
        start_s = starts[position - 1]
        free_s = max(start_s, due_s(problem, steps[position - 1], latest[position - 1]) - keep_slack_s)
        busy_s = occupied_s(problem, vehicle, steps, position - 1)
        moment_s = max(start_s, min(free_s, departure_s - busy_s))
    return moment_s
