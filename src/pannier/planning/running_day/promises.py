"""What recipients of a running day go by: the moment that they were told when their route went out."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pannier.core.timewindow import TimeWindow
from pannier.planning.running_day.load import RunningDay
from pannier.planning.task_ids import is_collect, order_of_task
from pannier.planning.told import note_told, planned_moments

PROMISED_S = 1_800
"""Orders on demand never let a planned stop without a window begin later after its moment than this."""
TOLD_S = 600
"""How far from the moment told a stop may begin before its recipient has to hear of it; windows are kept besides."""
WORSE_S = 600
"""A promise that is missed already is moved again by a change that misses it by so much more."""


@dataclass(frozen=True)
class Promises:
    """What the recipients of tasks go by, each in order of time."""

    of_tasks: Mapping[str, Sequence[TimeWindow]]

    def off_s(self, task_id: str, start_s: int) -> int:
        """Return by how many seconds a service that begins then misses its promise; 0 for none."""
        spans = self.of_tasks.get(task_id, ())
        return min((max(0, one.start_s - start_s, start_s - one.end_s) for one in spans), default=0)

    def is_moved(self, task_id: str, before_s: int, after_s: int) -> bool:
        """Tell whether a change from one beginning to another moves the promise."""
        was_s, is_s = self.off_s(task_id, before_s), self.off_s(task_id, after_s)
        return is_s > 0 and (was_s == 0 or is_s >= was_s + WORSE_S)


def promises_of(day: RunningDay) -> dict[str, TimeWindow]:
    """Return what recipients were told: a moment, with some patience."""
    told = moments_told(day)
    return {
        task.id: _around(day.day.seconds(told[order]))
        for task in day.problem.tasks
        if not is_collect(task.id) and (order := order_of_task(task.id)) in told
    }


def all_promises(day: RunningDay) -> Promises:
    """Return what each recipient goes by; of orders that are on no route, the window."""
    told = promises_of(day)
    spans = {
        task.id: (told[task.id],) if task.id in told else task.windows
        for task in day.problem.tasks
        if not is_collect(task.id)
    }
    return Promises(spans)


def moments_told(day: RunningDay) -> dict[uuid.UUID, datetime]:
    """Return the moments told; orders whose routes went out before that was noted count as told what is planned."""
    return {order: day.told.get(order, planned) for order, planned in planned_moments(day.sheets.values())}


def note_accepted(
    db: Session, day: RunningDay, told: Mapping[uuid.UUID, datetime], orders: Iterable[Mapping[str, Any]]
) -> None:
    """Note what recipients go by once a change is accepted: `orders` is what it changes for each, as it was shown.

    Only who hears of it has a new moment; all others keep the one that they were `told` before it.
    """
    hub_id, service_date = day.day.hub.id, day.day.service_date
    note_told(db, told, hub_id=hub_id, service_date=service_date)
    anew = {
        uuid.UUID(line["order_id"]): datetime.fromisoformat(line["after"])
        for line in orders
        if line["change"] == "new" or line.get("promise_moved")
    }
    note_told(db, anew, hub_id=hub_id, service_date=service_date, anew=True)


def _around(moment_s: int) -> TimeWindow:
    return TimeWindow(max(0, moment_s - TOLD_S), max(0, moment_s + TOLD_S))
