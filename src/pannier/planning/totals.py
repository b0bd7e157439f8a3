"""The figures of a plan in all and by vehicle kind: pure sums."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pannier.core.plan import ActivityKind, Cost, Route
from pannier.core.units import J_PER_WH, divide_half_up
from pannier.planning.make_plan import PlannedDay
from pannier.planning.task_ids import order_of_task

_SUMS = (
    "routes",
    "stops",
    "orders",
    "distance_m",
    "duration_s",
    "energy_wh",
    "cost_cents",
    "reloads",
    "swaps",
    "charges",
)


def totals_of(planned: PlannedDay, *, currency: str) -> dict[str, Any]:
    """Return the plan's totals; energy is what the batteries give, in Wh."""
    by_kind: dict[str, Counter[str]] = {}
    for route in planned.plan.routes:
        kind = planned.problem.vehicles[planned.problem.vehicle_index[route.vehicle_id]].kind
        by_kind.setdefault(kind, Counter(dict.fromkeys(_SUMS, 0))).update(_figures(route))
    sums = [_rounded(figures) for figures in by_kind.values()]
    carried = len(_orders(planned.plan.planned_task_ids))
    return {
        "orders": carried + len(planned.left_out),
        "planned": carried,
        "left_out": len(planned.left_out),
        "routes": len(planned.plan.routes),
        **{name: _total(sums, name) for name in ("distance_m", "duration_s", "energy_wh", "cost_cents")},
        "cost_parts_cents": _parts([route.cost for route in planned.plan.routes]),
        "currency": currency,
        "by_kind": {kind: _rounded(figures) for kind, figures in sorted(by_kind.items())},
    }


def cost_cents(route: Route) -> int:
    """Return what a route costs, in whole cents."""
    return divide_half_up(route.cost.total_millicents, 1000)


def _parts(costs: Iterable[Cost]) -> dict[str, int]:
    """Return what each part of the cost comes to, in whole cents; only parts that cost something."""
    sums = sum(costs, Cost())
    parts = {part.name.removesuffix("_millicents"): getattr(sums, part.name) for part in fields(sums)}
    return {name: divide_half_up(value, 1000) for name, value in parts.items() if value}


def _figures(route: Route) -> dict[str, int]:
    kinds = Counter(activity.kind for activity in route.activities)
    return {
        "routes": 1,
        "stops": _stops(route),
        "orders": len(_orders(route.task_ids)),
        "distance_m": route.distance_m,
        "duration_s": route.duration_s,
        "energy_wh": route.energy_j,
        "cost_cents": cost_cents(route),
        "reloads": kinds[ActivityKind.RELOAD],
        "swaps": kinds[ActivityKind.SWAP],
        "charges": kinds[ActivityKind.CHARGE],
    }


def _orders(task_ids: Iterable[str]) -> set[uuid.UUID]:
    return {order_of_task(task_id) for task_id in task_ids}


def _stops(route: Route) -> int:
    """Return how many places are served, one after the other; the same place again counts again."""
    places = [activity.place for activity in route.activities if activity.task_id is not None]
    return sum(place != before for before, place in zip([None, *places], places, strict=False))


def _rounded(figures: Mapping[str, int]) -> dict[str, int]:
    """Return the figures with joules as whole Wh, rounded once for all routes together."""
    return {**figures, "energy_wh": divide_half_up(figures["energy_wh"], J_PER_WH)}


def _total(sums: Sequence[Mapping[str, int]], name: str) -> int:
    return sum(figures[name] for figures in sums)
