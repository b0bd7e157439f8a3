"""The figures of a plan in all and by vehicle kind: pure sums."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pannier.core.plan import ActivityKind, Cost, Route
from pannier.core.problem import Problem
from pannier.core.units import J_PER_WH, divide_half_up
from pannier.planning.make_plan import PlannedDay
from pannier.planning.task_ids import order_of_task
from pannier.planning.walks import parked_at, walked_s

_SUMS = (
    "routes",
    "stops",
    "orders",
    "distance_m",
    "duration_s",
    "energy_wh",
    "cost_cents",
    "weights_cents",
    "reloads",
    "swaps",
    "charges",
)


_IN_ALL = ("distance_m", "duration_s", "energy_wh", "cost_cents", "weights_cents")
_WEIGHTS = frozenset(("co2e", "lateness", "preferences", "balance", "tariff_co2e", "prizes"))
"""Parts of a cost that nobody pays, as core.plan.Cost has them."""


def totals_of(planned: PlannedDay, *, currency: str) -> dict[str, Any]:
    """Return the plan's totals; energy is what the batteries give, in Wh.

    `cost_cents` is what is paid, by its parts; `weights_cents` what counts besides for the search and nobody pays.
    """
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
        **{name: _total(sums, name) for name in _IN_ALL},
        **_told_apart(_parts([route.cost for route in planned.plan.routes])),
        "currency": currency,
        "work_time": [
            {"shift_id": str(shift.id), "rider_id": str(shift.rider_id), "words": note}
            for shift in planned.day.shifts
            for note in shift.work.notes
        ],
        "walked_s": sum(walked_of(planned.problem, route) for route in planned.plan.routes),
        "strange_stops": sum(
            _is_strange(planned, route, task_id)
            for route in planned.plan.routes
            for task_id in route.task_ids
        ),
        "by_kind": {kind: _rounded(figures) for kind, figures in sorted(by_kind.items())},
    }


def walked_of(problem: Problem, route: Route) -> int:
    """Return the seconds that a rider walks from door to door and back to where is parked; none of it is driven."""
    matrices = problem.matrices_of(problem.vehicles[problem.vehicle_index[route.vehicle_id]])
    taken_s, before = 0, route.activities[0].place
    for activity in route.activities:
        parking = parked_at(matrices, before)
        if parking is not None and not matrices.is_same_stop(before, activity.place):
            taken_s += int(matrices.duration_s[before, parking])
        taken_s += walked_s(matrices, before, activity.place)
        before = activity.place
    return taken_s


def _is_strange(planned: PlannedDay, route: Route, task_id: str) -> bool:
    """Tell whether a task goes with another vehicle than it should."""
    wishes = planned.problem.tasks[planned.problem.task_index[task_id]].preferences
    return any(route.vehicle_id not in wish.vehicles for wish in wishes)


def cost_cents(route: Route) -> int:
    """Return what is paid for a route, in whole cents."""
    return divide_half_up(route.cost.money_millicents, 1000)


def weights_cents(route: Route) -> int:
    """Return what counts besides for the search and nobody pays, in whole cents."""
    return divide_half_up(route.cost.weights_millicents, 1000)


def with_weights_apart(totals: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan's totals with what is paid apart from what only weighs, also of plans made before that was told."""
    if "weights_cents" in totals or "cost_cents" not in totals:
        return dict(totals)
    apart = _told_apart(totals.get("cost_parts_cents", {}))
    weights = sum(apart["weight_parts_cents"].values())
    return {**totals, "cost_cents": totals["cost_cents"] - weights, "weights_cents": weights, **apart}


def _told_apart(parts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return the parts of a cost as those that are paid and those that only weigh."""
    return {
        "cost_parts_cents": {name: value for name, value in parts.items() if name not in _WEIGHTS},
        "weight_parts_cents": {name: value for name, value in parts.items() if name in _WEIGHTS},
    }


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
        "weights_cents": weights_cents(route),
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
