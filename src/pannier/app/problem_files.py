"""Read a problem from a file, plan it or check a plan of it, and say how it goes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from pannier.core.check import check
from pannier.core.plan import Plan
from pannier.core.problem import CostRates, InvalidProblem, Problem
from pannier.core.units import count_text, money_text
from pannier.engine import Budget, Progress, solve
from pannier.engine.problem_json import BadDocument, read_plan, read_problem, write_plan

BROKEN, UNREADABLE = 1, 2
USUAL_SECONDS = 10.0


def plan_file(
    file: Path,
    *,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    threads: int,
    out: Path | None,
) -> None:
    """Plan the problem of a file and write the plan as JSON to `out`, or to the output."""
    budget = _budget(seconds, iterations)
    if out is not None:
        _require_writable(out)
    problem = _read(file, read_problem)
    if problem.vehicles and all(vehicle.rates == CostRates() for vehicle in problem.vehicles):
        note = "No vehicle costs anything, so only what is left out tells plans apart; give the vehicles `rates`."
        typer.echo(note, err=True)
    if unknown := problem.conflicts.keys() - {task.goods for task in problem.tasks}:
        typer.echo(f"`incompatible` names goods that no task moves: {', '.join(sorted(unknown))}.", err=True)
    plan = solve(problem, budget=budget, seed=seed, on_progress=_teller(problem), threads=threads)
    _end_line()
    if plan.threads < threads:
        searched = "One thread searched" if plan.threads == 1 else f"{plan.threads} threads searched"
        tasks = count_text(len(problem.tasks), "task")
        typer.echo(f"{searched}: {tasks} are too few to share among more.", err=True)
    for words in _against_wishes(problem, plan):
        typer.echo(words, err=True)
    _write(write_plan(plan), out)


def _against_wishes(problem: Problem, plan: Plan) -> Iterator[str]:
    """Yield a sentence for each task that goes with another vehicle than it should."""
    for route in plan.routes:
        for task_id in route.task_ids:
            for wish in problem.tasks[problem.task_index[task_id]].preferences:
                if route.vehicle_id not in wish.vehicles:
                    should = " or ".join(sorted(wish.vehicles))
                    why = f" ({wish.why})" if wish.why else ""
                    yield f"Task {task_id} goes with {route.vehicle_id}; it should go with {should}{why}."


def check_file(file: Path, plan_path: Path) -> int:
    """Say everything that a plan of a problem breaks; return the exit code."""
    problem, plan = _read(file, read_problem), _read(plan_path, read_plan)
    violations = check(problem, plan)
    for violation in violations:
        typer.echo(f"{violation.rule}: {violation.words}")
    if not violations:
        served, left = count_text(len(plan.planned_task_ids), "task"), len(plan.left_out)
        cost = money_text(plan.cost.total_cents, problem.currency)
        typer.echo(f"The plan keeps every rule: {served} served, {left} left out, cost {cost}.")
    return BROKEN if violations else 0


def _read[T](file: Path, reader: Callable[[bytes], T]) -> T:
    """Return what a file holds; one sentence and exit code 2 when it cannot be read."""
    try:
        return reader(file.read_bytes())
    except (BadDocument, InvalidProblem) as error:
        raise _refusal(f"{file.name}: {error}") from error
    except OSError as error:
        raise _refusal(f"{file.name} cannot be read: {error.strerror}.") from error


def _refusal(words: str) -> typer.Exit:
    """Say why the command ends with exit code 2."""
    typer.echo(words, err=True)
    return typer.Exit(UNREADABLE)


def _budget(seconds: float | None, iterations: int | None) -> Budget:
    """Return the budget of the options."""
    if seconds is not None and iterations is not None:
        raise _refusal("Give --seconds or --iterations, not both.")
    if iterations is not None:
        return Budget(iterations=iterations)
    try:
        return Budget(seconds=USUAL_SECONDS if seconds is None else seconds)
    except ValueError as error:
        raise _refusal(f"--seconds: {error}") from error


def _require_writable(out: Path) -> None:
    """Refuse a file that cannot be written before the search and not after it; nothing is left behind."""
    file = out.resolve()
    is_new = not file.exists()
    if not (is_new or file.is_file()):
        return
    try:
        file.open("ab").close()
        if is_new:
            file.unlink()
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> typer.Exit:
    """Say why the plan cannot be written."""
    return _refusal(f"{out} cannot be written: {error.strerror}.")


def _teller(problem: Problem) -> Callable[[Progress], None]:
    """Return what keeps one line on the error output up to date."""
    tasks = len(problem.tasks)

    def tell(progress: Progress) -> None:
        cost = money_text(progress.cost_cents, problem.currency)
        line = f"{progress.elapsed_s:6.1f} s  cost {cost}, {progress.left_out} of {tasks} left out"
        typer.echo(f"\r{line:<70}" if sys.stderr.isatty() else line, err=True, nl=not sys.stderr.isatty())

    return tell


def _end_line() -> None:
    """End the line that was kept up to date."""
    if sys.stderr.isatty():
        typer.echo(err=True)


def _write(text: bytes, out: Path | None) -> None:
    """Write the plan to a file or to the output."""
    if out is None:
        typer.echo(text.decode(), nl=False)
        return
    try:
        out.write_bytes(text)
    except OSError as error:
        raise _unwritable(out, error) from error
