"""The same day with other weights: emissions, uneven hours. Rules stay, so every plan fits the day itself."""

from dataclasses import dataclass, replace

from pannier.core.problem import Problem, Vehicle
from pannier.core.problem.bounds import MOST_RATE
from pannier.core.units import S_PER_HOUR

_G_PER_KG = 1000


@dataclass(frozen=True)
class Weights:
    """What emissions and uneven hours count beside money, in multiples of what the cheapest plan costs in all."""

    grams: float = 0.0
    fairness: float = 0.0


@dataclass(frozen=True)
class Scale:
    """What the cheapest plan comes to: its cost, its grams, and the squares of its hours."""

    cost_millicents: int
    grams: float
    squared_hours: float


def weighed(problem: Problem, weights: Weights, scale: Scale) -> Problem:
    """Return the problem with these weights; where a plan emits nothing, or nobody works, there is nothing to weigh."""
    kg, hours = scale.grams / _G_PER_KG, scale.squared_hours
    per_kg = weights.grams * scale.cost_millicents / kg if kg else 0.0
    per_hour = weights.fairness * scale.cost_millicents / hours if hours else 0.0
    vehicles = tuple(_with(vehicle, round(per_kg), round(per_hour)) for vehicle in problem.vehicles)
    return replace(problem, vehicles=vehicles)


def squared_hours(durations_s: list[int]) -> float:
    """Return the sum of the squares of some working times, in hours."""
    return sum((duration_s / S_PER_HOUR) ** 2 for duration_s in durations_s)


def _with(vehicle: Vehicle, per_kg: int, per_hour: int) -> Vehicle:
    rates = vehicle.rates
    dearer = replace(
        rates,
        co2e_kg_millicents=min(MOST_RATE, rates.co2e_kg_millicents + per_kg),
        squared_hour_millicents=min(MOST_RATE, rates.squared_hour_millicents + per_hour),
    )
    return replace(vehicle, rates=dearer)
