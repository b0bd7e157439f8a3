"""Search for the smallest useful change of a running day."""

from collections.abc import Iterator
from dataclasses import dataclass

from pannier.core.plan import LeftOut, LeftOutCode
from pannier.core.running import Locks, Running, Underway, open_problem
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget
from pannier.engine.running import Replanned, Solve, plan_anew, searching
from pannier.engine.stability import Stability
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import RunningDay
from pannier.planning.running_day.promises import promises_of
from pannier.planning.solver import Effort


@dataclass(frozen=True)
class Found:
    """A changed running day, with everything that it leaves out."""

    made: Replanned
    left_out: tuple[LeftOut, ...]


def cut_of(running_day: RunningDay, change: Change, underway: "tuple[Underway, ...]") -> Running:
    """Return what of the running day can still be changed; a pure function of its arguments."""
    return open_problem(
        running_day.problem,
        underway,
        now_s=running_day.now_s,
        served=running_day.served,
        waiting=running_day.waiting,
        locks=_locks(running_day, change),
    )


def replan(
    running_day: RunningDay,
    change: Change,
    effort: Effort,
    stability: Stability,
    *,
    search: Solve | None = None,
) -> Found:
    """Return the running day with the change that costs least, changing it included; `search` looks for it here."""
    budget = (
        Budget(iterations=effort.iterations) if effort.iterations is not None else Budget(effort.budget_s)
    )
    made = plan_anew(
        lambda vehicles: cut_of(running_day, change, tuple(vehicles)),
        running_day.underway,
        search or searching(budget, seed=effort.seed),
        stability=stability,
        promises=promises_of(running_day),
    )
    left_out = (*running_day.left_out, *brought_back(running_day, made.running), *made.plan.left_out)
    return Found(made, left_out)


def brought_back(running_day: RunningDay, running: Running) -> Iterator[LeftOut]:
    """Yield the parcels aboard that their vehicle cannot deliver any more, and why they come back with it."""
    names = {str(one.shift_id): one.vehicle_name for one in running_day.known}
    for task, vehicle in running.brought_back.items():
        text = (
            f"It is aboard {names.get(vehicle, vehicle)}, which may not be at its address, or has no way there, at any"
            " hour that is left; it comes back to the hub and is planned for the next day."
        )
        yield LeftOut(task, LeftOutCode.ACCESS, text)


def _planned_starts(running_day: RunningDay) -> dict[str, tuple[str, int]]:
    """Return who was planned to begin each open task, and when."""
    found = {}
    for shift, sheet in running_day.sheets.items():
        for shown in sheet.stops:
            for task in shown.tasks:
                if task.state != "closed" and task.kind != "collect":
                    found[str(task.order_id)] = (shift, running_day.day.seconds(shown.stop.planned_start))
    return found


def _locks(running_day: RunningDay, change: Change) -> Locks:
    planned = _planned_starts(running_day)
    moments = {
        str(order): TimeWindow(
            max(0, planned[str(order)][1] - change.tolerance_s), planned[str(order)][1] + change.tolerance_s
        )
        for order in change.keep_time
        if str(order) in planned
    }
    riders = {str(order): planned[str(order)][0] for order in change.keep_rider if str(order) in planned}
    return Locks(rider=riders, time=moments)
