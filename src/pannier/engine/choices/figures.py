"""What plans are compared by when there is more than money: promises, grams, even hours."""

import math
from dataclasses import dataclass
from enum import StrEnum

from pannier.core.endurance import Judgement
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.core.units import J_PER_KWH

_MG_PER_G = 1000


class Aim(StrEnum):
    """What a plan can be best at."""

    COST = "cost"
    PROMISES = "promises"
    GRAMS = "grams"
    FAIRNESS = "fairness"


@dataclass(frozen=True, slots=True)
class Figures:
    """One plan's figures, each the better the smaller it is.

    `cost_millicents` is what is paid; `weights_millicents` is what counts besides, as the search has it.
    `broken` is the share of promises broken on drawn days; `grams` CO2e from the well to the wheel; `uneven_s`
    the standard deviation of the working time of all vehicles of the day, those that stay at the hub included.
    """

    cost_millicents: int
    broken: float
    grams: float
    uneven_s: float
    weights_millicents: int = 0

    @property
    def total_millicents(self) -> int:
        """Return what is paid and what counts besides."""
        return self.cost_millicents + self.weights_millicents

    def of(self, aim: Aim) -> float:
        """Return the figure that an aim is about."""
        values = (self.cost_millicents, self.broken, self.grams, self.uneven_s)
        return float(dict(zip(Aim, values, strict=True))[aim])


def figures_of(problem: Problem, plan: Plan, judged: Judgement) -> Figures:
    """Return the figures of a plan."""
    kept = judged.windows.rate
    return Figures(
        cost_millicents=plan.cost.money_millicents,
        weights_millicents=plan.cost.weights_millicents,
        broken=0.0 if kept is None else 1 - kept,
        grams=grams_of(problem, plan),
        uneven_s=_uneven_s(problem, plan),
    )


def grams_of(problem: Problem, plan: Plan) -> float:
    """Return what the plan's energy emits."""
    vehicles = (problem.vehicles[problem.vehicle_index[route.vehicle_id]] for route in plan.routes)
    milligrams = sum(
        route.energy_j / J_PER_KWH * vehicle.co2e_mg_per_kwh
        for route, vehicle in zip(plan.routes, vehicles, strict=True)
    )
    return milligrams / _MG_PER_G


def _uneven_s(problem: Problem, plan: Plan) -> float:
    worked = [route.duration_s for route in plan.routes]
    count = max(1, len(problem.vehicles))
    mean = sum(worked) / count
    squares = sum((one - mean) ** 2 for one in worked) + (count - len(worked)) * mean**2
    return math.sqrt(squares / count)
