"""From a hub's day to a checked plan with its ways on the map: everything but the tables."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from pannier.base.problems import FieldError
from pannier.connect.road_network import RoadNetwork
from pannier.core.check import Violation, check
from pannier.core.plan import Cost, LeftOut, Plan, Relaxation, RelaxationKind
from pannier.core.problem import Problem
from pannier.core.units import count_text, money_text
from pannier.engine import OnProgress, Progress, Stop
from pannier.factors.kinds import vehicle_kind, vehicle_kinds
from pannier.planning.areas import streets_around
from pannier.planning.day import Day, OrderOfDay
from pannier.planning.legs import legs_of
from pannier.planning.problem_of_day import DayProblem, problem_of_day
from pannier.planning.problems import HubOffNetwork, NoShifts, PlanRefused
from pannier.planning.relaxations import within_rest
from pannier.planning.solver import Effort, Option, Solver, Weigher
from pannier.planning.streets import (
    HUB,
    KindStreets,
    Places,
    kinds_of,
    places_of,
)
from pannier.planning.task_ids import order_of_task
from pannier.planning.walking import with_walks

# An order's id, as a task has it; of a collection with a word behind it.
_TASK_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::collect)?")

_NAMING_ORDERS = (RelaxationKind.INSTEAD, RelaxationKind.GOODS, RelaxationKind.TOGETHER, RelaxationKind.APART)

_KIND = re.compile(rf"\b({'|'.join(code for code in vehicle_kinds() if '_' in code)})\b")
"""Codes of kinds that are no words."""

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
    option: Option | None = None
    """How the plan holds on other days, and what it is best at where there are several."""


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
    made = _posed(day, network, tell, watch, currency)
    with watch.step("solve_s"):
        plan = _solve(made.problem, solve, effort, tell, stop)
    with watch.step("check_s"):
        refuse_faulty(check(made.problem, plan))
    tell(_SOLVED, "Drawing the ways")
    with watch.step("geometry_s"):
        legs = legs_of(day, made.problem, plan, network) if draw else {}
    return PlannedDay(day, made.problem, plan, (*made.left_out, *_left_out(made, plan, day)), legs)


def plan_options(
    day: Day,
    network: RoadNetwork,
    weigh: Weigher,
    effort: Effort,
    *,
    tell: Tell = lambda share, words: None,
    stop: Stop | None = None,
    watch: Stopwatch | None = None,
    currency: str = "",
) -> tuple[PlannedDay, ...]:
    """Plan a day with slack, or several times to choose from; every plan is checked. Raise as plan_the_day does."""
    watch = watch or Stopwatch()
    made = _posed(day, network, tell, watch, currency)
    with watch.step("solve_s"):
        options = weigh(made.problem, effort, on_progress=_follower(made.problem, effort, tell), stop=stop)
    with watch.step("check_s"):
        for option in options:
            refuse_faulty(check(made.problem, option.plan))
    tell(_SOLVED, "Drawing the ways")
    with watch.step("geometry_s"):
        legs = [legs_of(day, made.problem, option.plan, network) for option in options]
    return tuple(
        PlannedDay(
            day,
            made.problem,
            one.plan,
            (*made.left_out, *_left_out(made, one.plan, day)),
            way,
            one,
        )
        for one, way in zip(options, legs, strict=True)
    )


def _posed(day: Day, network: RoadNetwork, tell: Tell, watch: Stopwatch, currency: str) -> DayProblem:
    """Return the problem of a day whose ways were computed."""
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
    return made


def _left_out(made: DayProblem, plan: Plan, day: Day) -> tuple[LeftOut, ...]:
    """Return what a plan left out by order, with no relaxation that the rest between shifts forbids."""
    lawful = tuple(within_rest(day, made.problem, left) for left in plan.left_out)
    return left_out_orders(lawful, day.orders)


def left_out_orders(left_out: Iterable[LeftOut], orders: Iterable[OrderOfDay] = ()) -> tuple[LeftOut, ...]:
    """Return what a plan left out by order, each once: a collection and its delivery stay behind together."""
    references = {str(order.id): order.reference for order in orders}
    found: dict[str, LeftOut] = {}
    for left in left_out:
        order_id = str(order_of_task(left.task_id))
        ways = (
            None if left.relaxations is None else tuple(_named(one, references) for one in left.relaxations)
        )
        words = _with_kinds(_TASK_ID.sub(partial(_reference, references), left.reason))
        found.setdefault(order_id, replace(left, task_id=order_id, reason=words, relaxations=ways))
    return tuple(found.values())


def _with_kinds(words: str) -> str:
    """Return a sentence with kinds of vehicles, which orders may ask for as skills, as people call them."""
    return _KIND.sub(lambda found: vehicle_kind(found[0]).label, words)


def _reference(references: Mapping[str, str], found: re.Match[str]) -> str:
    """Return what people call the order whose task a reason names."""
    return references.get(found[1], found[0])


def _named(relaxation: Relaxation, references: Mapping[str, str]) -> Relaxation:
    """Return a relaxation that names orders as people do, each once, and not by the ids of their tasks."""
    if relaxation.kind not in _NAMING_ORDERS:
        return replace(relaxation, words=_with_kinds(relaxation.words))
    names = {task: references.get(str(order_of_task(task)), task) for task in relaxation.names}
    words = relaxation.words
    for task, name in names.items():
        words = words.replace(task, name)
    twice = next((f"{name} and {name}" for name in names.values() if f"{name} and {name}" in words), "")
    words = words.replace(twice, twice.partition(" and ")[0]) if twice else words
    return replace(relaxation, words=words, names=tuple(dict.fromkeys(names.values())))


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
        found = streets_around(day, network, places.points, kind)
        streets[kind.code] = found
        notes.append(
            {
                "profile": kind.code,
                "size": len(places.points),
                "took_s": round(found.took_s, 3),
                "cached": found.cached,
            }
        )
    return with_walks(day, places, streets, network)


def words_on(progress: Progress, currency: str) -> str:
    """Return how far the search is."""
    cost = money_text(progress.cost_cents, currency)
    return f"Best plan so far comes to {cost} with all that counts, {progress.left_out} left out"


def _check_vehicles(day: Day, problem: Problem, streets: Mapping[str, KindStreets]) -> None:
    if problem.vehicles:
        return
    if day.shifts and all(HUB in found.off_road for found in streets.values()):
        causes = "; ".join(
            f"{vehicle_kind(code).label}: {found.off_road[HUB]}" for code, found in streets.items()
        )
        raise HubOffNetwork(f"{day.hub.name} cannot be left by any vehicle of the day. {causes}")
    if any(shift.work.notes for shift in day.shifts):
        # The job is read by more people than may know what somebody has worked.
        raise NoShifts(
            f"Working time leaves nothing of the shifts at {day.hub.name} on {day.service_date}; each says why, "
            "in the console under Fleet, or with GET /v1/shifts."
        )
    raise NoShifts(
        f"Nobody has a free shift at {day.hub.name} on {day.service_date}; add one in the console under Fleet, "
        "or with POST /v1/shifts."
    )


def _solve(problem: Problem, solve: Solver, effort: Effort, tell: Tell, stop: Stop | None) -> Plan:
    if not problem.tasks:
        return Plan(routes=(), left_out=(), cost=Cost(), seed=effort.seed, engine="none", iterations=0)
    return solve(problem, effort, on_progress=_follower(problem, effort, tell), stop=stop)


def _follower(problem: Problem, effort: Effort, tell: Tell) -> OnProgress:
    def follow(progress: Progress) -> None:
        # The search alone takes three quarters of its budget at least, so that the bar never stands still at its end.
        spent = progress.elapsed_s / (effort.budget_s or 20.0)
        tell(_STREETS + (_SOLVED - _STREETS) * min(1.0, spent), words_on(progress, problem.currency))

    return follow
