"""Times: ways exist, windows are met, goods are released, the shift and the breaks are kept."""

from collections.abc import Iterator, Sequence

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.check.work import driven_s, worked_s
from pannier.core.plan import ActivityKind
from pannier.core.problem import Break, Counted, Problem, Rule, Task, TaskKind, Vehicle
from pannier.core.units import clock_text, duration_text


def check_ways(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield legs between places that no way joins."""
    for position, now in enumerate(seen):
        if not now.has_way:
            words = f"No way leads {vehicle.label} from position {position - 1} to {position}."
            yield Violation(Rule.REACHABLE, words, vehicle.id, now.activity.task_id, position, 1, "leg")


def check_windows(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield services that begin outside the task's windows or before its release."""
    for position, now in enumerate(seen):
        if now.activity.task_id is None:
            continue
        task = problem.tasks[problem.task_index[now.activity.task_id]]
        if task.windows and not any(window.contains(now.start_s) for window in task.windows):
            yield _outside(vehicle, task, position, now.start_s)
        if task.kind is TaskKind.PICKUP and now.start_s < task.release_s:
            yield _unreleased(vehicle, task, position, now.start_s)


def _outside(vehicle: Vehicle, task: Task, position: int, start_s: int) -> Violation:
    """Return the violation of a service outside all windows, with the way to the nearest."""
    off_s = min(max(window.start_s - start_s, start_s - window.end_s) for window in task.windows)
    spans = ", ".join(f"{clock_text(window.start_s)}-{clock_text(window.end_s)}" for window in task.windows)
    words = (
        f"{vehicle.heading} begins task {task.id} at {clock_text(start_s)}, "
        f"{duration_text(off_s)} outside its window {spans}."
    )
    return Violation(Rule.WINDOW, words, vehicle.id, task.id, position, off_s, "s")


def _unreleased(vehicle: Vehicle, task: Task, position: int, start_s: int) -> Violation:
    """Return the violation of goods that are not there yet."""
    words = (
        f"{vehicle.heading} takes the goods of task {task.id} at {clock_text(start_s)}, "
        f"before they are there at {clock_text(task.release_s)}."
    )
    return Violation(Rule.RELEASE, words, vehicle.id, task.id, position, task.release_s - start_s, "s")


def check_releases(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield drop-offs whose trip begins to load before their goods are at the hub."""
    loading: dict[int, tuple[int, int]] = {}
    for position, now in enumerate(seen):
        if now.activity.kind in (ActivityKind.START, ActivityKind.RELOAD):
            loading[now.trip] = (position, now.start_s)
        if now.activity.task_id is None:
            continue
        task = problem.tasks[problem.task_index[now.activity.task_id]]
        opening, start_s = loading[now.trip]
        if task.kind is TaskKind.DROPOFF and task.pair is None and start_s < task.release_s:
            yield _unreleased(vehicle, task, opening, start_s)


def check_shift(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield a start before the shift and an end after it, allowed overtime included."""
    early_s = vehicle.shift.start_s - seen[0].start_s
    late_s = seen[-1].departure_s - vehicle.shift.end_s - vehicle.max_overtime_s
    if early_s > 0:
        words = f"The route of {vehicle.label} begins {duration_text(early_s)} before its shift."
        yield Violation(Rule.SHIFT, words, vehicle.id, None, 0, early_s, "s")
    if late_s > 0:
        words = f"The route of {vehicle.label} ends {duration_text(late_s)} after its shift and overtime."
        yield Violation(Rule.SHIFT, words, vehicle.id, None, len(seen) - 1, late_s, "s")


def check_start(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield that a vehicle under way waits where it starts although nothing keeps it there."""
    goods = (
        problem.tasks[problem.task_index[now.activity.task_id]]
        for now in seen
        if now.trip == 0 and now.activity.task_id is not None
    )
    there_s = (task.release_s for task in goods if task.kind is TaskKind.DROPOFF and task.pair is None)
    late_s = seen[0].start_s - max([vehicle.shift.start_s, *there_s])
    if vehicle.is_under_way and late_s > 0:
        words = f"{vehicle.heading} is under way, but waits {duration_text(late_s)} where it is."
        yield Violation(Rule.SHIFT, words, vehicle.id, None, 0, late_s, "s")


def check_breaks(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield breaks that are due but not taken long enough inside their window."""
    taken = [now for now in seen if now.activity.kind is ActivityKind.BREAK]
    given: dict[int, Break] = {}
    for rest in vehicle.breaks:
        if not _is_excused(rest, seen) and not _give(rest, taken, given, set()):
            words = (
                f"{vehicle.heading} has no break of {duration_text(rest.duration_s)} between "
                f"{clock_text(rest.window.start_s)} and {clock_text(rest.window.end_s)}."
            )
            yield Violation(Rule.BREAK, words, vehicle.id, None, None, rest.duration_s, "s")


def _give(rest: Break, taken: Sequence[Seen], given: dict[int, Break], tried: set[int]) -> bool:
    """Give a break one of the rests taken, each to one break only; breaks that have one may get another."""
    for position, now in enumerate(taken):
        if position in tried or not _satisfies(now, rest):
            continue
        tried.add(position)
        if position not in given or _give(given[position], taken, given, tried):
            given[position] = rest
            return True
    return False


def _satisfies(now: Seen, rest: Break) -> bool:
    """Tell whether a rest taken is long enough inside the window."""
    begin_s, end_s = max(now.start_s, rest.window.start_s), min(now.departure_s, rest.window.end_s)
    return end_s - begin_s >= rest.duration_s


def _is_excused(rest: Break, seen: Sequence[Seen]) -> bool:
    """Tell whether the break need not be taken: there is room outside the route, or too little is counted."""
    if rest.after_s is None:
        return _fits_outside(rest, seen)
    counted_s = driven_s(seen) if rest.counts is Counted.DRIVING else worked_s(seen)
    return counted_s <= rest.after_s or _fits_outside(rest, seen)


def _fits_outside(rest: Break, seen: Sequence[Seen]) -> bool:
    """Tell whether the window leaves room for the rest before the route begins or after it ends."""
    before_s = seen[0].start_s - rest.window.start_s
    after_s = rest.window.end_s - seen[-1].departure_s
    return max(before_s, after_s) >= rest.duration_s
