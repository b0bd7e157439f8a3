"""Who takes over what from vehicles that do not go on, as a proposal tells it."""

from typing import Any

from pannier.core.plan import Plan
from pannier.planning.running_day.load import RunningDay
from pannier.planning.task_ids import is_collect, order_of_task


def handovers(day: RunningDay, plan: Plan) -> list[dict[str, Any]]:
    """Return for each rider and vehicle what is taken over, where and when first; riders by their shifts."""
    references = {order.id: order.reference for order in day.day.orders}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for route, activity in plan.activities():
        if activity.task_id is None or not is_collect(activity.task_id):
            continue
        order = order_of_task(activity.task_id)
        at = day.handed.get(order)
        if at is None:
            continue
        line = found.setdefault(
            (str(route.vehicle_id), str(at.shift_id)),
            {
                "shift": str(route.vehicle_id),
                "vehicle": at.vehicle_name,
                "lon": at.point.lon,
                "lat": at.point.lat,
                "at": day.day.moment(activity.start_s).isoformat(),
                "orders": [],
            },
        )
        line["orders"].append(references[order])
    return list(found.values())
