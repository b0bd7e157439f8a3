"""Judge tours of a tiny instance by both checkers at once."""

from dataclasses import dataclass

from benchmarks.routing.conversion import problem_of
from benchmarks.routing.instance import Instance, Tour
from benchmarks.routing.plans import plan_of
from benchmarks.routing.sets import SETS, convention_of
from benchmarks.routing.single import own_words
from benchmarks.routing.verify import judge
from tests.benchmarks.files import TEXTS


@dataclass(frozen=True)
class Judged:
    """What both checkers say; `cost` is in the unit of the set's best known values."""

    vehicles: int
    distance: float
    cost: float
    violations: tuple[str, ...]
    core: tuple[str, ...]
    core_millicents: int


def tiny(set_name: str, text: str | None = None) -> Instance:
    """Return the tiny instance of a set, or the one in this text."""
    return SETS[set_name].read(text or TEXTS[set_name], name="tiny")


def judged(set_name: str, *tours: Tour, objective: str | None = None, text: str | None = None) -> Judged:
    """Return what both checkers say of tours of the set's tiny instance, or of the one in this text."""
    convention, instance = convention_of(set_name, objective), tiny(set_name, text)
    verdict = judge(instance, tours, convention.name)
    problem = problem_of(instance, convention)
    plan = plan_of(instance, problem, tours)
    cost = verdict.cost * convention.cost_per_unit
    words = own_words(problem, plan)
    return Judged(
        verdict.vehicles, verdict.distance, cost, verdict.violations, words, plan.cost.total_millicents
    )
