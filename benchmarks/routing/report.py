"""What one run comes out as: one line of JSON, or the same as a table."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.routing.convention import Convention
from benchmarks.routing.instance import Instance, Tour
from benchmarks.routing.verify import judge


@dataclass(frozen=True, kw_only=True)
class Run:
    """A solved instance; `cost` is in the unit of the set's best known values, `seconds` are CPU seconds."""

    instance: str
    set: str
    objective: str
    convention: str | None = None
    vehicles: int
    distance: float
    cost: float
    violations: tuple[str, ...]
    seconds: float
    iterations: int
    seed: int
    engine: str
    threads: int
    budget: float | None
    best_vehicles: int | None = None
    best_cost: float | None = None
    routes: tuple[tuple[str, ...], ...] | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the run on one line, without what is not there."""
        known = {key: value for key, value in asdict(self).items() if key != "more" and value is not None}
        return json.dumps({**known, **self.more})

    def as_table(self) -> str:
        """Return the run as lines of name and value."""
        known = {**json.loads(self.as_json())}
        routes = known.pop("routes", [])
        lines = [f"{key:14} {value}" for key, value in known.items()]
        lines += [f"route {number:<8} {' '.join(route)}" for number, route in enumerate(routes, start=1)]
        return "\n".join(lines)


def judged(
    instance: Instance, convention: Convention, tours: Sequence[Tour], also: Sequence[str]
) -> dict[str, Any]:
    """Return vehicles, distance, cost and violations of tours; `also` are violations found elsewhere."""
    verdict = judge(instance, tours, convention.name)
    return {
        "vehicles": verdict.vehicles,
        "distance": round(verdict.distance, 4),
        "cost": round(verdict.cost * convention.cost_per_unit, convention.decimals),
        "violations": (*verdict.violations, *also),
    }


def named_routes(instance: Instance, tours: Sequence[Tour]) -> tuple[tuple[str, ...], ...]:
    """Return the tours as node names, a station with the charge it is left with."""
    return tuple(
        tuple(
            instance.nodes[visit].id + (_level(tour, position) if visit in instance.stations else "")
            for position, visit in enumerate(tour.visits)
        )
        for tour in tours
    )


def _level(tour: Tour, position: int) -> str:
    """Return the charge that a station is left with, nothing when nobody said."""
    return f"@{tour.levels[position]:g}" if tour.levels else ""
