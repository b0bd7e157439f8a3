"""The choice of riders for a running day: what is open goes where it suits best, and riders who left keep theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.on_demand import (
    OpenOrder,
    Option,
    Policy,
    is_due,
    price_of,
    with_deadlines,
    with_promises,
)
from pannier.core.problem import Problem
from pannier.core.running import Running, open_problem
from pannier.core.schedule import Step, timeline
from pannier.core.timewindow import TimeWindow
from pannier.engine.jobs import Jobs
from pannier.engine.joined import Joined, base_steps, joined
from pannier.engine.on_demand import Placed, place, without
from pannier.planning.running_day.load import RunningDay

type Routes = Mapping[int, tuple[Step, ...]]


@dataclass(frozen=True)
class Chosen:
    """Who takes what: `made` is the plan that follows, None where nothing changes; `fixed` are orders that go.

    `silent` names for orders that nobody takes the rider who could and did not answer.
    """

    running: Running
    made: Joined | None
    placed: Placed
    fixed: frozenset[str]
    not_due: frozenset[str]
    silent: Mapping[str, VehicleId] = field(default_factory=dict)

    @property
    def unserved(self) -> frozenset[str]:
        """Return the orders that nobody takes, those left away that wait for company or for their time."""
        return self.placed.nobody | (self.placed.late.keys() - self.placed.options.keys())


def choose(
    day: RunningDay, orders: Sequence[OpenOrder], promises: Mapping[TaskId, TimeWindow], policy: Policy
) -> Chosen:
    """Return the choice for the orders of a day that have not left, by the facts of now."""
    problem = with_promises(with_deadlines(day.problem, orders, policy), promises)
    running = open_problem(problem, day.underway, now_s=day.now_s, served=day.served, waiting=day.waiting)
    known = [one for one in orders if one.id in running.rest.task_index]
    on_routes, movable = _standing(day, problem, running, known)
    fixed = frozenset(one.id for one in orders) - {one.id for one in known} | (on_routes - movable)
    due = [one for one in known if is_due(one, day.now_s, policy) or one.id in on_routes]
    not_due = frozenset(one.id for one in known) - {one.id for one in due}
    fresh = [one for one in due if one.id not in on_routes]
    moving = [one for one in due if one.id in movable]
    placed = _best(day, running, fresh, moving, policy)
    made = _checked(running, placed)
    if made is None and placed.steps:
        placed = place(running.rest, base_steps(running), [], policy, now_s=day.now_s)
    return Chosen(running, made, placed, fixed, not_due)


def _standing(
    day: RunningDay, problem: Problem, running: Running, orders: Sequence[OpenOrder]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the orders that are on routes, and those of them that another rider could still take."""
    ids = {one.id for one in orders}
    on_routes = {task for route in running.start.routes for task in route.task_ids} & ids
    aboard = {task for at in day.underway for task in at.aboard}
    setting_out = {
        task
        for route in running.start.routes
        if route.vehicle_id in day.waiting and day.sheets[route.vehicle_id].route.starts_at <= day.day.now
        for task in route.task_ids
    }
    rest = running.rest
    bound = {one for one in on_routes if one in aboard or _only(problem, one) != _only(rest, one)}
    collected = {one.id for one in orders if one.id in on_routes and _is_collected(day, running, one.id)}
    return frozenset(on_routes), frozenset(on_routes - bound - collected - setting_out)


def _only(problem: Problem, task: TaskId) -> frozenset[VehicleId]:
    return problem.tasks[problem.task_index[task]].only


def _is_collected(day: RunningDay, running: Running, order: str) -> bool:
    """Tell whether an order was picked up, or is what its rider is on the way to."""
    before = day.problem.tasks[day.problem.task_index[order]].pair
    now = running.rest.tasks[running.rest.task_index[order]].pair
    return before is not None and now is None


def _best(
    day: RunningDay,
    running: Running,
    fresh: Sequence[OpenOrder],
    moving: Sequence[OpenOrder],
    policy: Policy,
) -> Placed:
    """Return the better of two choices: with all riders as they have it, and with every order that may still move."""
    base = base_steps(running)
    kept = place(running.rest, base, fresh, policy, now_s=day.now_s)
    freed = list(moving)
    while freed:
        bare = _without_orders(running, base, freed)
        moved = place(running.rest, bare, [*fresh, *freed], policy, now_s=day.now_s)
        lost = [one for one in freed if one.id not in moved.options]
        if not lost:
            everything = replace(moved, steps=_changed(base, bare, moved))
            is_better = _rank(running, base, everything, fresh, freed, policy) < _rank(
                running, base, kept, fresh, freed, policy
            )
            return everything if is_better else kept
        # Nobody loses a rider by a choice: what found no other place keeps the one it has.
        freed = [one for one in freed if one not in lost]
    return kept


def _without_orders(running: Running, base: Routes, orders: Sequence[OpenOrder]) -> Routes:
    jobs = Jobs(running.rest)
    gone = frozenset(task for one in orders for task in jobs.by_task[running.rest.task_index[one.id]])
    found = {number: without(steps, gone) for number, steps in base.items()}
    waiting = {number for number, steps in found.items() if any(step.task is not None for step in steps)}
    under_way = {running.rest.vehicle_index[name] for name in running.prefixes}
    return {number: steps for number, steps in found.items() if number in waiting | under_way}


def _changed(base: Routes, bare: Routes, moved: Placed) -> Routes:
    """Return the routes that differ from those there are; one that lost all it had is empty."""
    after = {**bare, **moved.steps}
    return {
        number: after.get(number, ())
        for number in base.keys() | after.keys()
        if tuple(base.get(number, ())) != tuple(after.get(number, ()))
    }


def _rank(
    running: Running,
    base: Routes,
    placed: Placed,
    fresh: Sequence[OpenOrder],
    moving: Sequence[OpenOrder],
    policy: Policy,
) -> tuple[int, int, int]:
    """Return by what choices are compared: orders without a rider, what it all counts, how many change."""
    after = {**base, **placed.steps}
    served, counts = 0, 0
    for number, steps in after.items():
        if not any(step.task is not None for step in steps):
            continue
        vehicle = running.rest.vehicles[number]
        timed = timeline(running.rest, vehicle, steps)
        counts += timed.cost.total_millicents
        at = {
            running.rest.tasks[step.task].id: place
            for place, step in enumerate(steps)
            if step.task is not None
        }
        for order in (*fresh, *moving):
            if order.id in at:
                served += 1
                option = Option(
                    order=order.id,
                    vehicle=vehicle.id,
                    extra_millicents=0,
                    leave_s=0,
                    door_s=timed.clock.starts[at[order.id]],
                    counted_late_s=max(0, timed.clock.starts[at[order.id]] - order.deliver_by_s),
                )
                counts += price_of(order, option, policy)
    return -served, counts, len(placed.steps)


def _checked(running: Running, placed: Placed) -> Joined | None:
    """Return the plan that follows, None where nothing changes, or where the checker finds that it breaks a rule."""
    if not placed.steps:
        return None
    made = joined(running, placed.steps)
    return None if made.violations else made
