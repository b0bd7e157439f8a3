"""What the tasks of an order are called in the routing problem: by its id, its collection with a word behind it."""

import uuid

from pannier.core.plan import Activity, ActivityKind

COLLECT = "collect"
DROPOFF = "dropoff"
PICKUP = "pickup"
_BEHIND = f":{COLLECT}"


def task_id_of(order_id: uuid.UUID, kind: str) -> str:
    """Return the id of an order's task of a kind as it is stored: dropoff, pickup or collect."""
    return f"{order_id}{_BEHIND if kind == COLLECT else ''}"


def order_of_task(task_id: str) -> uuid.UUID:
    """Return the order that a task belongs to."""
    return uuid.UUID(task_id.removesuffix(_BEHIND))


def is_collect(task_id: str | None) -> bool:
    """Tell whether a task takes an order over where it is collected."""
    return task_id is not None and task_id.endswith(_BEHIND)


def kind_of_task(activity: Activity) -> str:
    """Return the kind under which an activity's task is stored."""
    if is_collect(activity.task_id):
        return COLLECT
    return PICKUP if activity.kind is ActivityKind.PICKUP else DROPOFF
