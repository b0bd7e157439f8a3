"""One run from file to verdict: read, solve with the engine or a rival, judge by both checkers."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.routing.asked import Asked
from benchmarks.routing.best_known import best_known
from benchmarks.routing.city_run import run_city
from benchmarks.routing.convention import Convention
from benchmarks.routing.conversion import problem_of
from benchmarks.routing.instance import BadFile, Instance, Tour
from benchmarks.routing.our_engine import engine_version, run_engine
from benchmarks.routing.peers.calling import require_able, run_peer
from benchmarks.routing.plans import plan_of, tours_of
from benchmarks.routing.report import Run, judged, named_routes
from benchmarks.routing.sets import convention_of, find_file, objective_of, read_instance
from pannier.core.check import check
from pannier.core.plan import Plan
from pannier.core.problem import InvalidProblem, Problem


@dataclass(frozen=True)
class Solved:
    """The tours of a solver, what Pannier's own checker says of them, and what they took."""

    tours: tuple[Tour, ...]
    words: tuple[str, ...]
    seconds: float
    iterations: int
    engine: str
    threads: int = 1


def run_one(asked: Asked) -> Run:
    """Return the run; raises BadFile when the file or the problem cannot be meant."""
    if asked.set_name == "city":
        return run_city(asked)
    convention = convention_of(asked.set_name, asked.objective)
    if asked.peer is not None:
        require_able(asked.peer, asked.set_name)
    file = find_file(asked.set_name, asked.file, asked.data)
    instance = read_instance(asked.set_name, file)
    try:
        problem = problem_of(instance, convention)
    except InvalidProblem as wrong:
        raise BadFile(f"{instance.name}: {_in_the_file(wrong)}") from None
    if asked.peer is None:
        solved = _by_engine(asked, instance, problem)
    else:
        solved = _by_peer(asked, asked.peer, instance, problem, convention)
    folders = (asked.data, *file.resolve().parents)
    best = best_known(asked.set_name, convention.name, instance.name, folders)
    return Run(
        instance=instance.name,
        set=asked.set_name,
        objective=objective_of(asked.set_name, asked.objective),
        convention=convention.name,
        seconds=round(solved.seconds, 3),
        iterations=solved.iterations,
        seed=asked.seed,
        engine=solved.engine,
        threads=solved.threads,
        budget=None if asked.iterations is not None else asked.seconds,
        best_vehicles=None if best is None else best.vehicles,
        best_cost=None if best is None else best.cost,
        routes=named_routes(instance, solved.tours) if asked.routes else None,
        **_verdict(instance, convention, solved),
    )


def _in_the_file(wrong: InvalidProblem) -> str:
    """Return what the engine refuses, in words of the file: its problem has names of its own."""
    owner, _, rest = wrong.field.partition("[")
    named = {
        "tasks": "customer",
        "vehicles": "vehicle",
        "stations": "station",
        "matrices": "ways",
        "pairs": "pair",
    }
    which = rest.partition("]")[0].partition(":")[2] if owner == "tasks" else ""
    last = wrong.field.rpartition(".")[2].removesuffix("_s").replace("_", " ")
    return f"{named.get(owner, owner)} {which}, {last}: {wrong.detail}".replace(" ,", ",")


def _verdict(instance: Instance, convention: Convention, solved: Solved) -> dict[str, object]:
    """Return what the independent checker and Pannier's own say."""
    return judged(instance, convention, solved.tours, solved.words)


def _by_engine(asked: Asked, instance: Instance, problem: Problem) -> Solved:
    """Let Pannier's engine solve it."""
    plan, seconds = run_engine(
        problem,
        seconds=asked.seconds,
        seed=asked.seed,
        threads=asked.threads,
        iterations=asked.iterations,
    )
    engine = f"{plan.engine} {engine_version()}"
    left = (f"customer {one.task_id.partition(':')[2]} is left out: {one.reason}" for one in plan.left_out)
    words = (*own_words(problem, plan), *left)
    return Solved(tours_of(instance, problem, plan), words, seconds, plan.iterations, engine, plan.threads)


def _by_peer(asked: Asked, peer: str, instance: Instance, problem: Problem, convention: Convention) -> Solved:
    """Let a rival solve it, and judge its tours like our own."""
    found = run_peer(peer, instance, problem, convention, seconds=asked.seconds, seed=asked.seed)
    words = words_of_tours(instance, problem, found.tours)
    return Solved(found.tours, words, found.seconds, found.iterations, found.engine)


def own_words(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Return what Pannier's own checker finds; a task left out is told by the other checker."""
    return tuple(f"core: {violation.words}" for violation in check(problem, plan))


def words_of_tours(instance: Instance, problem: Problem, tours: Sequence[Tour]) -> tuple[str, ...]:
    """Return what Pannier's own checker finds in tours of any origin."""
    return own_words(problem, plan_of(instance, problem, tours))
