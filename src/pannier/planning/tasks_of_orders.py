"""From the orders of a day to the tasks of the routing problem: one each, two where an order is collected."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pannier.core.problem import Due, Task, TaskKind
from pannier.core.timewindow import TimeWindow
from pannier.planning.day import Day, OrderOfDay, Span
from pannier.planning.familiar_areas import area_preference
from pannier.planning.streets import HUB, Places
from pannier.planning.task_ids import COLLECT, DROPOFF, task_id_of

LAST_S = 2 * 86_400
"""Until when an order without an end to its window may be delivered: the end of the day after."""


def tasks_of_orders(
    day: Day, orders: Sequence[OrderOfDay], places: Places, loads: Sequence[str]
) -> tuple[Task, ...]:
    """Return the tasks of these orders in their order, a collection before its delivery."""
    prizes = bundle_prizes(orders)
    return tuple(
        task
        for order in orders
        for task in (
            _of_collected(day, order, places, loads, prizes[bundle_of(order)])
            if order.collection is not None
            else (_of_hub(day, order, places, loads),)
        )
    )


def bundle_of(order: OrderOfDay) -> str:
    """Return the id under which an order's collection and delivery are tied, alone or with those of its bundle."""
    at = order.collection
    together = at.bundle if at is not None else None
    return str(order.id) if together is None else f"bundle {together}"


def bundle_prizes(orders: Sequence[OrderOfDay]) -> Mapping[str, int | None]:
    """Return what leaving each bundle out costs: all its orders together; it must be served where one of them must."""
    prizes: dict[str, list[int | None]] = defaultdict(list)
    for order in orders:
        if order.collection is not None:
            prizes[bundle_of(order)].append(order.prize_cents)
    return {
        bundle: None if None in of_orders else sum(cents or 0 for cents in of_orders)
        for bundle, of_orders in prizes.items()
    }


def _of_hub(day: Day, order: OrderOfDay, places: Places, loads: Sequence[str]) -> Task:
    return Task(
        id=str(order.id),
        kind=TaskKind.PICKUP if order.kind == "return" else TaskKind.DROPOFF,
        place=places.of_order[order.id],
        demand=demand_of(order, loads),
        hub=HUB,
        service_s=order.service_s,
        windows=_windows(day, order.windows),
        needs=frozenset(order.needs),
        release_s=_release_s(day, order),
        prize_cents=order.prize_cents,
        due=_due(day, order),
        max_aboard_s=None if order.kind == "return" else order.max_aboard_s,
        goods=order.goods,
        preferences=area_preference(day, order),
    )


def _of_collected(
    day: Day, order: OrderOfDay, places: Places, loads: Sequence[str], prize_cents: int | None
) -> Iterator[Task]:
    """Yield the collection, then the delivery; both need the same and are worth the same."""
    at = order.collection
    assert at is not None  # noqa: S101 (only orders that are collected come here)
    same: dict[str, Any] = {
        "pair": bundle_of(order),
        "demand": demand_of(order, loads),
        "needs": frozenset(order.needs),
        "prize_cents": prize_cents,
        "goods": order.goods,
    }
    yield Task(
        id=task_id_of(order.id, COLLECT),
        kind=TaskKind.PICKUP,
        place=places.of_collection[order.id],
        service_s=at.service_s,
        windows=_windows(day, [(at.window_start, at.window_end)]),
        release_s=_release_s(day, order),
        **same,
    )
    yield Task(
        id=task_id_of(order.id, DROPOFF),
        kind=TaskKind.DROPOFF,
        place=places.of_order[order.id],
        service_s=order.service_s,
        windows=_windows(day, order.windows),
        due=_due(day, order),
        max_aboard_s=order.max_aboard_s,
        preferences=area_preference(day, order),
        **same,
    )


def demand_of(order: OrderOfDay, loads: Sequence[str]) -> tuple[int, ...]:
    """Return what an order takes up in each dimension; `loads` are the names of those beyond the usual three."""
    return (order.weight_g, order.volume_ml, order.parcels, *(order.loads.get(name, 0) for name in loads))


def _release_s(day: Day, order: OrderOfDay) -> int:
    return 0 if order.release_at is None else max(0, day.seconds(order.release_at))


def _windows(day: Day, spans: Sequence[Span]) -> tuple[TimeWindow, ...]:
    """Return windows in seconds of the day; of several, those that ended before it are none any more."""
    found = [
        TimeWindow(
            0 if start is None else max(0, day.seconds(start)), LAST_S if end is None else day.seconds(end)
        )
        for start, end in spans
        if (start, end) != (None, None) and (len(spans) == 1 or end is None or day.seconds(end) > 0)
    ]
    return tuple(found)


def _due(day: Day, order: OrderOfDay) -> Due | None:
    """Return when an order should have begun and what lateness costs; None where it costs nothing."""
    rules = day.rules
    if order.due_at is None or not (rules.late_once_cents or rules.late_hour_cents):
        return None
    by_s = max(0, day.seconds(order.due_at))
    return Due(by_s, 1000 * rules.late_once_cents, 1000 * rules.late_hour_cents)
