"""The sentence of a job left out because of where it lies: who may be there, and when."""

from collections.abc import Sequence

from pannier.core.problem import Access, Problem, Task, Vehicle
from pannier.core.schedule import Fault, hours_of
from pannier.core.timewindow import TimeWindow
from pannier.core.units import clock_text, duration_text


def access_words(
    problem: Problem, vehicle: Vehicle, fault: Fault, task: Task, came: Sequence[Vehicle]
) -> str:
    """Return which area a task lies in, when the vehicle's kind may be there, and why that is not enough."""
    areas = problem.access_of(vehicle, task.place)
    if not areas:
        return f"Even alone {vehicle.label} would have to charge for it where it may not be at all hours."
    closed = next((area for area in areas if not area.windows), None)
    if closed is not None:
        kinds = dict.fromkeys(one.kind.replace("_", " ") for one in came)
        return f"It lies in {closed.name}, which no {' and no '.join(kinds)} may enter."
    area = min(areas, key=lambda one: one.windows[-1].end_s)
    kind = vehicle.kind.replace("_", " ")
    cause = _cause(problem, vehicle, fault, task, area)
    return f"It lies in {area.name}, where a {kind} may be {spans(area.windows)} only; {cause}."


def _cause(problem: Problem, vehicle: Vehicle, fault: Fault, task: Task, area: Access) -> str:
    """Return why the hours of the area are not enough for the task."""
    if hours_of(problem, vehicle, problem.task_index[task.id]) == ():
        if task.windows:
            return f"that leaves no time to park and serve it in its own hours, {spans(task.windows)}"
        return "that is too short to park and serve it"
    last = clock_text(area.windows[-1].end_s)
    return f"even alone {vehicle.label} comes {duration_text(fault.amount)} too late to be gone by {last}"


def spans(windows: Sequence[TimeWindow]) -> str:
    """Return windows as people write them."""
    return " and ".join(f"{clock_text(one.start_s)}-{clock_text(one.end_s)}" for one in windows)
