"""Which locks a changed plan could not keep, and what stays aboard, in words: nobody shall find out on the road."""

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from pannier.core.check import check
from pannier.core.plan import Plan
from pannier.core.problem import Rule
from pannier.core.running import Running, Underway
from pannier.engine.running import Replanned
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import RunningDay, open_tasks_of
from pannier.planning.running_day.loaded import Loaded
from pannier.planning.running_day.rider_names import shift_mark
from pannier.planning.task_ids import order_of_task

_FORGIVEN = frozenset((
    Rule.WINDOW, Rule.ABOARD, Rule.SHIFT, Rule.BREAK, Rule.WORK_TIME, Rule.DISTANCE, Rule.DURATION, Rule.STOPS,
))  # fmt: skip
"""What a running plan may go on breaking, as far as it did."""


def unlocked(day: RunningDay, change: Change, plan: Plan, orders: list[Mapping[str, Any]]) -> list[str]:
    """Return which next stops, riders and moments that were to stay have not; `orders` is what changes for each."""
    return [*next_stops_freed(day, plan), *_riders(change, orders), *_moments(change, orders)]


def stranded(day: RunningDay, running: Running, plan: Plan) -> list[str]:
    """Return which parcels aboard a plan does not deliver, although nothing that happened forbids it."""
    references, names = _references(day), _names(day)
    planned = plan.planned_task_ids | running.brought_back.keys()
    missing = [(at.vehicle, task) for at in day.underway for task in at.aboard if task not in planned]
    shut_out = _shut_out(running) if missing else frozenset()
    return [
        f"Order {references[str(order_of_task(task))]} is aboard {names[vehicle]} and could not be delivered: "
        "let its rider go on as planned, or bring it back."
        for vehicle, task in missing
        if task not in shut_out
    ]


def loaded_elsewhere(day: RunningDay, plan: Plan, loaded: Loaded) -> list[str]:
    """Return which parcels would go with another vehicle, or none, than the one that they were loaded into."""
    references, after = _references(day), _vehicles(plan)
    return [
        f"Parcel {loaded[task.order_id]} of order {references.get(str(task.order_id), '?')} was loaded for "
        f"{shift_mark(sheet.route.shift_id)}, who would not deliver it; unload it first, then ask again."
        for sheet in day.sheets.values()
        for task in open_tasks_of([sheet])
        if task.order_id in loaded and after.get(task.order_id) != str(sheet.route.shift_id)
    ]


def _vehicles(plan: Plan) -> dict[uuid.UUID, str]:
    return {order_of_task(task): str(route.vehicle_id) for route in plan.routes for task in route.task_ids}


def _shut_out(running: Running) -> frozenset[str]:
    """Return the tasks that the plan as it is comes too late for: the hours of their places, or no way, forbid them."""
    return frozenset(
        str(one.task_id)
        for one in check(running.strict, running.as_is)
        if one.rule in (Rule.ACCESS, Rule.REACHABLE)
    )


def not_kept(day: RunningDay, change: Change, made: Replanned) -> list[str]:
    """Return in words which rules a plan does not keep because the running one did not any more."""
    references = _references(day)
    fixed = {str(order) for order in change.keep_time}
    running = made.running
    # Where nothing is forgiven the whole is the strict one, and what the plan breaks of it is known.
    is_known = running.strict is running.whole
    return [
        _named(one.words, references)
        for one in (made.violations if is_known else check(running.strict, made.plan))
        if one.rule in _FORGIVEN and str(one.task_id) not in fixed
    ]


def _named(words: str, references: Mapping[str, str]) -> str:
    """Return words that name orders by their references."""
    return re.sub(
        r"\btask ([0-9a-f-]{36})", lambda found: f"order {references.get(found[1], found[1])}", words
    )


def next_stops_freed(day: RunningDay, plan: Plan) -> Iterator[str]:
    """Yield for each vehicle under way whose locked stops are not the first of its new route."""
    done = {route.vehicle_id: route.task_ids for route in plan.routes}
    references, names = _references(day), _names(day)
    for at in day.underway:
        locked = locked_tasks(day, at)
        if tuple(done.get(at.vehicle, ()))[: len(locked)] != locked:
            orders = ", ".join(dict.fromkeys(references[str(order_of_task(task))] for task in locked))
            yield (
                f"{names[at.vehicle]} does not keep its next stops ({orders}): with them a rule would be broken. "
                "Its rider may be on the way there."
            )


def locked_tasks(day: RunningDay, at: Underway) -> tuple[str, ...]:
    """Return the tasks that a vehicle under way does first, whatever changes."""
    locked = at.ahead[: at.locked]
    return tuple(day.problem.tasks[step.task].id for step in locked if step.task is not None)


def _riders(change: Change, orders: list[Mapping[str, Any]]) -> Iterator[str]:
    kept = {str(order) for order in change.keep_rider}
    for line in orders:
        if line["order_id"] in kept and line["change"] in {"rider", "gone"}:
            yield f"Order {line['reference']} could not stay with {shift_mark(line['shift_before'])}."


def _moments(change: Change, orders: list[Mapping[str, Any]]) -> Iterator[str]:
    kept = {str(order) for order in change.keep_time}
    for line in orders:
        moved_s = line["moved_s"]
        if line["order_id"] in kept and (moved_s is None or abs(moved_s) > change.tolerance_s):
            yield f"Order {line['reference']} could not stay near its planned moment."


def _references(day: RunningDay) -> dict[str, str]:
    return {str(order.id): order.reference for order in day.day.orders}


def _names(day: RunningDay) -> dict[str, str]:
    return {str(one.shift_id): one.vehicle_name for one in day.known}
