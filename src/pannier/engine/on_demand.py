"""Put orders on demand into routes that run: exact ways from the search's own scheduler, the choice from core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pannier.core.on_demand import (
    Choice,
    OpenOrder,
    Option,
    Policy,
    held_until,
    lateness_s,
    next_choice,
    price_of,
)
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem
from pannier.core.schedule import OPENING, Step, Timeline, timeline
from pannier.engine.decode import START_SLACK_S
from pannier.engine.jobs import Job, Jobs
from pannier.engine.scout import Question, Scout, Way

MOST_TIMED = 4
"""So many of the cheapest ways of an order are timed as a whole; the search has priced all others higher."""

type Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Placed:
    """Who takes which order now: `steps` are the routes that change, by vehicle.

    `held` are those kept back, with until when; `late` the options of those that nobody can serve in time, taken or
    not; `nobody` those without any way.
    """

    steps: Mapping[int, Steps]
    options: Mapping[str, Option]
    held: Mapping[str, int]
    late: Mapping[str, Option]
    nobody: frozenset[str]


def place(
    problem: Problem,
    steps: Mapping[int, Sequence[Step]],
    orders: Sequence[OpenOrder],
    policy: Policy,
    *,
    now_s: int,
) -> Placed:
    """Return the routes with the orders that go now; what stands in `steps` stays, in its order and with its rider.

    `problem` has a task of every order's id that stands in no route. The choice is the same for the same arguments.
    """
    desk = _Desk(problem, dict(steps), orders, policy, now_s)
    desk.work()
    return Placed(
        steps={one: tuple(desk.steps[one]) for one in desk.changed},
        options=desk.taken,
        held=desk.held,
        late=desk.late,
        nobody=frozenset(desk.open) - desk.late.keys() - desk.held.keys(),
    )


@dataclass
class _Desk:
    """The state of one decision; changed in place until nothing more can go."""

    problem: Problem
    steps: dict[int, Sequence[Step]]
    orders: Sequence[OpenOrder]
    policy: Policy
    now_s: int
    taken: dict[str, Option] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    late: dict[str, Option] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._jobs = Jobs(self.problem)
        index = self.problem.task_index
        known = [order for order in self.orders if order.id in index]
        self._job: dict[str, Job] = {order.id: self._jobs.by_task[index[order.id]] for order in known}
        self.open = {order.id: order for order in self.orders}
        self._ways: dict[tuple[str, int], tuple[Option, Steps] | None] = {}
        self._options: dict[str, list[Option]] = {}
        self._scout: Scout | None = None

    def work(self) -> None:
        """Give one order after the other to a rider; those kept back may join a ride that came about meanwhile."""
        if self._job:
            self._look()
        while (choice := self._next()) is not None:
            until_s = held_until(choice.order, choice.option, self.now_s, self.policy)
            if until_s is None:
                self._take(choice)
                self.held.clear()
                self._look(choice.option)
            else:
                self.held[choice.order.id] = until_s
        self._note_late()

    def _next(self) -> Choice | None:
        waiting = [order for order in self.open.values() if order.id not in self.held]
        return next_choice(waiting, self._options, self.policy)

    def _take(self, choice: Choice) -> None:
        vehicle = self.problem.vehicle_index[choice.option.vehicle]
        way = self._ways[choice.order.id, vehicle]
        assert way is not None  # noqa: S101 (what was chosen was timed)
        self.steps[vehicle] = way[1]
        self.changed.add(vehicle)
        self.taken[choice.order.id] = choice.option
        del self.open[choice.order.id]

    def _look(self, taken: Option | None = None) -> None:
        """Find what every open order would cost with whom, as the routes are now; only one's may have changed."""
        if self._scout is None:
            self._scout = Scout(self.problem, self._jobs, self.steps)
        scout = self._scout.with_steps(self.steps)
        number = None if taken is None else self.problem.vehicle_index[taken.vehicle]
        for order, job in self._job.items():
            if order not in self.open:
                continue
            kept = [one for one in self._options.get(order, ()) if taken and one.vehicle != taken.vehicle]
            if number is not None:
                kept += self._with_twin(scout, order, number)
                self._ways.pop((order, number), None)
            self._options[order] = kept + self._ask(scout, self.open[order], job, Question(vehicle=number))

    def _with_twin(self, scout: Scout, order: str, vehicle: int) -> list[Option]:
        """Return what the order costs with another rider who is as idle as this one was."""
        known, twin = self._ways.get((order, vehicle)), scout.twin(vehicle)
        if known is None or twin is None or not known[0].is_own_ride:
            return []
        option = replace(known[0], vehicle=self.problem.vehicles[twin].id)
        self._ways[order, twin] = (option, known[1])
        return [option] if option.vehicle not in self.open[order].refused else []

    def _ask(self, scout: Scout, order: OpenOrder, job: Job, question: Question) -> list[Option]:
        """Return the cheapest ways, timed as a whole."""
        found: list[Option] = []
        for way in sorted(scout.each(job, question), key=lambda way: way.extra_millicents):
            if self.problem.vehicles[way.vehicle].id in order.refused:
                continue
            known = self._way(order, way)
            if known is not None:
                found.append(known)
            if len(found) >= MOST_TIMED:
                break
        return found

    def _way(self, order: OpenOrder, way: Way) -> Option | None:
        key = order.id, way.vehicle
        if key not in self._ways:
            steps = way.steps(self.problem, self.problem.vehicles[way.vehicle])
            self._ways[key] = self._timed(order, way.vehicle, steps, round(way.extra_millicents))
        known = self._ways[key]
        return None if known is None else known[0]

    def _timed(
        self, order: OpenOrder, vehicle: int, steps: Steps, extra_millicents: int
    ) -> tuple[Option, Steps] | None:
        timed = timeline(self.problem, self.problem.vehicles[vehicle], steps, keep_slack_s=START_SLACK_S)
        if timed.faults:
            return None
        leave_s, door_s, is_pair = _moments(self.problem, timed, self._job[order.id])
        option = Option(
            order=order.id,
            vehicle=self.problem.vehicles[vehicle].id,
            extra_millicents=extra_millicents,
            leave_s=leave_s,
            door_s=door_s,
            is_own_ride=vehicle not in self.steps,
        )
        counted_s = lateness_s(order, option) if is_pair else max(0, door_s - order.deliver_by_s)
        return replace(option, counted_late_s=counted_s), steps

    def _note_late(self) -> None:
        """Note who could serve the orders that are late, or stay for that."""
        for order_id, option in self.taken.items():
            order = next(one for one in self.orders if one.id == order_id)
            if lateness_s(order, option):
                self.late[order_id] = option
        for order_id, order in self.open.items():
            options = [one for one in self._options.get(order_id, ()) if one.vehicle not in order.refused]
            if order_id not in self.held and options:
                self.late[order_id] = min(
                    options, key=lambda one: (price_of(order, one, self.policy), one.vehicle)
                )


def _moments(problem: Problem, timed: Timeline, job: Job) -> tuple[int, int, bool]:
    """Return when an order leaves, when it is at the door, and whether it is picked up on the way."""
    at = {step.task: position for position, step in enumerate(timed.steps) if step.task in job}
    door = max(at.values())
    is_pair = len(job) > 1
    if is_pair:
        leave = min(at.values())
    else:
        leave = max(number for number in range(door) if timed.steps[number].kind in OPENING)
        while timed.steps[leave + 1].kind in (ActivityKind.SWAP, ActivityKind.CHARGE) and leave + 1 < door:
            leave += 1
    return timed.clock.departures[leave], timed.clock.starts[door], is_pair


def without(steps: Sequence[Step], tasks: frozenset[int]) -> Steps:
    """Return steps without these tasks, and without reloads between which nothing is done any more."""
    kept: list[Step] = []
    for step in steps:
        if step.task is not None and step.task in tasks:
            continue
        if (
            kept
            and step.kind is ActivityKind.RELOAD
            and kept[-1].kind in OPENING
            and kept[-1].place == step.place
        ):
            continue
        kept.append(step)
    return tuple(kept)
