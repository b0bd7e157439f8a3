"""From a hub's day to a checked plan with its ways on the map: everything but the tables."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from pannier.base.problems import FieldError
from pannier.connect.road_network import RoadNetwork
from pannier.core.check import Violation, check
from pannier.core.plan import Cost, LeftOut, Plan
from pannier.core.problem import Problem
from pannier.core.units import count_text, money_text
from pannier.engine import Progress, Stop
from pannier.planning.day import Day
from pannier.planning.legs import legs_of
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.problems import HubOffNetwork, NoShifts, PlanRefused
from pannier.planning.solver import Effort, Solver
from pannier.planning.streets import (
    HUB,
    KindStreets,
    Places,
    kinds_of,
    places_of,
    profile_of_kind,
    streets_of,
)
from pannier.planning.task_ids import order_of_task

Tell = Callable[[float, str], None]
_STREETS, _SOLVED = 0.25, 0.9


@dataclass
class Stopwatch:
    """Seconds by step, as they go into a plan's timings."""

    seconds: dict[str, Any] = field(default_factory=dict)
    _began: float = field(default_factory=time.perf_counter)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        since = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - since, 3)

    def total(self) -> dict[str, Any]:
        """Return all steps and the time since the stopwatch was made."""
        return {**self.seconds, "total_s": round(time.perf_counter() - self._began, 3)}


@dataclass(frozen=True)
class PlannedDay:
    """A checked plan of a day; `legs` holds for each vehicle the way to each of its activities."""

    day: Day
    problem: Problem
    plan: Plan
    left_out: tuple[LeftOut, ...]
    legs: Mapping[str, tuple[str, ...]]


def plan_the_day(
    day: Day,
    network: RoadNetwork,
    solve: Solver,
    effort: Effort,
    *,
    tell: Tell = lambda share, words: None,
    stop: Stop | None = None,
    watch: Stopwatch | None = None,
    draw: bool = True,
    currency: str = "",
) -> PlannedDay:
    """Plan a day; raise NoShifts, HubOffNetwork, or PlanRefused when the checker finds any fault.

    Without `draw` no ways are put on the map. `currency` is the one that costs are told in.
    """
    watch = watch or Stopwatch()
    places = places_of(day)
    streets = _all_streets(day, places, network, tell, watch)
    with watch.step("problem_s"):
        made = problem_of_day(day, places, streets, currency=currency)
    _check_vehicles(day, made.problem, streets)
    tell(
        _STREETS,
        f"Planning {count_text(len(day.orders) - len(made.left_out), 'order')} "
        f"for {count_text(len(made.problem.vehicles), 'vehicle')}",
    )
    with watch.step("solve_s"):
        plan = _solve(made.problem, solve, effort, tell, stop)
    with watch.step("check_s"):
        refuse_faulty(check(made.problem, plan))
    tell(_SOLVED, "Drawing the ways")
    with watch.step("geometry_s"):
        legs = legs_of(day, made.problem, plan, network) if draw else {}
    return PlannedDay(day, made.problem, plan, (*made.left_out, *left_out_orders(plan.left_out)), legs)


def left_out_orders(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Return what a plan left out by order, each once: a collection and its delivery stay behind together."""
    found: dict[str, LeftOut] = {}
    for left in left_out:
        order_id = str(order_of_task(left.task_id))
        found.setdefault(order_id, replace(left, task_id=order_id))
    return tuple(found.values())


def refuse_faulty(violations: tuple[Violation, ...]) -> None:
    """Raise PlanRefused with every violation in words, if there is any."""
    if violations:
        errors = [
            FieldError(f"/violations/{index}", violation.rule, violation.words)
            for index, violation in enumerate(violations)
        ]
        broken = count_text(len(violations), "rule")
        text = f"The optimiser's plan breaks {broken} and was not stored: {errors[0].detail}"
        raise PlanRefused(text, errors=errors)


def _all_streets(
    day: Day, places: Places, network: RoadNetwork, tell: Tell, watch: Stopwatch
) -> dict[str, KindStreets]:
    kinds = kinds_of(day)
    streets: dict[str, KindStreets] = {}
    watch.seconds["matrices"] = notes = []
    for number, kind in enumerate(kinds):
        tell(0.05 + 0.2 * number / len(kinds), f"Computing ways for {kind.label.lower()}s")
        found = streets_of(network, places.points, profile_of_kind(day, kind))
        streets[kind.code] = found
        notes.append(
            {
                "profile": kind.code,
                "size": len(places.points),
                "took_s": round(found.took_s, 3),
                "cached": found.cached,
            }
        )
    return streets


def words_on(progress: Progress, currency: str) -> str:
    """Return how far the search is."""
    cost = money_text(progress.cost_cents, currency)
    return f"Best plan so far costs {cost}, {progress.left_out} left out"


def _check_vehicles(day: Day, problem: Problem, streets: Mapping[str, KindStreets]) -> None:
    if problem.vehicles:
        return
    if day.shifts and all(HUB in found.off_road for found in streets.values()):
        causes = "; ".join(f"{code}: {found.off_road[HUB]}" for code, found in streets.items())
        raise HubOffNetwork(f"{day.hub.name} cannot be left by any vehicle of the day. {causes}")
    raise NoShifts(
        f"Nobody has a free shift at {day.hub.name} on {day.service_date}; add one in the console under Fleet, "
        "or with POST /v1/shifts."
    )


def _solve(problem: Problem, solve: Solver, effort: Effort, tell: Tell, stop: Stop | None) -> Plan:
    if not problem.tasks:
        return Plan(routes=(), left_out=(), cost=Cost(), seed=effort.seed, engine="none", iterations=0)

    def follow(progress: Progress) -> None:
        # The search alone takes three quarters of its budget at least, so that the bar never stands still at its end.
        spent = progress.elapsed_s / (effort.budget_s or 20.0)
        tell(_STREETS + (_SOLVED - _STREETS) * min(1.0, spent), words_on(progress, problem.currency))

    return solve(problem, effort, on_progress=follow, stop=stop)
