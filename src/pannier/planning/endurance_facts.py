"""How a plan holds, as it is stored with it: shares with counts and intervals, targets, the price of slack."""

import uuid
from typing import Any

from pannier.core.endurance import Judgement, StopRisk, Targets
from pannier.core.plan import Plan
from pannier.core.statistics import Clustered
from pannier.core.units import divide_half_up
from pannier.planning.solver import Endurance, Option
from pannier.planning.task_ids import order_of_task

_MOST_RISKS = 12
_LEAST_LATE = 0.01


def endurance_facts(plan: Plan, held: Endurance) -> dict[str, Any]:
    """Return the row's value; a rate that nothing was observed for is null."""
    judged, without = held.judged, held.without
    return {
        **_shares(judged),
        "days": judged.days,
        "seed": judged.seed,
        "targets": {"promises": held.targets.promises, "reserve": held.targets.reserve},
        "reached": _reached(judged, held.targets),
        "rounds": held.rounds,
        "risks": [_risk(stop) for stop in judged.stops[:_MOST_RISKS] if stop.late_share >= _LEAST_LATE],
        "without": None
        if without is None or held.without_judged is None
        else {**_shares(held.without_judged), **_price(plan, without)},
    }


def choice_facts(option: Option, *, set_of: int, day_sha256: str) -> dict[str, Any] | None:
    """Return what a plan of several is compared by, None where it is the only one."""
    figures = option.figures
    if figures is None:
        return None
    return {
        "best_at": [str(aim) for aim in option.best_at],
        "cost_cents": divide_half_up(figures.cost_millicents, 1000),
        "weights_cents": divide_half_up(figures.weights_millicents, 1000),
        "grams": round(figures.grams, 1),
        "kept": round(1 - figures.broken, 5),
        "uneven_s": round(figures.uneven_s),
        "plans": set_of,
        "day_sha256": day_sha256,
    }


def _reached(judged: Judgement, targets: Targets) -> bool | None:
    return None if targets.are_off else judged.reaches(targets)


def _shares(judged: Judgement) -> dict[str, Any]:
    return {
        "windows": _share(judged.windows),
        "reserves": _share(judged.reserves),
        "shifts": _share(judged.shifts),
    }


def _share(share: Clustered) -> dict[str, Any]:
    interval = share.interval
    return {
        "rate": None if share.rate is None else round(share.rate, 5),
        "low": round(interval.low, 5),
        "high": round(interval.high, 5),
        "count": share.n,
    }


def _risk(stop: StopRisk) -> dict[str, Any]:
    return {
        "order_id": str(uuid.UUID(str(order_of_task(stop.task_id)))),
        "late_share": round(stop.late_share, 3),
        "expected_late_s": stop.expected_late_s,
    }


def _price(plan: Plan, without: Plan) -> dict[str, Any]:
    """Return what slack costs beside the plan without: what is paid, and apart what only weighs, prizes included."""
    more = plan.cost.money_millicents - without.cost.money_millicents
    weights = plan.cost.weights_millicents - without.cost.weights_millicents
    whole = without.cost.money_millicents
    return {
        "cost_cents": divide_half_up(whole, 1000),
        "price_cents": round(more / 1000),
        "price_weights_cents": round(weights / 1000),
        "price_pct": round(100 * more / whole, 2) if whole else None,
        "distance_m": sum(route.distance_m for route in without.routes),
        "routes": len(without.routes),
        "left_out": len({order_of_task(left.task_id) for left in without.left_out}),
    }
