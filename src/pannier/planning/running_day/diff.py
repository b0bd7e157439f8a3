"""What a changed running plan changes: who has which stop, promises that move, what it costs, whom to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pannier.core.check import objective
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.core.running import Running
from pannier.core.units import J_PER_KWH, S_PER_HOUR, divide_half_up
from pannier.engine.stability import Stability
from pannier.planning.charge_facts import extra_co2e_mg
from pannier.planning.day import Day
from pannier.planning.running_day.promises import Promises
from pannier.planning.task_ids import is_collect, order_of_task

TOLD_FROM_S = 600
"""A moment that moves by less is no change."""


@dataclass(frozen=True)
class Served:
    """Who does a task, and when its service begins, in seconds of the day."""

    vehicle: str
    start_s: int


def diff_of(
    day: Day,
    was: Running,
    whole: Problem,
    plan: Plan,
    *,
    left_out: Sequence[Any],
    promises: Promises,
    stability: Stability,
) -> dict[str, Any]:
    """Return how a checked plan of `whole` differs from what runs, `was`; riders are named by their shifts."""
    as_is = was.as_is
    before, after = _served(as_is), _served(plan)
    references = {str(order.id): order.reference for order in day.orders}
    stops = [
        _stop(day, references, task_id, before.get(task_id), after.get(task_id), promises)
        for task_id in sorted(before.keys() | after.keys())
        if not is_collect(task_id)
    ]
    moved = [stop for stop in stops if stop["change"] != "none"]
    cost, cost_before = plan.cost, objective(was.whole, as_is)
    return {
        "orders": moved,
        "kept": sum(one.vehicle == after[task].vehicle for task, one in before.items() if task in after),
        "of": len(before),
        "cost_cents": divide_half_up(cost.money_millicents - cost_before.money_millicents, 1000),
        "weights_cents": divide_half_up(cost.weights_millicents - cost_before.weights_millicents, 1000),
        "distance_m": _sum(plan, "distance_m") - _sum(as_is, "distance_m"),
        "energy_j": _sum(plan, "energy_j") - _sum(as_is, "energy_j"),
        "co2e_g": (_co2e_mg(whole, plan) - _co2e_mg(was.whole, as_is)) // 1000,
        "left_out": [_left_out(one, references) for one in left_out],
        "tell_shifts": sorted(
            {one for stop in moved for one in (stop["shift"], stop["shift_before"]) if one}
        ),
        "tell_recipients": [
            stop["reference"] for stop in moved if stop["promise_moved"] or stop["change"] == "gone"
        ],
    } | _counted(moved, stability, whole)


def _left_out(one: Any, references: Mapping[str, str]) -> dict[str, str]:
    order_id = str(order_of_task(one.task_id))
    reference = references.get(order_id, "")
    return {"order_id": order_id, "reference": reference, "code": str(one.code), "reason": one.reason}


def _counted(moved: Sequence[Mapping[str, Any]], stability: Stability, whole: Problem) -> dict[str, int]:
    """Return how many riders and promises change, and what that counted in the search, in cents.

    Orders of a rider who is taken out of the day have to go to another one: that counts nothing.
    """
    changed = [stop["shift_before"] for stop in moved if stop["change"] == "rider"]
    free = sum(shift in whole.vehicle_index for shift in changed)
    missed = [stop["missed_s"] for stop in moved if stop["promise_moved"]]
    each = stability.promise_moved_millicents
    promises = each * len(missed) + divide_half_up(each * sum(missed), S_PER_HOUR)
    return {
        "riders_changed": len(changed),
        "riders_cents": divide_half_up(stability.vehicle_changed_millicents * free, 1000),
        "promises_moved": len(missed),
        "promises_cents": divide_half_up(promises, 1000),
    }


def _served(plan: Plan) -> dict[str, Served]:
    return {
        one.task_id: Served(route.vehicle_id, one.start_s)
        for route, one in plan.activities()
        if one.task_id is not None
    }


def _stop(
    day: Day,
    references: Mapping[str, str],
    task_id: str,
    before: Served | None,
    after: Served | None,
    promises: Promises,
) -> dict[str, Any]:
    """Return what changes for one order; `missed_s` is by how much it then misses what its recipient was told."""
    order_id = str(order_of_task(task_id))
    moved_s = after.start_s - before.start_s if before and after else None
    is_moved = bool(before and after and promises.is_moved(task_id, before.start_s, after.start_s))
    return {
        "order_id": order_id,
        "reference": references.get(order_id, order_id),
        "change": _change(before, after, moved_s, is_moved=is_moved),
        "shift_before": before.vehicle if before else None,
        "shift": after.vehicle if after else None,
        "before": day.moment(before.start_s).isoformat() if before else None,
        "after": day.moment(after.start_s).isoformat() if after else None,
        "moved_s": moved_s,
        "promise_moved": is_moved,
        "missed_s": promises.off_s(task_id, after.start_s) if after else 0,
    }


def _change(before: Served | None, after: Served | None, moved_s: int | None, *, is_moved: bool) -> str:
    """Return the kind of a change: new, gone, rider, later, earlier or none."""
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.vehicle != after.vehicle:
        return "rider"
    if abs(moved_s or 0) < TOLD_FROM_S and not is_moved:
        return "none"
    return "later" if (moved_s or 0) > 0 else "earlier"


def _sum(plan: Plan, name: str) -> int:
    return sum(int(getattr(route, name)) for route in plan.routes)


def _co2e_mg(problem: Problem, plan: Plan) -> int:
    """Return what the energy of a plan emits, in milligrams; what is charged on the way, as its charger's hours say."""
    per_kwh = {vehicle.id: vehicle.co2e_mg_per_kwh for vehicle in problem.vehicles}
    driven = sum(route.energy_j * per_kwh[route.vehicle_id] // J_PER_KWH for route in plan.routes)
    return driven + sum(extra_co2e_mg(problem, route) for route in plan.routes)
