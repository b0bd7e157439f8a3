"""What a route's goods forbid: company they must not have, and a box that gives back only what lies on top."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pannier.core.ids import PairId
from pannier.core.problem import Problem, Rule, TaskKind, Vehicle
from pannier.core.schedule.steps import Fault, Step, split_trips


def note_goods(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], faults: list[Fault]) -> None:
    """Add a fault for each trip whose goods must not go together, and for each that is handed over from below."""
    for opening, closing in split_trips(steps):
        tasks = [(at, steps[at].task) for at in range(opening + 1, closing)]
        served = [(at, task) for at, task in tasks if task is not None]
        if problem.conflicts and not _goes_together(problem, served):
            faults.append(Fault(Rule.GOODS, opening, 1))
        if vehicle.last_in_first_out:
            faults.extend(Fault(Rule.STACK, at, 1) for at in _from_below(problem, served))


def _goes_together(problem: Problem, served: Sequence[tuple[int, int]]) -> bool:
    """Tell whether no two goods of a trip exclude each other; some exclude others of their own kind."""
    carried: dict[PairId | int, set[str]] = {}
    for _, index in served:
        task = problem.tasks[index]
        own = index if task.pair is None else task.pair
        refused = problem.conflicts.get(task.goods or "", frozenset())
        if any(refused & goods for job, goods in carried.items() if job != own):
            return False
        carried.setdefault(own, set()).add(task.goods or "")
    return True


def _from_below(problem: Problem, served: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the positions of hand-overs of what does not lie on top.

    What is aboard from the hub lies at the bottom; each pickup of a pair lies there until all of it is handed over.
    """
    stack: list[PairId | None] = []
    given: Counter[PairId] = Counter()
    for position, index in served:
        task = problem.tasks[index]
        if task.kind is TaskKind.PICKUP:
            stack.append(task.pair)
            continue
        own = task.pair
        # Goods of the hub lie below everything.
        above = stack if own is None else stack[stack.index(own) if own in stack else 0 :]
        if any(one is None or one != own for one in above):
            yield position
        if own is not None:
            given[own] += 1
            if given[own] == len(problem.pairs[own].dropoffs):
                stack = [one for one in stack if one != own]
